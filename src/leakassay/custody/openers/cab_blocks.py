"""Blocks of a cabinet that bear no check sum: unpacked here for their length, which libarchive takes as it comes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from leakassay.model.item import OpenItem

_HEAD_BYTES = 36
_RESERVES = 0x4
_STORED, _MSZIP = 0, 1
_WINDOW_BYTES = 1 << 15
"""Bytes of the blocks before that a block of MSZIP may refer to."""

MOST_BLOCKS = 1 << 17
"""Blocks looked at in one cabinet: 4 GiB unpacked, twice what the format allows."""

_MOST_UNPACKED = MOST_BLOCKS << 13
"""Bytes unpacked of one cabinet; a bomb is not unpacked to its end."""


class _Block(NamedTuple):
    total: int  # the check sum, 0 for none
    at: int
    packed: int
    stated: int  # unpacked bytes


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
        head_spare, folder_spare, block_spare = struct.unpack("<HBB", item.pread(4, at).ljust(4, b"\0"))
        at += 4 + head_spare
    blocks_left, bytes_left = MOST_BLOCKS, _MOST_UNPACKED
    for number in range(folders):
        said = item.pread(8, at + number * (8 + folder_spare))
        if len(said) < 8:
            return True
        start, count, method = struct.unpack("<IHH", said)
        blocks = list(islice(_blocks(item, start, count, block_spare), blocks_left))
        blocks_left -= len(blocks)
        if any(not block.total for block in blocks):
            for block, length in _lengths(item, blocks, method & 0xF):
                bytes_left -= max(length, 0)
                if bytes_left < 0:
                    return False
                if not block.total and length != block.stated:
                    return True
    return False


def _blocks(item: OpenItem, at: int, count: int, spare: int) -> Iterator[_Block]:
    for _ in range(count):
        said = item.pread(8, at)
        if len(said) < 8:
            return
        total, packed, stated = struct.unpack("<IHH", said)
        yield _Block(total, at + 8 + spare, packed, stated)
        at += 8 + spare + packed


def _lengths(item: OpenItem, blocks: list[_Block], method: int) -> Iterator[tuple[_Block, int]]:
    """Unpacked length of each block of a folder; -1 for what does not unpack, nothing for methods not tried here."""
    before = b""
    for block in blocks if method in (_STORED, _MSZIP) else ():
        content: bytes | None = item.pread(block.packed, block.at)
        if method == _MSZIP:
            content = _unpacked(content or b"", before)
            before = (before + (content or b""))[-_WINDOW_BYTES:]
        yield block, -1 if content is None else len(content)


def _unpacked(data: bytes, before: bytes) -> bytes | None:
    machine = zlib.decompressobj(-15, zdict=before) if before else zlib.decompressobj(-15)
    try:
        content = machine.decompress(data[2:], _WINDOW_BYTES + 1)
    except zlib.error:
        return None
    return content if data.startswith(b"CK") and machine.eof else None
