"""Companies House number: eight digits, or two letters of the register and six; no check digit exists."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

_REGISTERS = "CE|CS|FC|GE|GN|IP|LP|NC|NF|NI|NL|NO|OC|R0|RC|SC|SF|SL|SO|SP|ZC"
"""Letters of registers: Scotland, Northern Ireland, partnerships, overseas companies …"""

PATTERN: Final = f"{START}(?:[0-9]{{8}}|(?:{_REGISTERS})[0-9]{{6}}){END}"
"""Candidates in text, without lookaround; they count under their label only."""

_SHAPE = re.compile(f"[0-9]{{8}}|(?:{_REGISTERS})[0-9]{{6}}")


def canonical(text: str) -> str | None:
    """Return the eight characters in upper case, or None when they are no such number."""
    number = compact(text)
    return number if number is not None and _SHAPE.fullmatch(number) and number.strip("0") else None


def is_valid(text: str) -> bool:
    """Return whether the text follows the grammar."""
    return canonical(text) is not None
