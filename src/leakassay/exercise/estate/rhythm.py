"""The rhythm of a laboratory's days and numbers, and what a forger makes of it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_WEEKDAY = np.array([1.0, 1.02, 1.0, 0.97, 0.92, 0.24, 0.18])
"""Specimens per weekday, Monday first: a laboratory's week."""
_HOUR = np.array(
    [2, 2, 1, 1, 1, 2, 4, 9, 30, 55, 60, 48, 26, 22, 24, 20, 15, 9, 6, 5, 4, 4, 3, 2], dtype=np.float64
)  # fmt: skip
"""Specimens per hour of the day: the morning round, the couriers, the night shift."""

STEP = 6
"""Numbers given per specimen of one extract: two for each of three lanes."""

_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Style:
    """What of a laboratory's life a history shows.

    Attributes:
        weekdays: most specimens come from Monday to Friday; else every day alike.
        hours: mornings are busy; else all hours alike.
        serials: numbers rise with time within a year; else they follow no order.
        flags: agree with the ranges; else they are random.
        rounded: numbers are rounded to halves of what the test prints, as somebody types who thinks them up.
    """

    weekdays: bool = True
    hours: bool = True
    serials: bool = True
    flags: bool = True
    rounded: bool = False


TRUE = Style()
CARELESS = Style(weekdays=False, hours=False, serials=False, flags=False)
DILIGENT = Style(weekdays=False, hours=False, serials=False, rounded=True)


def minutes(
    rng: np.random.Generator, count: int, first: np.datetime64, last: np.datetime64, style: Style = TRUE
) -> _Ints:
    """Returns `count` minutes from 1970-01-01, unsorted, between two days (both inclusive)."""
    days = np.arange(first, last + np.timedelta64(1, "D")).astype("datetime64[D]").astype(np.int64)
    weekday = _WEEKDAY[(days + 3) % 7] if style.weekdays else np.ones(len(days))  # 1970-01-01 was a Thursday
    hours = _HOUR if style.hours else np.ones(24)
    day = rng.choice(days, count, p=weekday / weekday.sum())
    hour = rng.choice(24, count, p=hours / hours.sum())
    return np.asarray(day * 1440 + hour * 60 + rng.integers(0, 60, count), dtype=np.int64)


def serials(rng: np.random.Generator, minute: _Ints, numbered: int = 0, lane: int = 0, style: Style = TRUE) -> _Ints:
    """Returns the running numbers of specimens within their years.

    Args:
        rng: the generator of this stretch.
        minute: (n,) times of collection, ascending.
        numbered: highest number given earlier in the year of the first specimen.
        lane: 0 to 2; extracts of one laboratory share out its numbers, so that none stands for two specimens.
        style: a forger's numbers follow no order.
    """
    if not style.serials:
        return rng.integers(1, 999_999, len(minute))
    year = years(minute)
    first = np.searchsorted(year, year)
    # laboratories number more specimens than one extract shows: leave gaps of a few numbers
    serial = (np.arange(len(minute)) - first) * STEP + lane * 2 + rng.integers(1, 3, len(minute))
    return np.asarray(serial + np.where(first == 0, -(-numbered // STEP) * STEP, 0), dtype=np.int64)


def years(minute: _Ints) -> _Ints:
    """Returns the calendar year of each minute, counted from 1970."""
    return (minute // 1440).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
