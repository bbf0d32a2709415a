"""Xz: all streams of the file as one item, or the members of the tar inside."""

from __future__ import annotations

import lzma
from collections.abc import Iterator

from leakassay.custody.openers.member_name import without_suffix
from leakassay.custody.openers.stream import opened
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening

MEMORY_BYTES = 256 << 20
"""Memory allowed; `xz -9` needs 65 MB. What wants more is `limit_memory`."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open an xz file; see `stream.opened`."""
    yield from opened(item, first, without_suffix(item.name, {".txz": ".tar"}), _fresh)


def _fresh(head: bytes) -> lzma.LZMADecompressor:
    del head
    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MEMORY_BYTES)
