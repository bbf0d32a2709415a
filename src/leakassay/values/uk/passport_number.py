"""Number of a British passport: nine digits, or a letter and eight; it counts under its label only."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERN: Final = f"{START}[A-Z0-9][0-9]{{8}}{END}"
"""Candidates in text, without lookaround."""

_SHAPE = re.compile("[A-Z0-9][0-9]{8}")


def canonical(text: str) -> str | None:
    """Return the nine characters in upper case, or None when they are no such number."""
    number = compact(text)
    return number if number is not None and _SHAPE.fullmatch(number) and number.strip("0") else None


def is_valid(text: str) -> bool:
    """Return whether the text follows the grammar; the check digit stands in the machine-readable zone only."""
    return canonical(text) is not None
