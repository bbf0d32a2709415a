"""Skippable frames of zstd and lz4: seek tables and whatever else somebody put there."""

from __future__ import annotations

import re

_MAGIC = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_HEAD_BYTES = 8
_SEEK_TABLE = b"\xb1\xea\x92\x8f"
"""What a seek table ends with (zstd's contrib/seekable_format)."""

_SMALL_BYTES = 64
"""Shorter frames are sizes and marks of parallel compressors."""


def is_skippable(head: bytes) -> bool:
    """True when a frame begins here that decompressors pass over."""
    return _MAGIC.match(head) is not None


class Skipped:
    """Passes over one frame, in the dress of a decompressor.

    Attributes:
        hidden: bytes of the frame, where it is neither a seek table nor small.
    """

    def __init__(self) -> None:
        self._head = b""
        self._end = b""
        self._passed = 0
        self.eof = False
        self.needs_input = True
        self.unused_data = b""
        self.hidden = 0

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Nothing, ever."""
        del max_length
        self._head = (self._head + data)[:_HEAD_BYTES] if len(self._head) < _HEAD_BYTES else self._head
        size = _HEAD_BYTES + int.from_bytes(self._head[4:], "little") if len(self._head) == _HEAD_BYTES else 1 << 40
        taken = min(len(data), size - self._passed)
        self._passed += taken
        self._end = (self._end + data[:taken])[-len(_SEEK_TABLE) :]
        if self._passed == size:
            self.eof, self.needs_input, self.unused_data = True, False, data[taken:]
            self.hidden = 0 if self._end == _SEEK_TABLE or size <= _SMALL_BYTES else size
        return b""
