"""VAT registration number: nine digits, the last two a check; GD and HA for departments and health authorities."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERN: Final = (
    f"{START}(?:GB|XI)? ?(?:[0-9]{{3}} ?[0-9]{{4}} ?[0-9]{{2}}(?: ?[0-9]{{3}})?|GD[0-9]{{3}}|HA[0-9]{{3}}){END}"
)
"""Candidates in text, without lookaround; one in 34 nine-digit numbers passes, so they count under their label only."""

_SHAPE = re.compile("(?:GB|XI)?([0-9]{9})(?:[0-9]{3})?")
_OFFICE = re.compile("(?:GB|XI)?(?:GD([0-4][0-9]{2})|HA([5-9][0-9]{2}))")
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)
_MODULUS, _SERIES = 97, 55
"""Numbers given since November 2009 have a remainder that is 55 more. Source: HMRC, algorithms for VAT numbers."""


def canonical(text: str) -> str | None:
    """Return the number without country, spaces and branch, or None when it does not pass its check."""
    number = compact(text)
    if number is None:
        return None
    if _OFFICE.fullmatch(number):
        return number[-5:]
    found = _SHAPE.fullmatch(number)
    return found[1] if found and _is_sound(found[1]) else None


def _is_sound(digits: str) -> bool:
    if not digits.strip("0"):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) + int(digits[7:])
    return total % _MODULUS == 0 or (total + _SERIES) % _MODULUS == 0


def is_valid(text: str) -> bool:
    """Return whether the text is a number that passes its check, or one of an office."""
    return canonical(text) is not None
