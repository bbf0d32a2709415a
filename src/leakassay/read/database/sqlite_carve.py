"""Rows that were deleted from an SQLite file and still lie in its free space.

A deleted cell loses its first four bytes at most, to the list of free blocks. What is left is known by the count of its
columns: the length of its header stands before them, or the length of the block before that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from leakassay.read.database.sqlite_pages import DamageError, Value, size_of, values_of, varint

_SIZES: Final = np.array([size_of(kind) if size_of(kind) >= 0 else 1 << 30 for kind in range(256)], dtype=np.int64)
_TEXT: Final = 13
MAX_WIDTHS = 32
"""Tables that are looked for."""

MIN_TEXTS = 1
"""Texts that a deleted row must hold: numbers alone are found anywhere."""


def carved(data: bytes, widths: set[int], codec: str) -> Iterator[tuple[int, int, list[Value]]]:
    """Yield deleted rows of tables of these widths, by place: where its types begin, where it ends, its values."""
    found: list[tuple[int, int, list[Value]]] = []
    for width in sorted(widths, reverse=True)[:MAX_WIDTHS]:
        found += _of_width(data, width, codec)
    end = 0
    for start, stop, values in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= end:
            yield start, stop, values
            end = stop


def _of_width(data: bytes, width: int, codec: str) -> Iterator[tuple[int, int, list[Value]]]:
    raw = np.frombuffer(data, dtype=np.uint8)
    if width < 1 or raw.size < width + 5:
        return
    places = np.flatnonzero(raw[3:-1] == width + 1) + 4  # the length of the header stands before the types
    wider = np.flatnonzero((raw[3:-1] > width + 1) & (raw[3:-1] <= 2 * width + 1)) + 4
    lengths = raw[2:-2].astype(np.int64) << 8 | raw[3:-1]  # that of the block does
    blocks = np.flatnonzero((lengths > width + 4) & (lengths <= raw.size)) + 4
    for place in np.unique(np.concatenate([places, wider, blocks])).tolist():
        row = _row(data, place, width, codec)
        if row is not None:
            yield row


def _row(data: bytes, start: int, width: int, codec: str) -> tuple[int, int, list[Value]] | None:
    kinds, at = [], start
    try:
        for _ in range(width):
            kind, at = varint(data, at)
            kinds.append(kind)
    except IndexError:
        return None
    body = sum(max(0, size_of(kind)) for kind in kinds)
    told = data[start - 1] == at - start + 1 or _is_block(data, start, at + body - start + 4)
    if not told or sum(kind >= _TEXT and kind % 2 for kind in kinds) < MIN_TEXTS:
        return None
    try:
        values, end = values_of(data, at, kinds, codec)
    except DamageError:
        return None
    texts = [value for value in values if isinstance(value, str)]
    said = "".join(texts)
    is_text = "�" not in said and not any(char < " " and char not in "\t\r\n" for char in said)
    return (start, end, values) if is_text else None


def _is_block(data: bytes, start: int, length: int) -> bool:
    """True when the block that begins four bytes before is as long as this row, or as this row and the next block."""
    rest = int.from_bytes(data[start - 2 : start], "big") - length
    behind = start + length - 2
    return rest == 0 or (rest > 0 and int.from_bytes(data[behind : behind + 2], "big") == rest)
