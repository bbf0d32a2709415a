"""General medical practitioner code: G and seven digits; the practice says where, this says who."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERN: Final = f"{START}G[1-589][0-9]{{6}}{END}"
"""Candidates in text, without lookaround. Source: NHS Data Dictionary, GENERAL MEDICAL PRACTITIONER PPD CODE."""

_SHAPE = re.compile("G[1-589][0-9]{6}")


def canonical(text: str) -> str | None:
    """Return the eight characters in upper case, or None when they are no such code."""
    code = compact(text)
    return code if code is not None and _SHAPE.fullmatch(code) else None


def is_valid(text: str) -> bool:
    """Return whether the text follows the grammar; no check digit is published."""
    return canonical(text) is not None
