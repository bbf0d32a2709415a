"""Consultant code: C and the seven digits of the GMC number; CD and six digits for dentists."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERN: Final = f"{START}C(?:[1-8]|D)[0-9]{{6}}{END}"
"""Candidates in text, without lookaround. Source: NHS Data Dictionary, CONSULTANT CODE."""

_SHAPE = re.compile("C[1-8][0-9]{6}|CD[0-9]{6}")


def canonical(text: str) -> str | None:
    """Return the eight characters in upper case, or None when they are no such code."""
    code = compact(text)
    return code if code is not None and _SHAPE.fullmatch(code) else None


def is_valid(text: str) -> bool:
    """Return whether the text follows the grammar; no check digit is published."""
    return canonical(text) is not None
