"""Gzip: every member of a multi-member file, concatenated, is one item, or the members of the tar inside."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from leakassay.custody.openers.member_name import without_suffix
from leakassay.custody.openers.stream import opened
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening

_NAMED = 0x08
_EXTRA = 0x04


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a gzip file; see `stream.opened`."""
    head = item.head(4096)
    name = _stored_name(head) or without_suffix(item.name, {".tgz": ".tar", ".svgz": ".svg"})
    seconds = int.from_bytes(head[4:8], "little")
    yield from opened(item, first, name, _fresh, modified_at=seconds or None)


def _fresh(head: bytes) -> _Gunzip:
    del head
    return _Gunzip()


def _stored_name(head: bytes) -> bytes:
    """The name in the header; empty where there is none."""
    if len(head) < 10 or not head[3] & _NAMED:
        return b""
    at = 10
    if head[3] & _EXTRA:
        at += 2 + int.from_bytes(head[10:12], "little")
    end = head.find(b"\0", at)
    return head[at:end] if end >= 0 else b""


class _Gunzip:
    """zlib's object in the dress of bz2's."""

    def __init__(self) -> None:
        self._object = zlib.decompressobj(31)
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        """True at the end of the member."""
        return self._object.eof

    @property
    def needs_input(self) -> bool:
        """True when everything given was used."""
        return not self._object.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Up to `max_length` bytes more."""
        piece = self._object.decompress(self._object.unconsumed_tail + data, max_length)
        self.unused_data = self._object.unused_data
        return piece
