"""Cabinet: files, folder by folder, stored, MSZIP or LZX; sets of several cabinets are never called whole."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from leakassay.custody.openers.by_libarchive import opened
from leakassay.custody.openers.cab_blocks import is_damaged
from leakassay.model.batch import Gap
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening
from leakassay.model.outcomes import Reason

_BEFORE, _AFTER = 0x1, 0x2


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a cabinet.

    Yields:
        See `by_libarchive.opened`; a Gap too where the header names another cabinet of a set, or more bytes than there
        are, or a block without a check sum is not as long as it says.
    """
    yield from opened(item, first, "cab")
    head = item.head(36).ljust(36, b"\0")
    (size,) = struct.unpack_from("<I", head, 8)
    (flags,) = struct.unpack_from("<H", head, 30)
    if flags & (_BEFORE | _AFTER):
        yield Gap(Reason.MISSING_VOLUME)
    if size > item.size:
        yield Gap(Reason.TRUNCATED)
    if is_damaged(item):
        yield Gap(Reason.BAD_CHECKSUM)
