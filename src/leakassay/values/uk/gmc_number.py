"""General Medical Council reference number of a doctor: seven digits; any order number looks the same."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERN: Final = f"{START}(?:C)?[1-8][0-9]{{6}}{END}"
"""Candidates in text, without lookaround; they count under their label only."""

_SHAPE = re.compile("C?[1-8][0-9]{6}")


def canonical(text: str) -> str | None:
    """Return the seven digits, or None when they are none; C stands before them in lists of consultants."""
    number = compact(text)
    return number.removeprefix("C") if number is not None and _SHAPE.fullmatch(number) else None


def is_valid(text: str) -> bool:
    """Return whether the text follows the grammar; no check digit is published."""
    return canonical(text) is not None
