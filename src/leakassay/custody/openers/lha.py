"""LHA and LZH, as old DOS and Amiga archives: stored and lh1 to lh7."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.custody.openers.by_libarchive import opened
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open an LHA; see `by_libarchive.opened`."""
    yield from opened(item, first, "lha")
