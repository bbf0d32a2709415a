"""Cpio (binary, odc, newc, crc): files; links and devices are listed."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.custody.openers.by_libarchive import opened
from leakassay.model.batch import Gap
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening
from leakassay.model.outcomes import Reason

_TRAILER = b"TRAILER!!!\0"
_TRAILER_BYTES = 136
"""The last header with its name, and what aligns it."""

_PADDING_BYTES = 1 << 16
"""Archives are padded to a tape block; 64 KiB is more than any writer uses."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a cpio; see `by_libarchive.opened`. Without its trailer it was cut off."""
    is_cut = False
    for opening in opened(item, first, "cpio", end_bytes=_TRAILER_BYTES):
        is_cut = is_cut or isinstance(opening, Gap)
        yield opening
    if not is_cut and _TRAILER not in item.tail(_PADDING_BYTES):
        yield Gap(Reason.TRUNCATED)
