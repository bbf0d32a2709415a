"""E-mail address: one mailbox at one domain, in lower case."""

import re
from typing import Final

from leakassay.values.printed import folded

MAX_ADDRESS: Final = 254
"""Characters in an address that mail systems accept (RFC 5321 with its erratum)."""

PATTERN: Final = r"\b[A-Za-z0-9][A-Za-z0-9._%+'-]*@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z][A-Za-z]+\b"
"""Candidates in text, without lookaround; unbounded repeats because Hyperscan refuses large bounded ones."""

_SHAPE = re.compile(
    r"[a-z0-9](?:[a-z0-9._%+'\-]{0,62}[a-z0-9_+\-])?@(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}"
)


def canonical(text: str) -> str | None:
    """Return the address in lower case without ``mailto:`` and angle brackets, or None when it is not one."""
    if len(text) > MAX_ADDRESS + 16:
        return None
    address = folded(text).lower().strip("<>").removeprefix("mailto:").strip("<>. ")
    if len(address) > MAX_ADDRESS or ".." in address or not _SHAPE.fullmatch(address):
        return None
    return address


def is_valid(text: str) -> bool:
    """Return whether the text is one e-mail address."""
    return canonical(text) is not None


def domain(address: str) -> str:
    """Return the domain of a canonical address."""
    return address.rpartition("@")[2]
