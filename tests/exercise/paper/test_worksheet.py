"""Forms of four offices, the plan of the sheets, and the numbers a cell would hold."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect.header import compiled
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.workbook import FAILSAFE
from leakassay.exercise.paper.worksheet import (
    FORMS,
    HIDDEN,
    VERY_HIDDEN,
    VISIBLE,
    are_numbers,
    only,
    records_of,
    serials,
    sheets_of,
    spaced,
)
from leakassay.pipeline.catalogue.detectors import DETECTORS


@given(st.dates(dt.date(1905, 1, 1), dt.date(2100, 1, 1)), st.booleans())
def test_a_serial_counts_days_from_the_epoch(day: dt.date, epoch_1904: bool):
    found = serials(pa.array([day.isoformat()]), epoch_1904=epoch_1904)[0].as_py()
    epoch = dt.date(1904, 1, 1) if epoch_1904 else dt.date(1899, 12, 30)
    assert epoch + dt.timedelta(days=int(found)) == day


@pytest.mark.parametrize("text", ["", "1899-05-01"])
def test_what_a_date_system_lacks_stays_text(text: str):
    assert serials(pa.array([text])).to_pylist() == [text]


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("9434765919", True), ("4.30", True), ("0.5", True), ("0123456789", False), ("", False), ("<0.5", False),
     ("12345678901", False), ("1e5", False)],
)  # fmt: skip
def test_a_number_that_would_lose_a_digit_stays_text(text: str, is_number: bool):
    assert are_numbers(pa.array([text])).tolist() == [is_number]


def test_numbers_are_spaced_and_an_empty_one_stays_empty():
    assert spaced(pa.chunked_array([["9990000018", ""]])).to_pylist() == ["999 000 0018", ""]


def test_the_sheets_share_the_rows_out_without_loss(estate: Estate):
    rows = records(estate, 0, 40)
    sheets = sheets_of(rows, "title")
    assert [sheet.visibility for sheet in sheets] == [VISIBLE, HIDDEN, VERY_HIDDEN]
    assert len(sheets[0].blocks) == 2
    assert sheets[0].blocks[1].line > sheets[0].blocks[0].end
    kept = records_of(sheets, FORMS[0])
    assert kept["test_name"].to_pylist() == rows["test_name"].to_pylist()
    assert len(set(kept["locator"].to_pylist())) == rows.num_rows


def test_what_is_not_printed_is_blank_and_the_truth_of_the_test_stays(estate: Estate):
    rows = records(estate, 0, 5)
    kept = only(rows, ["surname"])
    assert set(kept["nhs_number"].to_pylist()) == set(kept["unit"].to_pylist()) == {""}
    assert kept["surname"] == rows["surname"]
    assert kept["test_class"] == rows["test_class"]
    assert kept["status"] == rows["status"]


def test_a_quarter_of_the_headers_stands_in_no_shipped_list():
    rules = compiled([{"name": line.name, "headers": line.headers} for line in DETECTORS])
    unknown = np.array([not rules.kind(header) for form in (*FORMS, FAILSAFE) for _, header in form.columns])
    assert unknown.mean() >= 0.25
