"""Date of birth: printed forms, plausibility, Excel serials, likeness."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values import date_of_birth

FEBRUARY_FIRST = dt.date(1970, 2, 1)
PLAUSIBLE = st.dates(dt.date(1880, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "1970-02-01", "1970/02/01", "1970.2.1", "19700201", "01021970", "01/02/1970", "1/2/1970", "01-02-1970",
        "01.02.1970",
        "01 02 1970", "1 Feb 1970", "01-FEB-1970", "01Feb1970", "1st February 1970", "1st of February, 1970",
        "Feb 1, 1970",
        "February 1st 1970", "Sunday, 1 February 1970", "1970-02-01 00:00:00", "1970-02-01T00:00:00.000Z",
        "01/02/1970 12:30", "19700201120000", "197002011200", "19700201120000.0000+0100", "1970-02-01T10:00:00+01:00",
        " 01\u00a0/\u00a002\u00a0/\u00a01970 ", "０１/０２/１９７０", "01\u201102\u20111970",
    ],
)  # fmt: skip
def test_every_printed_form_of_one_day_is_read_as_that_day(text):
    assert date_of_birth.parse(text) == FEBRUARY_FIRST
    assert date_of_birth.canonical(text) == "1970-02-01"


@pytest.mark.parametrize(
    "text",
    ["", "31/02/1970", "12/25/1970", "1970-13-01", "1879-12-31", "01/02/70", "3112", "9990000018",
     "01/02/1970 and more",
     "1 Foo 1970", "00/00/0000", "2101-01-01", "1" * 80],
)  # fmt: skip
def test_impossible_ambiguous_and_implausible_texts_are_no_dates(text):
    assert not date_of_birth.is_valid(text)


def test_the_order_of_day_and_month_is_the_callers_and_the_other_is_never_tried():
    assert date_of_birth.parse("02/01/1970", day_first=False) == FEBRUARY_FIRST
    assert date_of_birth.parse("13/01/1970", day_first=False) is None


def test_two_digit_years_need_a_pivot():
    assert date_of_birth.parse("01/02/70", pivot=26) == FEBRUARY_FIRST
    assert date_of_birth.parse("01-Feb-26", pivot=26) == dt.date(2026, 2, 1)


def test_a_day_after_the_latest_one_is_not_plausible():
    assert date_of_birth.parse("2024-06-04", latest=dt.date(2024, 6, 3)) is None
    assert date_of_birth.parse("2024-06-03", latest=dt.date(2024, 6, 3)) == dt.date(2024, 6, 3)


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        (1, dt.date(1900, 1, 1)), (59, dt.date(1900, 2, 28)), (60, None), (61, dt.date(1900, 3, 1)),
        (25_600, FEBRUARY_FIRST), (25_600.75, FEBRUARY_FIRST), (0, None), (-3, None), (1e9, None),
    ],
)  # fmt: skip
def test_excel_serials_are_days_with_the_leap_day_that_never_was(serial, expected):
    assert date_of_birth.from_excel_serial(serial) == expected


def test_old_macintosh_workbooks_count_from_1904():
    assert date_of_birth.from_excel_serial(24_138, epoch_1904=True) == FEBRUARY_FIRST


@pytest.mark.parametrize(
    ("other", "likeness"),
    [
        ("1970-02-01", 1.0),
        ("1970-01-02", 0.9),
        ("1970-02-11", 0.8),
        ("1907-02-01", 0.8),
        ("1985-06-30", 0.0),
        ("", 0.0),
    ],
)
def test_keying_errors_are_more_alike_than_other_days(other, likeness):
    assert date_of_birth.compare("1970-02-01", other) == likeness


@given(PLAUSIBLE, st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d-%b-%Y", "%Y%m%d", "%B %d, %Y", "%d.%m.%Y"]))
def test_any_plausible_day_survives_printing(day, form):
    assert date_of_birth.parse(day.strftime(form)) == day


@given(PLAUSIBLE)
def test_a_serial_counts_back_to_its_day(day):
    if day < dt.date(1900, 3, 1):
        return
    assert date_of_birth.from_excel_serial((day - dt.date(1899, 12, 30)).days) == day


@given(st.text(max_size=30))
def test_any_text_gives_none_or_a_stable_iso_date(text):
    date = date_of_birth.canonical(text)
    assert date is None or date_of_birth.canonical(date) == date


def test_the_pattern_finds_dates_in_a_letter():
    text = "Born 01/02/1970 (seen 3 March 2024, next 2024-06-03), ref 12/345"
    assert re.findall(date_of_birth.PATTERN, text) == ["01/02/1970", "3 March 2024", "2024-06-03"]
