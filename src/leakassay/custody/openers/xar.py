"""XAR, as macOS installers: files by its packed table of contents."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.custody.openers.by_libarchive import opened
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a XAR; see `by_libarchive.opened`."""
    yield from opened(item, first, "xar")
