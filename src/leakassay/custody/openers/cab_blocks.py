"""Blocks of a cabinet that bear no check sum: unpacked here for their length, which libarchive takes as it comes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from leakassay.model.item import OpenItem

_HEAD_BYTES = 36
_RESERVES = 0x4
_STORED, _MSZIP = 0, 1
_WINDOW_BYTES = 1 << 15
"""Bytes of the blocks before that a block of MSZIP may refer to."""

MOST_UNPACKED = 1 << 30
"""Bytes unpacked of one cabinet; a bomb is not unpacked to its end."""


def is_damaged(item: OpenItem) -> bool:
    """True when a block without a check sum does not unpack to the length that it states."""
    head = item.head(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES:
        return False
    (folders,) = struct.unpack_from("<H", head, 26)
    (flags,) = struct.unpack_from("<H", head, 30)
    if flags & ~_RESERVES:
        return False  # a part of a set: never called whole anyway
    at, folder_spare, block_spare = _HEAD_BYTES, 0, 0
    if flags & _RESERVES:
        spare = item.pread(4, at).ljust(4, b"\0")
        head_spare, folder_spare, block_spare = struct.unpack("<HBB", spare)
        at += 4 + head_spare
    left = MOST_UNPACKED
    for number in range(folders):
        said = item.pread(8, at + number * (8 + folder_spare))
        if len(said) < 8:
            return True
        start, blocks, method = struct.unpack("<IHH", said)
        for length, stated in _lengths(item, start, blocks, block_spare, method & 0xF):
            left -= max(length, 0)
            if length != stated:
                return True
            if left <= 0:
                return False
    return False


def _lengths(item: OpenItem, at: int, blocks: int, spare: int, method: int) -> Iterator[tuple[int, int]]:
    """Unpacked and stated length of each block whose check sum is zero; -1 for what does not unpack."""
    before = b""
    for _ in range(blocks):
        said = item.pread(8, at)
        if len(said) < 8:
            return
        total, packed, stated = struct.unpack("<IHH", said)
        data = item.pread(packed, at + 8 + spare)
        at += 8 + spare + packed
        if method == _STORED:
            length = len(data)
        elif method == _MSZIP:
            content = _unpacked(data, before)
            before = (before + (content or b""))[-_WINDOW_BYTES:]
            length = -1 if content is None else len(content)
        else:
            return
        if total == 0:
            yield length, stated


def _unpacked(data: bytes, before: bytes) -> bytes | None:
    machine = zlib.decompressobj(-15, zdict=before) if before else zlib.decompressobj(-15)
    try:
        content = machine.decompress(data[2:], _WINDOW_BYTES + 1)
    except zlib.error:
        return None
    return content if data.startswith(b"CK") and machine.eof else None
