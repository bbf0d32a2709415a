"""Calendar: bank holidays as they were proclaimed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.reference import calendar


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"),
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
    ],
)
def test_the_days_of_a_year_are_those_proclaimed(year, days):
    assert [f"{day:%m-%d}" for day in calendar.bank_holidays(year)] == days.split()


@pytest.mark.parametrize(("year", "day"), [(1961, "04-02"), (2008, "03-23"), (2011, "04-24"), (2038, "04-25")])
def test_easter_falls_where_the_tables_put_it(year, day):
    assert f"{calendar.easter(year):%m-%d}" == day


def test_working_days_are_weekdays_without_holidays():
    assert calendar.is_working_day(dt.date(2024, 6, 3))
    assert not calendar.is_working_day(dt.date(2024, 6, 1))
    assert not calendar.is_working_day(dt.date(2024, 8, 26))
    assert calendar.is_bank_holiday(dt.date(2022, 9, 19))


def test_years_before_the_list_are_refused_or_have_no_holidays():
    with pytest.raises(ValueError, match="1978"):
        calendar.bank_holidays(1977)
    assert not calendar.is_bank_holiday(dt.date(1977, 12, 26))


@given(st.integers(1978, 2200))
def test_every_year_has_at_least_eight_holidays_all_on_weekdays(year):
    days = calendar.bank_holidays(year)
    assert len(days) >= 8
    assert all(day.weekday() < 5 for day in days)


@given(st.integers(1600, 3000))
def test_easter_is_a_sunday_between_22_march_and_25_april(year):
    day = calendar.easter(year)
    assert day.weekday() == 6
    assert (3, 22) <= (day.month, day.day) <= (4, 25)
