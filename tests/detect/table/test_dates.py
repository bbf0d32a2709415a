"""Which date is which, and which part of it is the day."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from leakassay.detect.canon.stamp import NO_STAMP, DateForm
from leakassay.detect.table import dates
from leakassay.detect.table.shape import measure


def days(start, span, count=50, step=37):
    first = np.datetime64(start)
    return pa.array([str(first + (place * step) % span) for place in range(count)])


def form(values, kit):
    column = pa.array(values)
    return dates.form_of(column, measure(column, kit), under_date_header=True)


@pytest.mark.parametrize(
    ("values", "day_first"),
    [(["01/02/1970", "13/02/1970"], True), (["01/02/1970", "02/13/1970"], False), (["01/02/1970"], True)],
)
def test_a_part_above_twelve_settles_the_order(values, day_first, kit):
    assert form(values, kit).day_first is day_first


def test_serials_count_only_under_a_header_of_dates(kit):
    column = pa.array(["25569", "36526", "44000"])
    assert dates.form_of(column, measure(column, kit), under_date_header=True).serials
    assert not dates.form_of(column, measure(column, kit), under_date_header=False).serials


def test_the_birth_lies_decades_before_and_the_rest_follow_in_time():
    columns = {
        0: days("2023-03-02", 300),
        1: days("1930-01-01", 30_000, step=601),
        2: days("2023-03-01", 300),
        3: days("2023-03-05", 300),
    }
    named = dates.told_apart(columns, dict.fromkeys(columns, DateForm()), with_people=True)
    assert named == {0: "received_at", 1: "date_of_birth", 2: "collected_at", 3: "reported_at"}


def test_without_people_there_is_no_birth():
    columns = {0: days("1930-01-01", 30_000, step=601), 1: days("2023-03-01", 300)}
    assert (
        "date_of_birth" not in dates.told_apart(columns, dict.fromkeys(columns, DateForm()), with_people=False).values()
    )


def test_a_column_without_stamps_has_no_span():
    assert dates.span_of(np.array([NO_STAMP, NO_STAMP])) is None


def test_in_a_short_list_the_birth_lies_years_before_all_other_dates():
    columns = {
        0: pa.array(["2024-05-20", "2024-05-20"]),
        1: pa.array(["1962-08-12", "1962-08-12"]),
        2: pa.array(["2024-05-21", "2024-05-21"]),
    }
    forms = dict.fromkeys(columns, DateForm(True, 29))
    told = dates.told_apart(columns, forms, with_people=True)
    assert told == {1: "date_of_birth", 0: "collected_at", 2: "received_at"}
    near = columns | {1: pa.array(["2022-08-12", "2022-08-12"])}
    assert "date_of_birth" not in dates.told_apart(near, forms, with_people=True).values()
    assert "date_of_birth" not in dates.told_apart({0: columns[0], 1: columns[1]}, forms, with_people=True).values()
