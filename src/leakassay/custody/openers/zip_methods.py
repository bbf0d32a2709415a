"""Compression methods of zip members, each in the dress of a decompressor with bounded pieces."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable
from typing import Any

from stream_inflate import stream_inflate64  # type: ignore[import-untyped]  # it has no stubs

from leakassay.custody.openers.stream import CHUNK_BYTES, Decompressor
from leakassay.custody.openers.zstd import Frame
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

STORED = 0
LZMA = 14
MEMORY_BYTES = 256 << 20
"""Dictionary or model of a member; what wants more is `limit_memory`."""

METHODS = frozenset({STORED, 8, 9, 12, LZMA, 93, 95})
"""Stored, deflate, deflate64, bzip2, lzma, zstd, xz. What is older than deflate is not read; nor is PPMd (98), whose
only library, pyppmd, ends in a segmentation fault on one damaged member in a few hundred."""


def machine(method: int, size: int) -> Decompressor:
    """A decompressor for one member.

    Args:
        method: one of METHODS.
        size: unpacked bytes as the directory states; some methods end only there.
    """
    made: dict[int, Callable[[], Any]] = {
        STORED: _Stored,
        8: Inflate,
        9: _Inflate64,
        12: bz2.BZ2Decompressor,
        LZMA: lambda: _Lzma(size),
        93: Frame,
        95: lambda: lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MEMORY_BYTES),
    }
    found: Decompressor = made[method]()
    return found


class _Stored:
    """No compression: it ends where its bytes end."""

    eof = False
    needs_input = True
    unused_data = b""
    may_end = True

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """The same bytes."""
        del max_length
        return data


class Inflate:
    """zlib's object in the dress of bz2's."""

    def __init__(self, window_bits: int = -15) -> None:
        self._object = zlib.decompressobj(window_bits)
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        """True at the end of the member."""
        return self._object.eof

    @property
    def needs_input(self) -> bool:
        """True when everything given was used."""
        return not self._object.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Up to `max_length` bytes more."""
        piece = self._object.decompress(self._object.unconsumed_tail + data, max_length)
        self.unused_data = self._object.unused_data
        return piece


class _Inflate64:
    """Deflate with a window of 64 KiB; what Windows makes of files over 2 GB."""

    unused_data = b""

    def __init__(self) -> None:
        self._decompress, self._is_done, _ = stream_inflate64(CHUNK_BYTES)
        self._pieces: Any = iter(())
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """True at the end of the member."""
        return self.needs_input and bool(self._is_done())

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """One piece more.

        Raises:
            ValueError: damaged; the library stumbles over codes that stand for nothing.
        """
        del max_length
        if self.needs_input:
            self._pieces = self._decompress((data,))
        try:
            piece: bytes | None = next(self._pieces, None)
        except (IndexError, KeyError, TypeError) as error:
            raise ValueError from error
        self.needs_input = piece is None
        return piece or b""


class _Lzma:
    """LZMA with a header of its own: version, length of the properties, properties."""

    unused_data = b""

    def __init__(self, size: int) -> None:
        self._left = size if size >= 0 else 1 << 62
        self._head = b""
        self._object: lzma.LZMADecompressor | None = None

    @property
    def eof(self) -> bool:
        """True at the mark at the end, or where the stated size is reached."""
        return self._object is not None and (self._object.eof or not self._left)

    @property
    def needs_input(self) -> bool:
        """True when everything given was used."""
        return self._object is None or self._object.needs_input

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Up to `max_length` bytes more.

        Raises:
            ItemError: the dictionary is too large.
            ValueError: the properties are none.
        """
        if self._object is None:
            self._head += data
            if len(self._head) < 9:
                return b""
            self._object, data = _raw_lzma(self._head[:9]), self._head[9:]
        piece = self._object.decompress(data, min(max_length, self._left))
        self._left -= len(piece)
        return piece


def _raw_lzma(head: bytes) -> lzma.LZMADecompressor:
    length, properties, dictionary = struct.unpack_from("<HBI", head, 2)
    if length != 5 or properties >= 9 * 5 * 5:
        raise ValueError
    if dictionary > MEMORY_BYTES:
        raise ItemError(Reason.LIMIT_MEMORY, outcome=Outcome.REFUSED)
    rest, literal_context = divmod(properties, 9)
    position, literal_position = divmod(rest, 5)
    chain = {"id": lzma.FILTER_LZMA1, "lc": literal_context, "lp": literal_position, "pb": position}
    return lzma.LZMADecompressor(format=lzma.FORMAT_RAW, filters=[{**chain, "dict_size": max(4096, dictionary)}])
