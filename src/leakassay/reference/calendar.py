"""Calendar of England and Wales: bank holidays and working days, computed; laboratories slow down on them."""

import datetime as dt
from functools import cache
from typing import Final

FIRST_YEAR: Final = 1978
"""The early May holiday began in 1978; earlier years had other days and are refused."""

ONE_OFF: Final[dict[dt.date, str]] = {
    dt.date(1981, 7, 29): "Royal wedding",
    dt.date(1999, 12, 31): "Millennium",
    dt.date(2002, 6, 3): "Golden Jubilee",
    dt.date(2011, 4, 29): "Royal wedding",
    dt.date(2012, 6, 5): "Diamond Jubilee",
    dt.date(2022, 6, 3): "Platinum Jubilee",
    dt.date(2022, 9, 19): "State funeral of Queen Elizabeth II",
    dt.date(2023, 5, 8): "Coronation of King Charles III",
}
_EARLY_MAY_MOVED: Final = {1995: dt.date(1995, 5, 8), 2020: dt.date(2020, 5, 8)}
_SPRING_MOVED: Final = {2002: dt.date(2002, 6, 4), 2012: dt.date(2012, 6, 4), 2022: dt.date(2022, 6, 2)}
_MONDAY, _SATURDAY, _SUNDAY = 0, 5, 6


def easter(year: int) -> dt.date:
    """Return Easter Sunday of the Gregorian calendar (anonymous algorithm of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leap, rest = divmod(of_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leap - epact - rest) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return dt.date(year, month, day + 1)


@cache
def _holidays(year: int) -> tuple[tuple[dt.date, str], ...]:
    if year < FIRST_YEAR:
        raise ValueError(f"bank holidays are listed from {FIRST_YEAR}, not for {year}")
    sunday = easter(year)
    christmas, boxing = _christmas(year)
    days = {
        _moved_off_weekend(dt.date(year, 1, 1)): "New Year's Day",
        sunday - dt.timedelta(days=2): "Good Friday",
        sunday + dt.timedelta(days=1): "Easter Monday",
        _EARLY_MAY_MOVED.get(year, _monday_from(dt.date(year, 5, 1))): "Early May bank holiday",
        _SPRING_MOVED.get(year, _monday_from(dt.date(year, 5, 25))): "Spring bank holiday",
        _monday_from(dt.date(year, 8, 25)): "Summer bank holiday",
        christmas: "Christmas Day",
        boxing: "Boxing Day",
    }
    days |= {day: name for day, name in ONE_OFF.items() if day.year == year}
    return tuple(sorted(days.items()))


def bank_holidays(year: int) -> dict[dt.date, str]:
    """Return the bank holidays of England and Wales in one year, in order, with substitute days for weekends.

    Raises:
        ValueError: For years before `FIRST_YEAR`.
    """
    return dict(_holidays(year))


def is_bank_holiday(date: dt.date) -> bool:
    """Return whether the day is a bank holiday; False for every day before `FIRST_YEAR`."""
    return date.year >= FIRST_YEAR and date in dict(_holidays(date.year))


def is_working_day(date: dt.date) -> bool:
    """Return whether the day is Monday to Friday and no bank holiday."""
    return date.weekday() < _SATURDAY and not is_bank_holiday(date)


def _monday_from(date: dt.date) -> dt.date:
    """Return the first Monday on or after the date."""
    return date + dt.timedelta(days=(_MONDAY - date.weekday()) % 7)


def _moved_off_weekend(date: dt.date) -> dt.date:
    return _monday_from(date) if date.weekday() >= _SATURDAY else date


def _christmas(year: int) -> tuple[dt.date, dt.date]:
    """Return the days kept for Christmas and Boxing Day; a substitute never falls on the other holiday."""
    day = dt.date(year, 12, 25)
    weekday = day.weekday()
    if weekday == _SUNDAY:
        return dt.date(year, 12, 27), dt.date(year, 12, 26)
    if weekday == _SATURDAY:
        return dt.date(year, 12, 27), dt.date(year, 12, 28)
    return day, _moved_off_weekend(dt.date(year, 12, 26))
