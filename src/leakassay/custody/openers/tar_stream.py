"""A tar that comes unpacked out of a compressed stream: its members in one pass, nothing of it kept."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from typing import Protocol

from leakassay.custody.openers.tar_walk import HEADER_BYTES, walk
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.member import Opening
from leakassay.model.outcomes import Reason


class Packed(Protocol):
    """Whoever unpacks."""

    @property
    def packed(self) -> int:
        """Packed bytes used up so far."""


def members(source: Forward, size: int, first: int) -> Iterator[Opening]:
    """Members of a tar inside a stream.

    Args:
        source: the unpacked bytes.
        size: packed bytes of the whole.
        first: number of the member to begin with (folders count).

    Yields:
        As `tar.members`; `packed_bytes` is 0 until a member was read through. A Gap when the stream breaks off.
    """
    try:
        yield from walk(source, first)
        source.drain()
    except ItemError as error:
        yield Gap(error.reason, max(0, size - source.mark))


class Forward:
    """Unpacked bytes as a file that only goes forward, for tarfile and for the bytes of members.

    Args:
        pieces: the bytes.
        origin: tells how many packed bytes gave them.
    """

    size = -1

    def __init__(self, pieces: Iterator[bytes], origin: Packed) -> None:
        self._pieces = pieces
        self._origin = origin
        self._piece = b""
        self._place = 0
        self._start = 0
        self._packed_before = 0
        self._fault: ItemError | None = None
        self.mark = 0
        """Packed bytes that belong to members so far."""

    def tell(self) -> int:
        """Offset in the unpacked bytes."""
        return self._start + self._place

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go forward; stops at the end of the stream.

        Raises:
            tarfile.ReadError: it would be backwards.
        """
        if whence or offset < self.tell():
            raise tarfile.ReadError("only forward")
        while self._start + len(self._piece) < offset and self._more():
            pass
        self._place = min(len(self._piece), offset - self._start)
        return self.tell()

    def read(self, size: int = -1) -> bytes:
        """Bytes of headers.

        Raises:
            tarfile.ReadError: more than a header's worth is asked for.
        """
        if not 0 <= size <= HEADER_BYTES:
            raise tarfile.ReadError("header too large")
        return b"".join(self.data(self.tell(), size))

    def peek(self, count: int) -> bytes:
        """The next bytes, without going on."""
        while len(self._piece) - self._place < count:
            held, start, before = self._piece[self._place :], self.tell(), self.packed()
            if not self._more():
                self._piece, self._start, self._place = held, start, 0
                self._packed_before = before
                break
            self._piece, self._start, self._place = held + self._piece, start, 0
            self._packed_before = before
        return self._piece[self._place : self._place + count]

    def data(self, at: int, size: int) -> Iterator[bytes]:
        """Bytes from an offset on; fewer at the end of the stream.

        Raises:
            ItemError: the offset was passed already, or the stream is damaged.
        """
        if at < self.tell():
            raise ItemError(Reason.MALFORMED)
        self.seek(at)
        while size > 0:
            if self._place == len(self._piece) and not self._more():
                return
            piece = self._piece[self._place : self._place + size]
            self._place += len(piece)
            size -= len(piece)
            yield piece

    def packed(self) -> int:
        """Packed bytes that gave what was passed, as far as can be told: inside a piece by its share."""
        length = len(self._piece)
        if not length:
            return self._packed_before
        return self._packed_before + (self._origin.packed - self._packed_before) * self._place // length

    def hold(self, start: int, end: int) -> tuple[int, Callable[[], int]]:
        """Packed bytes of a member: unknown before it was read through, then all since the member before."""
        del start, end

        def since() -> int:
            used, self.mark = self.packed() - self.mark, self.packed()
            return used

        return 0, since

    def skip(self, end: int) -> None:
        """Pass over a member that was dealt with already."""
        self.seek(end)
        self.mark = self.packed()

    def drain(self) -> None:
        """Go to the end of the stream, so that its check sums are seen."""
        while self._more():
            pass

    def _more(self) -> bool:
        """The next piece; False at the end. A fault is raised again and again."""
        if self._fault is not None:
            raise self._fault
        try:
            before = self._origin.packed
            piece = next(self._pieces, None)
        except ItemError as error:
            self._fault = error
            raise
        self._start += len(self._piece)
        self._place, self._packed_before = 0, before
        self._piece = piece or b""
        return piece is not None
