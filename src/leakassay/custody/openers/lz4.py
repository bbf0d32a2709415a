"""LZ4: all frames of the file, those of the old format too, as one item, or the members of the tar inside."""

from __future__ import annotations

from collections.abc import Iterator

import lz4.block
import lz4.frame

from leakassay.custody.openers.member_name import without_suffix
from leakassay.custody.openers.skippable import Skipped, is_skippable
from leakassay.custody.openers.stream import Decompressor, opened
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening

_MAGIC = b"\x04\x22\x4d\x18"
_LEGACY = b"\x02\x21\x4c\x18"

_BLOCK_BYTES = 8 << 20
"""Unpacked bytes of a block of the old format."""

_PACKED_BLOCK_BYTES = _BLOCK_BYTES + _BLOCK_BYTES // 255 + 16
"""What such a block takes up at most; a larger number is the mark of the next frame."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open an lz4 file; see `stream.opened`."""
    yield from opened(item, first, without_suffix(item.name, {".tlz4": ".tar"}), _fresh)


def _fresh(head: bytes) -> Decompressor | None:
    if head.startswith(_MAGIC):
        machine: Decompressor = lz4.frame.LZ4FrameDecompressor()
        return machine
    if head.startswith(_LEGACY):
        return _Legacy()
    return Skipped() if is_skippable(head) else None


class _Legacy:
    """Blocks of the format of 2011 (Linux kernels, `lz4 -l`): each with its length before it, no mark at the end."""

    def __init__(self) -> None:
        self._held = b""
        self._begun = False
        self.eof = False
        self.needs_input = True
        self.unused_data = b""

    @property
    def may_end(self) -> bool:
        """True between two blocks."""
        return self._begun and not self._held

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """The next block.

        Raises:
            ValueError: it is damaged.
        """
        del max_length
        self._held += data
        if not self._begun:
            self._begun = len(self._held) >= len(_LEGACY)
            self._held = self._held[len(_LEGACY) :] if self._begun else self._held
        size = int.from_bytes(self._held[:4], "little")
        self.needs_input = len(self._held) < 4 or len(self._held) < 4 + size <= 4 + _PACKED_BLOCK_BYTES
        if self.needs_input:
            return b""
        if size > _PACKED_BLOCK_BYTES:
            self.eof, self.unused_data = True, self._held
            return b""
        block, self._held = self._held[4 : 4 + size], self._held[4 + size :]
        try:
            piece: bytes = lz4.block.decompress(block, uncompressed_size=_BLOCK_BYTES)
        except lz4.block.LZ4BlockError as error:
            raise ValueError from error
        return piece
