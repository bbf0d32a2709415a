"""Bytes in a cell: text where they are text, else runs of letters; what is neither is told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from leakassay.model.item import OpenItem
from leakassay.values.text_encoding import sniff

SMALL_BYTES = 64
"""Shorter bytes that are no text are keys, flags and hashes, not documents."""

CHUNK = 4 << 20
"""Bytes searched at a time."""

OVERLAP = 4096
"""Bytes before the end of a piece among which it may end, so that no run is cut in two."""

_RUN: Final = re.compile(rb"(?:[\x20-\x7e\t\r\n]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){6,}+")
_WIDE: Final = re.compile(rb"(?:[\x20-\x7e\t\r\n]\0){6,}+")


def text_of(data: bytes) -> str | None:
    """The bytes as text, or None when they are none."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _wide(data)
    if text.isprintable() or not any(char < " " and char not in "\t\n\r\f\v" for char in text[:4096]):
        return text
    return _wide(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 of a script that Britain writes."""
    encoding = sniff(data)
    if not encoding.startswith("utf-16") or len(data) % 2:
        return None
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    sample = text[:4096]
    return text if sum(" " <= char < "\u0250" or char in "\t\r\n" for char in sample) * 10 > len(sample) * 9 else None


def runs_of(data: bytes) -> list[str]:
    """Runs of at least six letters in bytes that are no text, in UTF-8 or UTF-16, in this order."""
    narrow = [run.decode("utf-8", "replace") for run in _RUN.findall(data)]
    return narrow + [run.decode("utf-16-le", "replace") for run in _WIDE.findall(data)]


def runs_in(item: OpenItem) -> Iterator[tuple[int, list[str]]]:
    """Search an item piece by piece; a piece ends behind bytes of nothing where there are any near its end.

    Yields:
        How many bytes were searched, and the runs of letters in them.
    """
    at = 0
    while at < item.size:
        raw = item.pread(CHUNK, at)
        if not raw:
            return
        last = at + len(raw) >= item.size
        end = len(raw) if last else max(raw.rfind(b"\0\0\0", len(raw) - OVERLAP) + 3, len(raw) - OVERLAP)
        # holes of sparse files are gigabytes of nothing, over which the expressions take minutes
        yield end, runs_of(raw[:end]) if raw.strip(b"\0") else []
        at += end
