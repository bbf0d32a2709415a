"""Streams of a PostgreSQL archive, unpacked piece by piece: gzip (zlib), LZ4, Zstandard, or not packed at all."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import lz4.frame
import zstandard

from leakassay.model.outcomes import Reason
from leakassay.read.database.pg_archive import GZIP, LZ4, ZSTD

PIECE_BYTES = 1 << 20
"""Unpacked bytes given at a time."""

ZSTD_BYTES = 512
"""Packed bytes that Zstandard gets at a time: it unpacks all of them in one go, 128 KiB from four bytes at worst."""

WINDOW_BYTES = 128 << 20
"""Largest window of Zstandard that is allowed."""


class Stream:
    """One stream, fed piece by piece.

    Attributes:
        fault: why it stopped; None as long as it has not.
        lost: packed bytes that were not unpacked.
    """

    def __init__(self, packing: int) -> None:
        """A stream packed by NONE, GZIP, LZ4 or ZSTD."""
        self.fault: Reason | None = None
        self.lost = 0
        self._given = 0
        self._packing = packing
        self._zlib = zlib.decompressobj() if packing == GZIP else None
        self._lz4 = lz4.frame.LZ4FrameDecompressor() if packing == LZ4 else None
        self._zstd = (
            zstandard.ZstdDecompressor(max_window_size=WINDOW_BYTES).decompressobj() if packing == ZSTD else None
        )

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What this piece of the stream holds."""
        self._given += len(data)
        if self.fault is not None:
            self.lost += len(data)
            return
        try:
            yield from self._unpacked(data)
        except (zlib.error, RuntimeError, ValueError, EOFError, zstandard.ZstdError):
            self.fault = Reason.MALFORMED
            self.lost += len(data)

    def end(self) -> bytes:
        """What was held back, when nothing follows; a stream that has not said that it ends is cut."""
        rest = self._zlib.flush(PIECE_BYTES) if self._zlib is not None and self.fault is None else b""
        machine = self._zlib or self._lz4 or self._zstd
        if machine is not None and self._given and self.fault is None and not machine.eof:
            self.fault = Reason.TRUNCATED
        return rest

    def _unpacked(self, data: bytes) -> Iterator[bytes]:
        if self._zlib is not None:
            yield from self._inflated(data)
        elif self._lz4 is not None:
            yield from self._by_lz4(data)
        elif self._zstd is not None:
            for at in range(0, len(data), ZSTD_BYTES):
                if self._zstd.eof:
                    raise ValueError
                yield self._zstd.decompress(data[at : at + ZSTD_BYTES])
            if self._zstd.unused_data:
                raise ValueError
        else:
            yield data

    def _inflated(self, data: bytes) -> Iterator[bytes]:
        machine = self._zlib
        while machine is not None and data:
            if machine.eof:
                raise ValueError
            yield machine.decompress(data, PIECE_BYTES)
            data = machine.unconsumed_tail
            if machine.unused_data:
                raise ValueError

    def _by_lz4(self, data: bytes) -> Iterator[bytes]:
        machine = self._lz4
        while machine is not None:
            if machine.eof and data:
                raise ValueError
            yield machine.decompress(data, PIECE_BYTES)
            data = b""
            if machine.eof and machine.unused_data:
                raise ValueError
            if machine.eof or machine.needs_input:
                return
