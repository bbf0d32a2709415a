"""Date of birth: the many printed forms of a date, read into one ISO date when it is plausible for a person."""

import datetime as dt
import re
from typing import Final

from leakassay.values.printed import MAX_PRINTED, folded

EARLIEST_YEAR: Final = 1880
"""Nobody born earlier is in a laboratory computer; 1900-01-01 and the like are kept, they are genuine default dates."""
LATEST_YEAR: Final = 2100
"""Guards against nonsense when the caller gives no latest date."""

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES: Final = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)

PATTERN: Final = (
    r"\b(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)?[ -](?:{_MONTH_NAMES}|[A-Z]{{3}})[ ,-]{{1,2}}(?:[0-9]{{4}}|[0-9]{{2}})"
    rf"|(?:{_MONTH_NAMES}) [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}})\b"
)
"""Candidates in text, without lookaround. Any date matches: only context makes it a date of birth."""

# The time of day behind a date: " 00:00:00", "T00:00:00.000Z", "+0100".
_TIME = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?: ?[AP]M)?)?(?:Z| ?[+-][0-9]{2}:?[0-9]{2})?"
_HL7_TIME = r"(?:[0-9]{2}(?:[0-9]{2}(?:[0-9]{2})?)?(?:\.[0-9]{1,6})?(?:[+-][0-9]{4})?)?"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?"

_YEAR_FIRST = re.compile(rf"([0-9]{{4}}) ?[-/. ] ?([0-9]{{1,2}}) ?[-/. ] ?([0-9]{{1,2}}){_TIME}", re.IGNORECASE)
_YEAR_LAST = re.compile(
    rf"([0-9]{{1,2}}) ?[-/. ] ?([0-9]{{1,2}}) ?[-/. ] ?([0-9]{{4}}|[0-9]{{2}}){_TIME}", re.IGNORECASE
)
_COMPACT = re.compile(rf"([0-9]{{8}}){_HL7_TIME}")
_DAY_MONTH_NAME = re.compile(
    rf"{_WEEKDAY}([0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[ ./-]*({_MONTH_NAMES})\.?[ ,./-]*"
    rf"([0-9]{{4}}|[0-9]{{2}}){_TIME}",
    re.IGNORECASE,
)
_MONTH_NAME_DAY = re.compile(
    rf"{_WEEKDAY}({_MONTH_NAMES})\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?,? ([0-9]{{4}}){_TIME}", re.IGNORECASE
)
_SPACES = re.compile(" {2,}")


def parse(
    text: str, day_first: bool = True, *, latest: dt.date | None = None, pivot: int | None = None
) -> dt.date | None:
    """Read a printed date.

    Args:
        text: ISO, UK and US number forms, month names, compact and HL7 forms, each with an optional time of day.
        day_first: Whether 01/02/1970 is 1 February. The other reading is never tried: a column is judged as a whole.
        latest: The last plausible day, usually the day of the dump; None means no limit but `LATEST_YEAR`.
        pivot: Two-digit years up to this one are 20YY, later ones 19YY; None refuses two-digit years.

    Returns:
        The date, or None when the text is not a date or not between `EARLIEST_YEAR` and ``latest``.
    """
    if len(text) > MAX_PRINTED or not any(character.isdigit() for character in text):
        return None
    line = _SPACES.sub(" ", folded(text))
    parts = _compact_parts(line, day_first) or _separated_parts(line, day_first) or _named_parts(line)
    if parts is None:
        return None
    year, month, day = parts
    full_year = _full_year(year, pivot)
    return None if full_year is None else _plausible(full_year, month, day, latest)


def canonical(text: str, day_first: bool = True) -> str | None:
    """Return the ISO form of a printed date, or None; two-digit years need `parse` with a pivot."""
    date = parse(text, day_first)
    return None if date is None else date.isoformat()


def is_valid(text: str) -> bool:
    """Return whether the text is one plausible date, day first."""
    return parse(text) is not None


def from_excel_serial(serial: float, *, epoch_1904: bool = False, latest: dt.date | None = None) -> dt.date | None:
    """Return the date of an Excel serial day number, or None when it is not plausible.

    Args:
        serial: Days, with the time of day as a fraction.
        epoch_1904: Whether the workbook counts from 1904 (old Macintosh files).
        latest: As for `parse`.

    Returns:
        The date; None also for serial 60, Excel's 29 February 1900, a day that never was.
    """
    if not 1 <= serial < 100_000:
        return None
    days = int(serial)
    if epoch_1904:
        origin = dt.date(1904, 1, 1)
    elif days == 60:
        return None
    else:
        origin = dt.date(1899, 12, 31) if days < 60 else dt.date(1899, 12, 30)
    date = origin + dt.timedelta(days=days)
    return _plausible(date.year, date.month, date.day, latest)


def compare(a: str, b: str) -> float:
    """Return how alike two ISO dates are: 1 equal, 0.9 day and month swapped, 0.8 one keying error, else 0.

    A keying error is one different digit or two neighbouring digits swapped.
    """
    if a == b:
        return 1.0
    if len(a) != 10 or len(b) != 10:
        return 0.0
    if a == f"{b[:5]}{b[8:]}-{b[5:7]}":
        return 0.9
    x, y = a.replace("-", ""), b.replace("-", "")
    wrong = [place for place in range(8) if x[place] != y[place]]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and x[wrong[0]] == y[wrong[1]] and x[wrong[1]] == y[wrong[0]]
    return 0.8 if len(wrong) == 1 or swapped else 0.0


def _compact_parts(line: str, day_first: bool) -> tuple[str, int, int] | None:
    """Read YYYYMMDD (with an HL7 time of day) or, when that is no plausible date, DDMMYYYY or MMDDYYYY."""
    found = _COMPACT.fullmatch(line)
    if found is None:
        return None
    run = found[1]
    if _plausible(int(run[:4]), int(run[4:6]), int(run[6:]), None) is not None:
        return run[:4], int(run[4:6]), int(run[6:])
    if len(line) > 8:
        return None
    first, second = int(run[:2]), int(run[2:4])
    return (run[4:], second, first) if day_first else (run[4:], first, second)


def _separated_parts(line: str, day_first: bool) -> tuple[str, int, int] | None:
    found = _YEAR_FIRST.fullmatch(line)
    if found:
        return found[1], int(found[2]), int(found[3])
    found = _YEAR_LAST.fullmatch(line)
    if found:
        first, second = int(found[1]), int(found[2])
        return (found[3], second, first) if day_first else (found[3], first, second)
    return None


def _named_parts(line: str) -> tuple[str, int, int] | None:
    found = _DAY_MONTH_NAME.fullmatch(line)
    if found:
        return found[3], _MONTHS.index(found[2][:3].lower()) + 1, int(found[1])
    found = _MONTH_NAME_DAY.fullmatch(line)
    if found:
        return found[3], _MONTHS.index(found[1][:3].lower()) + 1, int(found[2])
    return None


def _full_year(year: str, pivot: int | None) -> int | None:
    if len(year) == 4:
        return int(year)
    if pivot is None:
        return None
    return int(year) + (2000 if int(year) <= pivot else 1900)


def _plausible(year: int, month: int, day: int, latest: dt.date | None) -> dt.date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    return None if latest is not None and date > latest else date
