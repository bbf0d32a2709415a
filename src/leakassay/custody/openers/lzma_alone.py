"""LZMA before xz (.lzma): one stream as one item, or the members of the tar inside."""

from __future__ import annotations

import lzma
from collections.abc import Iterator

from leakassay.custody.openers.member_name import without_suffix
from leakassay.custody.openers.stream import opened
from leakassay.custody.openers.xz import MEMORY_BYTES
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open an lzma file; see `stream.opened`."""
    yield from opened(item, first, without_suffix(item.name, {".tlz": ".tar"}), _fresh)


def _fresh(head: bytes) -> lzma.LZMADecompressor:
    del head
    return lzma.LZMADecompressor(format=lzma.FORMAT_ALONE, memlimit=MEMORY_BYTES)
