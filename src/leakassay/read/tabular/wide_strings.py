"""Strings in binary records: runs of printable characters, two bytes each or one, as office programs keep them."""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAST = 4
"""Characters of a run; shorter ones are chance."""

_WIDE = re.compile(rb"(?:[\x09\x0a\x0d\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01-\x04\x1e\x20]){4,}")
_NARROW = re.compile(rb"[\x09\x20-\x7e\xa0-\xff]{4,}")
_LINK = re.compile(r"rId\d+")
_WORD = re.compile(r"[^\W_]{3}")


def wide_strings(raw: bytes) -> Iterator[str]:
    """Runs of UTF-16 that hold a word."""
    for found in _WIDE.finditer(raw):
        said = found[0].decode("utf-16-le", "replace").strip()
        if _WORD.search(said) and not _LINK.fullmatch(said):
            yield said


def narrow_strings(raw: bytes) -> Iterator[str]:
    """Runs of single bytes that hold a word."""
    for found in _NARROW.finditer(raw):
        said = found[0].decode("cp1252", "replace").strip()
        if _WORD.search(said):
            yield said


def printer(raw: bytes) -> str:
    """The name that printer settings (DEVMODE) begin with."""
    said = raw[:64].decode("utf-16-le", "replace").partition("\0")[0].strip()
    return said if said.isprintable() else ""
