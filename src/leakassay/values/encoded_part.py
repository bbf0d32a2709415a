"""Text that holds a packed part of a mail: what was in it is not in the text."""

from __future__ import annotations

import re

NEAR = 4096
"""Bytes behind the header of a part in which its first packed line stands."""

_HEADER = re.compile(rb"^content-transfer-encoding:[ \t]*base64[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PACKED = re.compile(rb"^[A-Za-z0-9+/]{40,}={0,2}\r?$", re.MULTILINE)
_QUICK = (b"ransfer-", b"RANSFER-")


def has_encoded_part(raw: bytes) -> bool:
    """True when the header of a part in base64 stands in a text with packed lines behind it."""
    if not any(word in raw for word in _QUICK):
        return False
    return any(_PACKED.search(raw, found.end(), found.end() + NEAR) for found in _HEADER.finditer(raw))
