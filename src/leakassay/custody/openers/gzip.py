"""Gzip: every member of a multi-member file, concatenated, is one item, or the members of the tar inside."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.custody.openers.member_name import without_suffix
from leakassay.custody.openers.stream import opened
from leakassay.custody.openers.zip_methods import Inflate
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening

_GZIP = 31
"""zlib's word for the largest window behind a gzip header."""

_NAMED = 0x08
_EXTRA = 0x04


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a gzip file; see `stream.opened`."""
    head = item.head(4096)
    name = _stored_name(head) or without_suffix(item.name, {".tgz": ".tar", ".svgz": ".svg"})
    seconds = int.from_bytes(head[4:8], "little")
    yield from opened(item, first, name, _fresh, modified_at=seconds or None)


def _fresh(head: bytes) -> Inflate:
    del head
    return Inflate(_GZIP)


def _stored_name(head: bytes) -> bytes:
    """The name in the header; empty where there is none."""
    if len(head) < 10 or not head[3] & _NAMED:
        return b""
    at = 10
    if head[3] & _EXTRA:
        at += 2 + int.from_bytes(head[10:12], "little")
    end = head.find(b"\0", at)
    return head[at:end] if end >= 0 else b""
