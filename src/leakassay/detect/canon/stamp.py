"""Dates and times by the column: common widths by numpy, the odd ones by `date_of_birth`, one value once."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leakassay.detect.canon.lookup import Lookup, buffers, encode
from leakassay.values import date_of_birth

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NO_STAMP = np.iinfo(np.int64).min
"""Stands where no plausible date was read."""
_FAST_WIDTHS = (8, 10, 12, 14, 16, 17, 19)
_DAYS_BEFORE = np.array([0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334], np.int64)
_LENGTHS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] + [0] * 90, np.int64)
_CLOCK = re.compile(r"[T ]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_HL7 = re.compile(r"[0-9]{8}([0-9]{2})([0-9]{2})([0-9]{2})?")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]{1,12})?")


@dataclass(frozen=True)
class DateForm:
    """How the dates of one column are to be read.

    Attributes:
        day_first: 01/02/1970 is 1 February.
        pivot: two-digit years up to this one are 20YY.
        serials: five-digit numbers are Excel day numbers.
    """

    day_first: bool = True
    pivot: int = 29
    serials: bool = False


class StampReader:
    """Reads the dates of one column under one form; odd prints are remembered."""

    def __init__(self, form: DateForm) -> None:
        self.form = form
        self._odd = Lookup(self._read_odd, pa.int64())

    def read(self, column: pa.Array) -> Ints:
        """Return seconds since 1970 per row, shape (n,); `NO_STAMP` where there is no plausible date."""
        data, offsets = buffers(column)
        seconds = np.full(len(column), NO_STAMP, np.int64)
        if len(offsets) != len(column) + 1:
            return seconds
        lengths = np.diff(offsets)
        for width in _FAST_WIDTHS:
            rows = np.flatnonzero(lengths == width)
            if len(rows):
                whole = len(rows) == len(lengths)
                start = int(offsets[0])
                signs = (
                    data[start : int(offsets[-1])].reshape(-1, width)
                    if whole
                    else np.lib.stride_tricks.sliding_window_view(data, width)[offsets[:-1][rows]]
                )
                seconds[rows] = _read_width(np.ascontiguousarray(signs.T), width, self.form.day_first)
        self._read_rest(column, (lengths > 5) | ((lengths == 5) & self.form.serials), seconds)
        return seconds

    def _read_rest(self, column: pa.Array, worth: Mask, seconds: Ints) -> None:
        rest = np.flatnonzero((seconds == NO_STAMP) & worth)
        if len(rest):
            seconds[rest] = self._odd.map(encode(column.take(pa.array(rest)))).to_numpy(zero_copy_only=False)

    def _read_odd(self, text: str) -> int:
        line = text.strip()
        if self.form.serials and _SERIAL.fullmatch(line):
            day = date_of_birth.from_excel_serial(float(line))
            return NO_STAMP if day is None else _seconds(day) + round(float(line) % 1 * 86_400)
        day = date_of_birth.parse(line, self.form.day_first, pivot=self.form.pivot)
        if day is None:
            return NO_STAMP
        clock = _CLOCK.search(line) or _HL7.match(line)
        hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
        return _seconds(day) + (hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else 0)


def _seconds(day: dt.date) -> int:
    return (day.toordinal() - 719_163) * 86_400


def _read_width(signs: npt.NDArray[np.uint8], width: int, day_first: bool) -> Ints:
    """Read one fixed width; `signs` are bytes of shape (width, n)."""
    digit = signs - np.uint8(48)
    is_digit = digit < 10
    compact = width in (8, 12, 14)
    if compact:
        places = ((0, 4), (4, 2), (6, 2))
        shaped = is_digit.all(axis=0)
        clock = ((8, 10, 12) if width == 14 else (8, 10)) if width > 8 else ()
        return np.where(shaped, _stamp(digit, places, clock), NO_STAMP)
    iso = _with_separators(signs, is_digit, (4, 7), (45, 47, 46))
    print_ = _with_separators(signs, is_digit, (2, 5), (47, 45, 46, 32))
    clock = () if width == 10 else ((11, 14, 17) if width >= 19 else (11, 14))
    timed = _clock_holds(signs, is_digit, width) if clock else np.ones(signs.shape[1], np.bool_)
    result = np.full(signs.shape[1], NO_STAMP, np.int64)
    if iso.any():
        result = np.where(iso & timed, _stamp(digit, ((0, 4), (5, 2), (8, 2)), clock), result)
    if print_.any():
        day, month = ((0, 2), (3, 2)) if day_first else ((3, 2), (0, 2))
        result = np.where(print_ & timed, _stamp(digit, ((6, 4), month, day), clock), result)
    return result


def _with_separators(
    signs: npt.NDArray[np.uint8], is_digit: Mask, places: tuple[int, int], allowed: tuple[int, ...]
) -> Mask:
    first, second = places
    holds = np.isin(signs[first], allowed) & (signs[second] == signs[first])
    for place in range(10):
        if place not in places:
            holds &= is_digit[place]
    return np.asarray(holds)


def _clock_holds(signs: npt.NDArray[np.uint8], is_digit: Mask, width: int) -> Mask:
    holds = np.isin(signs[10], (32, 84)) & (signs[13] == 58)
    for place in (11, 12, 14, 15):
        holds &= is_digit[place]
    if width == 19:
        holds &= (signs[16] == 58) & is_digit[17] & is_digit[18]
    elif width == 17:
        holds &= signs[16] == 90  # "Z"
    return np.asarray(holds)


def _stamp(digit: npt.NDArray[np.uint8], places: tuple[tuple[int, int], ...], clock: tuple[int, ...]) -> Any:
    year, month, day = (_number(digit, start, count) for start, count in places)
    month_known = (month >= 1) & (month <= 12)
    safe_month = np.where(month_known, month, 1)
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    longest = _LENGTHS[safe_month] + (leap & (safe_month == 2))
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400 + _DAYS_BEFORE[safe_month] + day - 719_163
    days += leap & (safe_month > 2)
    plausible = month_known & (day >= 1) & (day <= longest)
    plausible &= (year >= date_of_birth.EARLIEST_YEAR) & (year <= date_of_birth.LATEST_YEAR)
    seconds = days * 86_400
    for place, (unit, limit) in zip(clock, ((3600, 24), (60, 60), (1, 60)), strict=False):
        part = _number(digit, place, 2)
        plausible &= part < limit
        seconds += part * unit
    return np.where(plausible, seconds, NO_STAMP)


def _number(digit: npt.NDArray[np.uint8], start: int, count: int) -> Ints:
    total = digit[start].astype(np.int64)
    for place in range(start + 1, start + count):
        total = total * 10 + digit[place]
    return np.asarray(total)


def as_timestamp(seconds: Ints) -> pa.Array:
    """Return an Arrow timestamp[s] column, null where there is no stamp."""
    return pa.array(seconds, mask=seconds == NO_STAMP).cast(pa.timestamp("s"))


def as_date(seconds: Ints) -> pa.Array:
    """Return an Arrow date32 column, null where there is no stamp."""
    missing = seconds == NO_STAMP
    days = np.where(missing, 0, seconds) // 86_400
    return pa.array(days.astype(np.int32), mask=missing).cast(pa.date32())
