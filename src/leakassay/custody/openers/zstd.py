"""Zstandard: all frames of the file as one item, or the members of the tar inside; skippable frames are passed over."""

from __future__ import annotations

from collections.abc import Iterator

import zstandard

from leakassay.custody.openers.member_name import without_suffix
from leakassay.custody.openers.skippable import Skipped, is_skippable
from leakassay.custody.openers.stream import Decompressor, opened
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening
from leakassay.model.outcomes import Outcome, Reason

WINDOW_BYTES = 128 << 20
"""Largest window allowed (`--long=27`); `--ultra -22` needs as much. What wants more is `limit_memory`."""

_MAGIC = b"\x28\xb5\x2f\xfd"
_BLOCKS = 8
"""Blocks unpacked at a time: each gives 128 KiB at most."""

_BLOCK_BYTES = 128 << 10
"""Largest block, packed or unpacked."""

_LONGEST_HEADER = 18

_RUN = 1
"""Type of a block that repeats one byte."""

_RESERVED = 3


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a zstd file; see `stream.opened`."""
    yield from opened(item, first, without_suffix(item.name, {".tzst": ".tar", ".tzs": ".tar"}), _fresh)


def _fresh(head: bytes) -> Decompressor | None:
    if head.startswith(_MAGIC):
        return Frame()
    return Skipped() if is_skippable(head) else None


class Frame:
    """One frame, some blocks at a time: the library would unpack whatever it is given in one go."""

    def __init__(self) -> None:
        self._object = zstandard.ZstdDecompressor(max_window_size=WINDOW_BYTES).decompressobj()
        self._held = b""
        self._at = 0
        self._begun = False
        self._check_bytes = 0
        self.eof = False
        self.needs_input = True
        self.unused_data = b""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """What the next blocks hold, 1 MiB at most.

        Raises:
            ValueError: they are damaged.
            ItemError: the window is too large, or a dictionary is needed.
        """
        del max_length
        if data:
            self._held, self._at = self._held[self._at :] + data, 0
        end = self._next_blocks()
        self.needs_input = end == self._at and not self.eof
        ready, self._at = self._held[self._at : end], end
        if self.eof:
            self.unused_data, self._held = self._held[end:], b""
        try:
            return self._object.decompress(ready) if ready else b""
        except zstandard.ZstdError as error:
            raise ValueError from error

    def _next_blocks(self) -> int:
        """Offset behind the next whole blocks; the header goes with the first, the check sum with the last."""
        held, at, whole = self._held, self._at, self._at
        if not self._begun:
            at += self._header_bytes()
            if at == whole:
                return whole
        for _ in range(_BLOCKS):
            block = int.from_bytes(held[at : at + 3], "little")
            last, kind, size = block & 1, block >> 1 & 3, block >> 3
            if kind == _RESERVED or size > _BLOCK_BYTES:
                raise ValueError
            at += 3 + (1 if kind == _RUN else size) + (self._check_bytes if last else 0)
            if len(held) < at:
                break
            whole, self._begun = at, True
            if last:
                self.eof = True
                break
        return whole

    def _header_bytes(self) -> int:
        """Length of the frame header; 0 when more of it must be read.

        Raises:
            ValueError: it is damaged.
            ItemError: the window is too large, or a dictionary is needed that is not there.
        """
        try:
            length = zstandard.frame_header_size(self._held)
            stated = zstandard.get_frame_parameters(self._held)
        except zstandard.ZstdError as error:
            if len(self._held) < _LONGEST_HEADER:
                return 0
            raise ValueError from error
        if stated.window_size > WINDOW_BYTES:
            raise ItemError(Reason.LIMIT_MEMORY, outcome=Outcome.REFUSED)
        if stated.dict_id:
            raise ItemError(Reason.NO_READER, outcome=Outcome.UNSUPPORTED)
        self._check_bytes = 4 if stated.has_checksum else 0
        return length
