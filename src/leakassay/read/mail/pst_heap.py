"""A message attached to a message of an Outlook store: its properties as they lie in a heap (MS-PST 2.3).

libpff hands out the bytes of the heap and nothing of what is in it. Values that do not fit there (long bodies) lie
elsewhere in the store and cannot be had.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from leakassay.read.mail.mapi import BINARY, STRING, UNICODE, Value

BLOCK_BYTES = {True: 8176, False: 8180}
"""Bytes of a full block, in stores that count in 64 bits and in older ones."""

MAX_LEVELS = 4
MAX_RECORDS = 5_000
"""Properties looked at; Outlook writes about 150."""

_SIGNATURE, _TREE = b"\xec\xbc", 0xB5
_RECORD = struct.Struct("<HHI")
_MANY = 0x1000
_INLINE = frozenset({0x0002, 0x0003, 0x0004, 0x000A, 0x000B})


class Heap:
    """Properties in a heap.

    Attributes:
        lost: texts and bytes that lie elsewhere, or where nothing is.
    """

    def __init__(self, raw: bytes, *, is_wide: bool) -> None:
        self._raw = raw
        self._block = BLOCK_BYTES[is_wide]
        self.lost = 0

    def values(self) -> Iterator[Value]:
        """The values that are here; none where the bytes are no heap of properties."""
        if self._raw[2:4] != _SIGNATURE:
            return
        root = self._at(self._number(4, 4))
        if len(root) < 8 or root[0] != _TREE or root[1:3] != b"\x02\x06":
            return
        for record in self._records(int.from_bytes(root[4:8], "little"), min(root[3], MAX_LEVELS)):
            tag, kind, place = _RECORD.unpack(record)
            if kind in _INLINE:
                yield Value(tag, kind, record[4:])
                continue
            value = self._at(place) if not place & 0x1F else b""
            if place and not value and kind & ~_MANY in (STRING, UNICODE, BINARY):
                self.lost += 1
            if value and not kind & _MANY:
                yield Value(tag, kind, value)

    def _records(self, root: int, levels: int) -> Iterator[bytes]:
        """Leaves of the tree, in order; as many as `MAX_RECORDS` at most."""
        waiting, seen = [(root, levels)], 0
        while waiting and seen < MAX_RECORDS:
            place, level = waiting.pop()
            raw = self._at(place)
            width = 6 if level else _RECORD.size
            pieces = [raw[at : at + width] for at in range(0, len(raw) // width * width, width)]
            seen += max(1, len(pieces))
            if level:
                waiting += [(int.from_bytes(piece[2:], "little"), level - 1) for piece in reversed(pieces)]
            else:
                yield from pieces

    def _at(self, place: int) -> bytes:
        """What lies at a place: a number of a block, and of a piece in it."""
        start, index = (place >> 16) * self._block, place >> 5 & 0x7FF
        table = start + self._number(start, 2)
        count = self._number(table, 2)
        if not 1 <= index <= count:
            return b""
        begin, end = (self._number(table + 4 + 2 * (index - 1 + step), 2) for step in (0, 1))
        return self._raw[start + begin : start + min(end, self._block)] if begin < end else b""

    def _number(self, at: int, width: int) -> int:
        return int.from_bytes(self._raw[at : at + width], "little")
