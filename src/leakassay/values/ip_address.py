"""IP address, version 4 or 6; a version of a program looks like the first of them."""

import ipaddress
from typing import Final

from leakassay.values.printed import END, START, folded

PATTERN: Final = (
    f"{START}[0-9]{{1,3}}\\.[0-9]{{1,3}}\\.[0-9]{{1,3}}\\.[0-9]{{1,3}}{END}"
    f"|{START}[0-9A-Fa-f]{{1,4}}(?::[0-9A-Fa-f]{{0,4}}){{3,7}}{END}"
)
"""Candidates in text, without lookaround."""

LONGEST: Final = 39
"""Characters of an address of version 6."""


def canonical(text: str) -> str | None:
    """Return the address as the standard writes it, or None when it is none; leading noughts are refused."""
    printed = folded(text)
    if len(printed) > LONGEST:
        return None
    try:
        return str(ipaddress.ip_address(printed))
    except ValueError:
        return None


def is_valid(text: str) -> bool:
    """Return whether the text is an address."""
    return canonical(text) is not None
