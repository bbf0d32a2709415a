"""Record streams of binary office files: embedded objects of a presentation, the drawing records of a workbook."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from leakassay.custody.openers.compound_file import View, pieces
from leakassay.custody.openers.found import Found
from leakassay.custody.openers.office_art import inflated

WINDOW_BYTES = 1 << 16
"""Bytes of a record stream read at a time."""

_CONTAINER = 0xF
_STORED_OBJECT = 0x1011
_DRAWING_GROUP, _CONTINUED = 0xEB, 0x3C


@dataclass
class Runs:
    """Runs of a view put together: what a record and its continuations hold."""

    view: View
    starts: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    size: int = 0

    def add(self, start: int, size: int) -> None:
        """Put one more run behind the others."""
        self.places.append(self.size)
        self.starts.append(start)
        self.size += size

    def pread(self, count: int, offset: int) -> bytes:
        """Up to `count` bytes at `offset`, over the borders of the runs."""
        taken: list[bytes] = []
        end = min(self.size, offset + count)
        at = bisect_right(self.places, offset) - 1
        while offset < end:
            run_end = self.places[at + 1] if at + 1 < len(self.places) else self.size
            wanted = min(end, run_end) - offset
            piece = self.view.pread(wanted, self.starts[at] + offset - self.places[at])
            taken.append(piece)
            if len(piece) < wanted:
                break
            offset, at = offset + wanted, at + 1
        return b"".join(taken)


def drawings(view: View) -> Runs:
    """What the drawing group records of a workbook stream hold: its pictures."""
    runs = Runs(view)
    is_drawing = False
    for kind, _, start, size in _records(view, "<HH", is_nested=False):
        is_drawing = kind == _DRAWING_GROUP or (is_drawing and kind == _CONTINUED)
        if is_drawing:
            runs.add(start, size)
    return runs


def objects(view: View, place: str) -> Iterator[Found]:
    """Embedded objects of a presentation: each a compound file, packed or not.

    Args:
        view: the stream "PowerPoint Document".
        place: what to put before their names.
    """
    number = 0
    for kind, instance, start, size in _records(view, "<2xHI", is_nested=True):
        if kind == _STORED_OBJECT and size > 4:
            number += 1
            yield _object(view, f"{place}/object{number}", start, size, is_packed=instance == 1)


def _object(view: View, name: str, start: int, size: int, *, is_packed: bool) -> Found:
    if is_packed:
        (stated,) = struct.unpack("<I", view.pread(4, start).ljust(4, b"\0"))
        return Found(name, size, lambda: inflated(pieces(view, start + 4, size - 4), stated))
    return Found(name, size, lambda: pieces(view, start, size))


def _records(view: View, layout: str, *, is_nested: bool) -> Iterator[tuple[int, int, int, int]]:
    """(type, instance, offset of the content, its size) of each record; ends where one would leave the stream."""
    head = struct.calcsize(layout)
    at, window, base = 0, b"", 0
    while at + head <= view.size:
        if not base <= at <= base + len(window) - 8:
            base, window = at, view.pread(WINDOW_BYTES, at)
            if len(window) < head:
                return
        kind, size = struct.unpack_from(layout, window, at - base)
        (mark,) = struct.unpack_from("<H", window, at - base)
        start = at + head
        if is_nested and mark & 0xF == _CONTAINER:
            at = start  # its content is records again
            continue
        if start + size > view.size:
            return
        yield kind, mark >> 4, start, size
        at = start + size
