"""Cells as text: both date systems, formats that show dates, numbers that are no floats."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from leakassay.read.tabular.cell_text import date_kind, number, printed, unescaped


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (9990000018.0, "9990000018"),
        (13.5, "13.5"),
        (True, "true"),
        (datetime(1950, 2, 1), "1950-02-01"),  # noqa: DTZ001  workbooks know no zone
        (datetime(1950, 2, 1, 9, 30), "1950-02-01 09:30:00"),  # noqa: DTZ001  workbooks know no zone
        (time(9, 30), "09:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (None, "None"),
    ],
)
def test_a_cell_is_printed(cell: object, text: str) -> None:
    assert printed(cell) == text


@pytest.mark.parametrize(
    ("stored", "is_1904", "text"),
    [
        ("1", False, "1900-01-01"),
        ("59", False, "1900-02-28"),
        ("61", False, "1900-03-01"),
        ("18295", False, "1950-02-01"),
        ("16833", True, "1950-02-01"),
        ("18295.5", False, "1950-02-01 12:00:00"),
        ("0.5", False, "12:00:00"),
        ("99999999999", False, "99999999999"),
        ("no number", False, "no number"),
    ],
)
def test_a_serial_number_is_a_day_and_the_29th_of_february_1900_is_none(stored: str, is_1904: bool, text: str) -> None:
    assert number(stored, "date", is_1904=is_1904) == text


def test_an_elapsed_time_is_no_day() -> None:
    assert number("1.25", "duration") == "1 day, 6:00:00"


def test_a_long_number_keeps_its_digits() -> None:
    assert number("1234567890123456789") == "1234567890123456789"
    assert number("009990000018") == "9990000018"
    assert number("9.990000018E9") == "9990000018"


@pytest.mark.parametrize(
    ("code", "written", "kind"),
    [
        (14, None, "date"), (46, None, "duration"), (0, None, ""), (164, "dd/mm/yyyy", "date"),
        (164, "[h]:mm", "duration"),
        (164, '0" days"', ""), (164, "[Red]0.00", ""), (164, "General", ""),
        (164, '"of "yyyy', "date"), (164, r"\d0", ""),
    ],
)  # fmt: skip
def test_a_format_shows_a_date_by_its_signs_outside_of_quotes(code: int, written: str | None, kind: str) -> None:
    assert date_kind(code, {code: written} if written else {}) == kind


def test_control_characters_are_written_out() -> None:
    assert unescaped("a_x000D_b") == "a\rb"
    assert unescaped("_xD83D__xDE00_") == "\U0001f600"
    assert unescaped("_xZZZZ_") == "_xZZZZ_"


def test_wide_signs_taken_for_narrow_ones_are_put_right_and_other_nuls_stay():
    assert printed("W\0o\0r\0k\0s\0") == "Works"
    assert printed("a\0\0b") == "a\0\0b"
