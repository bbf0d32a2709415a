"""NHS number (England, Wales, Isle of Man): ten digits printed 3-3-4, the last a mod-11 check digit."""

import re
from typing import Final

from leakassay.values.printed import END, GAP, LINE_END, MAX_PRINTED, SEPARATOR, START, folded

PATTERN: Final = (
    f"{START}(?:[0-9]{{3}}{GAP}[0-9]{{3}}{GAP}[0-9]{{4}}"
    f"|[0-9]{{3}}{SEPARATOR}[0-9]{{3}}{LINE_END}[0-9]{{4}}|[0-9]{{3}}{LINE_END}[0-9]{{3}}{SEPARATOR}[0-9]{{4}}){END}"
)
"""Candidates in text, without lookaround. One in eleven chance runs passes the check digit: context must decide.

A line may end between two groups, where the other two are parted by a sign: letters wrap so, and tables do not.
"""

_SHAPE = re.compile(
    r"([0-9]{3})[ .\-]{0,3}([0-9]{3})[ .\-]{0,3}([0-9]{4})(?:\.0)?"
)  # ".0": a number cell read as float
_ALL_EQUAL = frozenset(str(digit) * 10 for digit in range(10))

RANGES: Final[tuple[tuple[int, int, str], ...]] = (
    (100, 3112, "scotland_chi"),
    (3200, 3999, "northern_ireland"),
    (4000, 4999, "england_wales_iom"),
    (5000, 5999, "not_issued"),
    (6000, 7999, "england_wales_iom"),
    (8000, 8599, "ireland_ihi"),
    (9000, 9999, "test"),
)
"""First four digits from, to, and who issues them. Gaps are not issued. Source: uk-fci/nhs-number, constants."""


def digits_of(text: str) -> str | None:
    """Return the ten digits of a printed NHS-shaped number, unchecked, or None when the shape is another one."""
    if len(text) > MAX_PRINTED:
        return None
    found = _SHAPE.fullmatch(folded(text))
    return "".join(found.groups()) if found else None


def passes_check(digits: str) -> bool:
    """Return whether ten ASCII digits pass mod 11 and are not all equal.

    All-equal digits always pass the sum (the weights add up to 55) and are never issued.
    """
    if digits in _ALL_EQUAL:
        return False
    total = sum((10 - place) * int(digit) for place, digit in enumerate(digits))
    return total % 11 == 0  # with the check digit weighted 1, "11 minus the remainder" becomes one sum


def canonical(text: str) -> str | None:
    """Return the ten digits of a printed NHS number, or None when it is not one."""
    digits = digits_of(text)
    return digits if digits is not None and passes_check(digits) else None


def is_valid(text: str) -> bool:
    """Return whether the text is an NHS number by shape and check digit; `is_issued` says whether people hold it."""
    return canonical(text) is not None


def range_of(number: str) -> str:
    """Return who issues the range of a canonical number.

    One of ``england_wales_iom``, ``northern_ireland``, ``scotland_chi``, ``ireland_ihi``, ``test``, ``not_issued``.
    """
    prefix = int(number[:4])
    for first, last, issuer in RANGES:
        if first <= prefix <= last:
            return issuer
    return "not_issued"


def is_test(number: str) -> bool:
    """Return whether a canonical number lies in the 9xx test range (all of it: sandboxes use 900 to 999)."""
    return number.startswith("9")


def is_issued(number: str) -> bool:
    """Return whether a canonical number lies in the live range of England, Wales and the Isle of Man."""
    return range_of(number) == "england_wales_iom"
