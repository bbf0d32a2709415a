"""Cells as text: whole numbers without a point, dates in ISO form whatever format the sheet shows them in."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_DATES = frozenset((*range(14, 23), 45, 47))
_DURATION = 46
"""Number formats that are built in."""

_NO_CODE = re.compile(
    r'"[^"]*"?|\\.|_.|\*.|\[\$[^\]]*\]|\[(?:black|white|red|green|blue|yellow|magenta|cyan|color)[^\]]*\]',
    re.IGNORECASE,
)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_DATE_SIGN = re.compile(r"[dmyhs]|am/pm|a/p", re.IGNORECASE)

_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  workbooks know no zone
_FALSE_LEAP_DAY = 60
"""Serial number of 29 February 1900, which never was: days before it are one further on."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def printed(cell: object) -> str:
    """A cell as calamine gives it, as text."""
    match cell:
        case str():
            return _narrowed(cell) if "\0" in cell else cell
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)


def _narrowed(text: str) -> str:
    """A text whose wide signs were taken for narrow ones (Works 7 marks them so): every other is a NUL."""
    return text[::2] if len(text) > 1 and not text[1::2].strip("\0") else text


def date_kind(code: int, formats: dict[int, str]) -> str:
    """What a number format shows: "date", "duration" or "" for a number.

    Args:
        code: number of the format.
        formats: formats that the workbook defines, by number.
    """
    written = formats.get(code)
    if written is None:
        return "duration" if code == _DURATION else "date" if code in _DATES else ""
    bare = _NO_CODE.sub("", written).partition(";")[0]
    if _ELAPSED.search(bare):
        return "duration"
    return "date" if _DATE_SIGN.search(re.sub(r"general", "", bare, flags=re.IGNORECASE)) else ""


def number(text: str, kind: str = "", *, is_1904: bool = False) -> str:
    """A number of a sheet as text.

    Args:
        text: as stored.
        kind: as `date_kind` says.
        is_1904: the workbook counts days from 1904.
    """
    bare = text.strip()
    if not kind and bare.isdecimal() and bare.isascii():
        return bare.lstrip("0") or "0"
    try:
        value = float(bare)
        return _dated(value, kind, is_1904=is_1904) if kind else printed(value)
    except (ValueError, OverflowError):
        return text


def _dated(value: float, kind: str, *, is_1904: bool) -> str:
    """A serial number as a date, a time of day, or an elapsed time."""
    span = timedelta(milliseconds=round(value * 86_400_000))
    if kind == "duration":
        return str(span)
    if not is_1904 and value < _FALSE_LEAP_DAY:
        span += timedelta(days=1)
    moment = (_EPOCH_1904 if is_1904 else _EPOCH_1900) + span
    if 0 <= value < 1:
        return moment.time().isoformat()
    return printed(moment)


def unescaped(text: str) -> str:
    """Text with the control characters that workbooks write as `_x000D_`."""
    if "_x" not in text:
        return text
    return (
        _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        .encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace")
    )
