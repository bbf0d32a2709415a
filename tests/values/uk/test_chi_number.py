"""CHI number: date, check digit, sex digit, the dropped zero."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import chi_number


@pytest.mark.parametrize("text", ["0101010109", "0101010117", "0101010125", "010101 0109", "010 101 0109"])
def test_computed_examples_are_valid(text):
    assert chi_number.canonical(text) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["0101010101", "3201010109", "0113010109", "9990000018", "", "x" * 100])
def test_wrong_dates_and_check_digits_are_refused(text):
    assert not chi_number.is_valid(text)


def test_the_zero_a_spreadsheet_dropped_is_restored_only_on_demand():
    assert chi_number.canonical("101010109") is None
    assert chi_number.restored("101010109") == "0101010109"
    assert chi_number.restored("901010109") is None


def test_a_date_may_lie_in_either_century_and_the_ninth_digit_tells_the_sex():
    assert chi_number.births("0101010109") == (dt.date(1901, 1, 1), dt.date(2001, 1, 1))
    assert chi_number.births("2902000000") == (dt.date(2000, 2, 29),)
    assert [chi_number.sex(number) for number in ("0101010109", "0101010117")] == ["F", "M"]


@given(st.text(max_size=20))
def test_any_text_gives_none_or_ten_digits_with_a_date(text):
    number = chi_number.canonical(text)
    assert number is None or chi_number.births(number)
