"""Dates by the column agree with the value type, one by one."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect.canon.stamp import DateForm, StampReader, as_date, as_timestamp
from leakassay.values import date_of_birth

DATES = st.dates(dt.date(1880, 1, 1), dt.date(2100, 12, 31))
PRINTS = ("%d/%m/%Y", "%Y-%m-%d", "%Y%m%d", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S")


@given(st.lists(st.tuples(DATES, st.sampled_from(PRINTS)), max_size=20))
def test_every_print_of_a_day_is_read_as_that_day(days):
    column = pa.array([day.strftime(print_) for day, print_ in days], pa.string())
    assert as_date(StampReader(DateForm()).read(column)).to_pylist() == [day for day, _ in days]


@given(
    st.lists(
        st.one_of(st.text(max_size=20), st.from_regex(r"[0-9]{1,2}[/ -][0-9]{1,2}[/ -][0-9]{2,4}", fullmatch=True)),
        max_size=20,
    )
)
def test_anything_else_is_read_as_the_value_type_reads_it(values):
    read = as_date(StampReader(DateForm()).read(pa.array(values, pa.string()))).to_pylist()
    for value, found in zip(values, read, strict=True):
        if len(value) > 5:
            assert found == date_of_birth.parse(value.strip(), pivot=29)


@pytest.mark.parametrize(
    ("printed", "stamp"),
    [
        ("31/12/2023 09:15", "2023-12-31 09:15:00"),
        ("2023-12-31T09:15:07", "2023-12-31 09:15:07"),
        ("20231231091507", "2023-12-31 09:15:07"),
        ("202312310915", "2023-12-31 09:15:00"),
        ("2023-12-31 09:15:07.123", "2023-12-31 09:15:07"),
        ("31/12/2023", "2023-12-31 00:00:00"),
        ("20231231091507+0000", "2023-12-31 09:15:07"),
        ("31/02/2023", None),
        ("00000000", None),
        ("31/12/2023 25:61", "2023-12-31 00:00:00"),
    ],
)
def test_times_of_day_are_kept(printed, stamp):
    (found,) = as_timestamp(StampReader(DateForm()).read(pa.array([printed]))).to_pylist()
    assert (None if found is None else str(found)) == stamp


def test_the_order_of_day_and_month_is_that_of_the_column():
    assert as_date(StampReader(DateForm(day_first=False)).read(pa.array(["02/13/1970"]))).to_pylist() == [
        dt.date(1970, 2, 13)
    ]
    assert as_date(StampReader(DateForm()).read(pa.array(["02/13/1970"]))).to_pylist() == [None]


def test_excel_serials_count_where_the_column_says_so():
    assert as_date(StampReader(DateForm(serials=True)).read(pa.array(["25569"]))).to_pylist() == [dt.date(1970, 1, 1)]
    assert as_date(StampReader(DateForm()).read(pa.array(["25569"]))).to_pylist() == [None]


def test_two_digit_years_turn_at_the_pivot():
    assert as_date(StampReader(DateForm(pivot=24)).read(pa.array(["01/02/24", "01/02/25"]))).to_pylist() == [
        dt.date(2024, 2, 1),
        dt.date(1925, 2, 1),
    ]
