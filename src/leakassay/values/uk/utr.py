"""Unique Taxpayer Reference: ten digits, the first a check; sole traders and partners among staff and suppliers."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERN: Final = f"{START}[0-9]{{5}} ?[0-9]{{5}}K?{END}"
"""Candidates in text, without lookaround; one in ten passes the check, so they count under their label only."""

_SHAPE = re.compile("K?([0-9]{10})K?")
_WEIGHTS = (6, 7, 8, 9, 10, 5, 4, 3, 2)
_CHECKS = "21987654321"
"""The first digit by the remainder of the others. Source: HMRC, specification of the modulus 11 check of a UTR."""


def canonical(text: str) -> str | None:
    """Return the ten digits, or None when the first is not the check of the others."""
    number = compact(text)
    found = _SHAPE.fullmatch(number) if number is not None else None
    if found is None:
        return None
    digits = found[1]
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[1:], strict=True))
    return digits if digits[1:].strip("0") and _CHECKS[total % 11] == digits[0] else None


def is_valid(text: str) -> bool:
    """Return whether the text is a reference whose check digit holds."""
    return canonical(text) is not None
