"""Nursing and Midwifery Council PIN: year and month of registration, a number, the country."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERN: Final = f"{START}[0-9]{{2}}[A-L][0-9]{{4}}[A-Z]{END}"
"""Candidates in text, without lookaround; A to L is the month. They count under their label only."""

_SHAPE = re.compile("[0-9]{2}[A-L][0-9]{4}[A-Z]")


def canonical(text: str) -> str | None:
    """Return the eight characters in upper case, or None when they are no PIN."""
    pin = compact(text)
    return pin if pin is not None and _SHAPE.fullmatch(pin) else None


def is_valid(text: str) -> bool:
    """Return whether the text follows the grammar; there is no check digit."""
    return canonical(text) is not None
