"""Rich text: embedded objects (OLE 1 and 2, packages) and pictures, written in hexadecimal or as raw bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from leakassay.custody.openers.compound_file import MAGIC
from leakassay.custody.openers.found import Found, elsewhere, numbered
from leakassay.custody.openers.ole_native import HEAD_BYTES, package
from leakassay.custody.openers.rtf_group import Group, decoded, groups
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening
from leakassay.model.outcomes import Reason

_LINKED, _EMBEDDED = 1, 2


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a rich text.

    Args:
        item: the text.
        first: number of the object or picture to begin with.

    Yields:
        Objects and pictures in the order of the text. Links to files elsewhere are listed, not followed.

    Raises:
        ItemError: no rich text (malformed).
    """
    if b"{\\rt" not in item.head(1024):
        raise ItemError(Reason.MALFORMED)
    yield from numbered(_found(item), item.size, first)


def _found(item: OpenItem) -> Iterator[Found]:
    for number, group in enumerate(groups(item), 1):
        if group.is_picture:
            yield Found(f"picture{number}{group.suffix}", group.end - group.start, _Chunks(item, group))
        else:
            yield _object(item, group, number)


@dataclass(frozen=True)
class _Chunks:
    """Gives the bytes of a group from an offset on, at most `size` (-1: all)."""

    item: OpenItem
    group: Group
    skip: int = 0
    size: int = -1

    def __call__(self) -> Iterator[bytes]:
        at = 0
        end = self.skip + self.size
        for piece in decoded(self.item, self.group):
            part = piece[max(0, self.skip - at) : len(piece) if self.size < 0 else max(0, end - at)]
            at += len(piece)
            if part:
                yield part
            if self.size >= 0 and at >= end:
                return
        if self.size >= 0:
            raise ItemError(Reason.TRUNCATED)


@dataclass(frozen=True)
class _Head:
    """The first bytes of a group as a view, which states as many bytes as the object says to have."""

    raw: bytes
    size: int

    def pread(self, count: int, offset: int) -> bytes:
        return self.raw[offset : offset + count]


def _object(item: OpenItem, group: Group, number: int) -> Found:
    """The file in an object (MS-OLEDS): its own name for a package, else one by its kind."""
    packed = group.end - group.start
    head = _head(item, group)
    kind, place, size = _layout(head)
    if kind == _LINKED:
        return elsewhere(f"link{number}")
    if place < 0:
        return Found(f"object{number}", packed, _Chunks(item, group))
    if head.startswith(MAGIC, place):
        return Found(f"object{number}.ole", packed, _Chunks(item, group, place, size))
    held = package(_Head(head[place:], size), has_size=False)
    return Found(held.name or f"object{number}", packed, _Chunks(item, group, place + held.start, held.size))


def _head(item: OpenItem, group: Group) -> bytes:
    taken = b""
    for piece in decoded(item, group):
        taken += piece
        if len(taken) >= 2 * HEAD_BYTES:
            break
    return taken


def _layout(head: bytes) -> tuple[int, int, int]:
    """Linked or embedded, where the data begin (-1: nowhere known), and their size."""
    if len(head) < 8:
        return 0, -1, 0
    (kind,) = struct.unpack_from("<I", head, 4)
    at = 8
    for _ in range(3):  # class, topic, item
        if at + 4 > len(head):
            return 0, -1, 0
        at += 4 + int(struct.unpack_from("<I", head, at)[0])
    if kind != _EMBEDDED or at + 4 > len(head):
        return (kind if kind == _LINKED else 0), -1, 0
    return kind, at + 4, int(struct.unpack_from("<I", head, at)[0])
