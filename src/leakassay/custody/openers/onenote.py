"""OneNote sections: files and pictures put into notes, found by the mark that stands before each (MS-ONESTORE)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from leakassay.custody.openers.found import Found, numbered
from leakassay.model.errors import ItemError
from leakassay.model.item import READ_CHUNK, OpenItem
from leakassay.model.member import Opening
from leakassay.model.outcomes import Reason

_HEAD = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
"""GUID of the head of a FileDataStoreObject; length, four unused and eight reserved bytes follow."""

_HEAD_BYTES = 36


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a section.

    Args:
        item: the section.
        first: number of the file to begin with.

    Yields:
        Files in the order of the section; names stand elsewhere in it and are not resolved.
    """
    yield from numbered(_found(item), item.size, first)


def _found(item: OpenItem) -> Iterator[Found]:
    at = number = 0
    while at < item.size:
        window = item.pread(READ_CHUNK, at)
        found = window.find(_HEAD)
        if found < 0:
            if len(window) < READ_CHUNK:
                return
            at += len(window) - len(_HEAD) + 1
            continue
        start = at + found + _HEAD_BYTES
        (size,) = struct.unpack("<Q", item.pread(8, at + found + len(_HEAD)).ljust(8, b"\0"))
        if size and start < item.size:
            number += 1
            held = min(size, item.size - start)
            yield Found(f"file{number}", held, _Bytes(item, start, held, is_cut=held < size))
            at = start + held
        else:
            at = start


class _Bytes:
    """Bytes of one file, when asked."""

    def __init__(self, item: OpenItem, start: int, size: int, *, is_cut: bool) -> None:
        self._item, self._start, self._size, self._is_cut = item, start, size, is_cut

    def __call__(self) -> Iterator[bytes]:
        for at in range(0, self._size, READ_CHUNK):
            yield self._item.pread(min(READ_CHUNK, self._size - at), self._start + at)
        if self._is_cut:
            raise ItemError(Reason.TRUNCATED, bytes_read=self._size)
