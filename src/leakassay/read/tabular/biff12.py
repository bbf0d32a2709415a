"""Records of xlsb parts: what a sheet reaches to, and the strings of it that are in no cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leakassay.read.tabular.wide_strings import wide_strings

_ROW = 0
_LAST_CELL = 11
"""Records 1 to 11 are cells that begin with their column; 12 to 18 follow the one before."""
_LAST_SHORT = 18
_SHARED = 7
_ITEM = 19
_BUNDLE = 156
_NAME = 39
TEXT_BYTES = 16 << 20
"""Bytes of records beside the cells that are searched for strings."""


def records(raw: bytes) -> Iterator[tuple[int, int, int]]:
    """(kind, start, size) of the records of a part; ends where one leaves the part."""
    at, end = 0, len(raw)
    while at < end:
        kind = raw[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (raw[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end:
            byte = raw[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift == 28:
                break
        if at + size > end:
            return
        yield kind, at, size
        at += size


@dataclass
class Reach:
    """What a sheet of cells reaches to, from 1; its strings beside the cells; shared strings that its cells show."""

    last_row: int
    last_column: int
    strings: list[str]
    shown: set[int]

    @property
    def cells(self) -> int:
        """Of the rectangle."""
        return self.last_row * self.last_column


def reach(raw: bytes) -> Reach:
    """Look through a sheet."""
    row = column = at = 0
    others: list[bytes] = []
    held = 0
    shown: set[int] = set()
    for kind, start, size in records(raw):
        if kind == _SHARED:
            shown.add(int.from_bytes(raw[start + 8 : start + 12], "little"))
        if kind <= _LAST_SHORT:
            if kind == _ROW:
                row, at = max(row, int.from_bytes(raw[start : start + 4], "little")), 0
            elif kind <= _LAST_CELL:
                at = int.from_bytes(raw[start : start + 4], "little")
                column = max(column, at)
            else:
                at += 1
                column = max(column, at)
        elif held < TEXT_BYTES:
            others.append(raw[start : start + size])
            held += size
    return Reach(row + 1, column + 1, [said for other in others for said in wide_strings(other)], shown)


def sheets(raw: bytes) -> list[tuple[str, str]]:
    """(name, Id of the relation) of each sheet that the workbook part lists."""
    found = []
    for kind, start, size in records(raw):
        if kind == _BUNDLE and size >= 12:
            link, after = _string(raw, start + 8, start + size)
            name, _ = _string(raw, after, start + size)
            found.append((name, link))
    return found


def names(raw: bytes) -> list[str]:
    """Strings of the defined names of the workbook part."""
    return [
        said
        for kind, start, size in records(raw)
        if kind == _NAME and size < 1 << 20
        for said in wide_strings(raw[start : start + size])
    ]


def shared(raw: bytes) -> list[str]:
    """Shared strings, in the order by which cells refer to them."""
    return [_string(raw, start + 1, start + size)[0] for kind, start, size in records(raw) if kind == _ITEM]


def _string(raw: bytes, at: int, end: int) -> tuple[str, int]:
    count = int.from_bytes(raw[at : at + 4], "little")
    stop = min(at + 4 + 2 * count, end) if count < 1 << 16 else at + 4
    return raw[at + 4 : stop].decode("utf-16-le", "replace"), stop
