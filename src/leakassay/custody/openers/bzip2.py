"""Bzip2: all streams of the file as one item, or the members of the tar inside."""

from __future__ import annotations

import bz2
from collections.abc import Iterator

from leakassay.custody.openers.member_name import without_suffix
from leakassay.custody.openers.stream import opened
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a bzip2 file; see `stream.opened`."""
    name = without_suffix(item.name, {".tbz2": ".tar", ".tbz": ".tar"})
    yield from opened(item, first, name, _fresh)


def _fresh(head: bytes) -> bz2.BZ2Decompressor:
    del head
    return bz2.BZ2Decompressor()
