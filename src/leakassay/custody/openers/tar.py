"""Tar (ustar, GNU, pax, sparse): files as members; links and devices are listed and refused."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator

from leakassay.custody.openers.tar_walk import BLOCK_BYTES, HEADER_BYTES, walk
from leakassay.model.batch import Gap
from leakassay.model.item import READ_CHUNK, OpenItem
from leakassay.model.member import Opening
from leakassay.model.outcomes import Reason


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a tar.

    Args:
        item: the archive.
        first: number of the member to begin with (folders count).

    Yields:
        Files, links and special files; a Gap for what is no member, or is missing.

    Raises:
        ItemError: no header holds together.
    """
    is_told = False
    for opening in walk(_Bounded(item), first):
        is_told |= isinstance(opening, Gap)
        yield opening
    if item.size % BLOCK_BYTES and not is_told:
        yield Gap(Reason.TRUNCATED)


class _Bounded(io.RawIOBase):
    """The item as a file that refuses to hand out more than a header's worth at once."""

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        self._at = 0
        self.size = item.size

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        base = (0, self._at, self._item.size)[whence]
        if base + offset < 0:
            raise tarfile.ReadError("seek before the start")
        self._at = base + offset
        return self._at

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= HEADER_BYTES:
            raise tarfile.ReadError("header too large")
        piece = self._item.pread(size, self._at)
        self._at += len(piece)
        return piece

    def peek(self, count: int) -> bytes:
        """The next bytes, without going on."""
        return self._item.pread(count, self._at)

    def data(self, at: int, size: int) -> Iterator[bytes]:
        """Bytes at an offset; fewer at the end."""
        while size > 0 and (piece := self._item.pread(min(READ_CHUNK, size), at)):
            at, size = at + len(piece), size - len(piece)
            yield piece

    def packed(self) -> int:
        """Bytes of the item passed so far."""
        return min(self._at, self.size)

    def hold(self, start: int, end: int) -> tuple[int, None]:
        """Bytes of the item that hold a member's data."""
        return max(0, min(end, self.size) - start), None

    def skip(self, end: int) -> None:
        """Nothing: the next header is found by its offset."""
