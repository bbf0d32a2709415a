"""ISO 9660 images with Joliet or Rock Ridge names: files; an image of UDF alone is not recognised."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from leakassay.custody.openers.by_libarchive import opened
from leakassay.model.batch import Gap
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening
from leakassay.model.outcomes import Reason

_DESCRIPTOR = 16 * 2048
"""Where the primary volume descriptor stands."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open an image; see `by_libarchive.opened`. One that is shorter than its volume was cut off."""
    is_silent = first == 0
    for opening in opened(item, first, "iso9660"):
        is_silent = False
        yield opening
    if is_silent:  # nobody writes an image of nothing: its directory is damaged
        yield Gap(Reason.MALFORMED)
    raw = item.pread(2048, _DESCRIPTOR).ljust(2048, b"\0")
    (blocks,) = struct.unpack_from("<I", raw, 80)
    (block_bytes,) = struct.unpack_from("<H", raw, 128)
    if blocks * block_bytes > item.size:
        yield Gap(Reason.TRUNCATED)
