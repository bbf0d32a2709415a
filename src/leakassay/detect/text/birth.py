"""Births that no label announces: a date right behind a name, or on the line of a number below one.

Letters and messages name people as "Jane Smith (3 May 1961) of SE9 2WX" or "SMITH/Jane/03/05/1961". Any date behind a
name might be the day on which somebody signed, so something else has to speak for it: a postcode or a number beside it,
brackets or slashes of a habit, lines of the same shape above and below.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leakassay.detect.scan.engine import Candidate
from leakassay.detect.scan.pattern import NAME_WORD
from leakassay.reference import name_counts
from leakassay.values import date_of_birth, person_name

BEFORE = 96
"""Characters before a date in which the name has to stand."""
BEHIND = 100
"""Characters behind a date in which a postcode or a number speaks for it."""
HEAD = 320
"""Characters of a heading of name, address and number, up to its date."""
SETTLED = 2
"""Years by which a birth without more is older than the newest date beside it: who signs does so in the present."""

_WORD = rf"(?:{NAME_WORD}|[A-Z]\.?)"
_PARTICLE = r"(?:de|del|der|den|da|dos|di|la|le|van|von|bin|binti|al|el|ap|ter|y)"
_NAME = rf"{NAME_WORD}(?:,? (?:{_PARTICLE} ){{0,2}}{_WORD}){{1,3}}"
_GAP = r"(?P<gap>\s{0,2}[,;|([–-]{1,2}[ \t]{0,3}|,?[ \t]{1,4})"
_RIGHT_BEHIND = re.compile(rf"(?<![\w'’-])(?P<name>{_NAME}){_GAP}$")
_SLASHED = re.compile(rf"(?<![\w/])(?P<name>{NAME_WORD}/{NAME_WORD}(?: {NAME_WORD})?)(?P<gap>/)$")
_UNDER_HEAD = re.compile(
    rf"(?:^|\n)(?P<name>{_NAME})[ \t]{{0,3}}\r?\n(?:[^\n]{{4,80}}\n){{1,4}}[ \t]{{0,3}}"
    r"[0-9]{3} [0-9]{3} [0-9]{4}(?P<gap>[ \t,;]{1,8})$"
)
_TIME_BEHIND = re.compile(r"[ T,]{1,2}(?:at )?[0-9]{1,2}[:.][0-9]{2}")
_AGE_BEHIND = re.compile(r"\W{1,3}(?:[MF]\b|(?i:male|female|aged?|[0-9]{1,3} ?y(?:rs?|ears?)?\b))")
_PLACES = ("postcode", "nhs_number", "chi_number", "hc_number", "hospital_number")


@dataclass(frozen=True)
class Birth:
    """A date that is a birth because of what stands beside it.

    Attributes:
        day: ISO.
        start, end: of the date, in characters.
        name: as printed, without words before it that are none of it.
        name_start: where it begins.
        score: probability that it is a patient's birth.
        reason: why, in words, no values.
    """

    day: str
    start: int
    end: int
    name: str
    name_start: int
    score: float
    reason: str


@dataclass(frozen=True)
class _Date:
    """A date of the text and the name before it.

    Attributes:
        day: ISO.
        start, end: of the date, in characters.
        shape: how a name stands before it: `behind`, `slashes`, `heading`; "" where none does.
        name, name_start, gap: as printed, where it begins, and what parts it from the date.
    """

    day: str
    start: int
    end: int
    shape: str = ""
    name: str = ""
    name_start: int = 0
    gap: str = ""

    @property
    def year(self) -> int:
        return int(self.day[:4])


def beside_names(candidates: Sequence[Candidate], text: str, taken: Sequence[int], *, pivot: int) -> list[Birth]:
    """Return the births among the dates of a row that no label announces.

    Args:
        candidates: of the row.
        text: the row.
        taken: where dates begin that are births by their label.
        pivot: two-digit years up to this one are 20YY.
    """
    dates = [date for one in candidates if one.kind == "date_of_birth" if (date := _date(one, text, pivot)) is not None]
    near = [date for date in dates if date.shape and date.start not in taken]
    if not near:
        return []
    places = sorted(one.start for one in candidates if one.kind in _PLACES)
    shapes = Counter(_line_shape(date, text) for date in near)
    newest = max(date.year for date in dates)
    found = []
    for date in near:
        nearest = bisect.bisect_left(places, date.end)
        placed = nearest < len(places) and places[nearest] <= date.end + BEHIND
        alone = len(dates) == 1
        weight = _weight(date, text, placed=placed, old=date.year < 2010 if alone else date.year + SETTLED <= newest,
                         listed=shapes[_line_shape(date, text)] > 1)  # fmt: skip
        if weight is not None:
            found.append(_birth(date, *weight))
    return [birth for birth in found if birth is not None]


def _date(candidate: Candidate, text: str, pivot: int) -> _Date | None:
    day = date_of_birth.parse(candidate.text.strip(" _"), pivot=pivot)
    if day is None:
        return None
    start, end = candidate.start, candidate.end
    shape, met = next(_names_before(text, start), ("", None))
    if met is not None and not _TIME_BEHIND.match(text, end):
        return _Date(day.isoformat(), start, end, shape, met["name"], met.start("name"), met["gap"])
    return _Date(day.isoformat(), start, end)


def _names_before(text: str, start: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield how a name stands before a place; what stands right there tells which expressions can fit."""
    floor = max(0, start - BEFORE)
    last = text[max(0, start - 8) : start].rstrip(" ,;/|([\t\r\n\u2013-")[-1:]
    tried: tuple[tuple[str, re.Pattern[str], int], ...] = ()
    if last.isalpha() or last == ".":
        tried = (("slashes", _SLASHED, floor), ("behind", _RIGHT_BEHIND, floor))
    elif last.isdigit():
        tried = (("heading", _UNDER_HEAD, max(0, start - HEAD)),)
    for shape, expression, low in tried:
        met = expression.search(text, low, start)
        if met is not None:
            yield shape, met


def _weight(date: _Date, text: str, *, placed: bool, old: bool, listed: bool) -> tuple[float, str] | None:
    """Return the probability that a date behind a name is a birth, and why; None where nothing speaks for it.

    Args:
        date: with its name.
        text: the row.
        placed: a postcode or a number stands behind it.
        old: it is older than others beside it; where it is the only one, older than what anybody signs.
        listed: other lines have its shape.
    """
    if date.shape == "heading":
        return 0.7, "a date beside a number, under a name and an address"
    named = is_listed(date.name)
    if placed or _AGE_BEHIND.match(text, date.end):
        what = "a postcode or a number" if placed else "sex or age"
        return (0.85 if named else 0.7), f"a date behind a name, and {what} behind that"
    if date.shape == "slashes":
        return 0.7, "a name and a date parted by slashes"
    if named and "(" in date.gap and old:
        return 0.65, "an early date in brackets behind a listed name"
    if named and listed and old:
        return 0.6, "a listed name and a date, in lines of one shape"
    return None


def _line_shape(date: _Date, text: str) -> tuple[bool, str, str]:
    """Return what lines of one list share: whether the name begins them, what parts name and date, what ends them."""
    line_start = text.rfind("\n", 0, date.name_start) + 1
    line_end = text.find("\n", date.end)
    lead = text[line_start : date.name_start].strip(" \t0123456789.)*-\u2022")
    tail = text[date.end : line_end if line_end >= 0 else None].strip()
    return not lead, date.gap.strip(), tail[:1]


def is_listed(printed: str) -> bool:
    """Return whether a printed name has a word of the name lists in its place."""
    pair = person_name.split(printed.replace("/", ", ", 1))
    if pair is None:
        return False
    surname, forename = pair
    return name_counts.is_surname(surname) or name_counts.is_forename(forename.split(" ")[0])


def _birth(date: _Date, score: float, reason: str) -> Birth | None:
    printed, start = _trimmed(date.name, date.name_start)
    printed = printed.replace("/", ", ", 1) if date.shape == "slashes" else printed
    if person_name.split(printed) is None:
        return None
    return Birth(date.day, date.start, date.end, printed, start, score, reason)


def _trimmed(name: str, start: int) -> tuple[str, int]:
    """Return a name without capitalised words before it that begin a sentence: "Please see Jane", "The late Jane"."""
    words = name.split(" ")
    while len(words) > 2 and not (words[0].isupper() or _in_lists(words[0])) and _in_lists(words[1]):
        start += len(words[0]) + 1
        words = words[1:]
    return " ".join(words), start


def _in_lists(word: str) -> bool:
    name = person_name.canonical(word.strip(",")) or ""
    return name_counts.is_forename(name) or name_counts.is_surname(name)
