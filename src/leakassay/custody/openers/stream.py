"""Compressed single streams (gzip, bzip2, xz): all members of the file, one after the other, as one member."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Reason

CHUNK_BYTES = 1 << 20
"""Unpacked bytes handed on at a time."""

PACKED_BYTES = 1 << 18
"""Packed bytes read at a time."""

_LEAST_MEMBER = 14
"""Fewer bytes are no member of any of these formats."""

_FAULTS = (zlib.error, OSError, ValueError, EOFError, lzma.LZMAError)
"""What the decompressors raise on damaged bytes, by name."""


class Decompressor(Protocol):
    """What bz2 and lzma objects offer; `openers/gzip.py` dresses zlib's the same way."""

    @property
    def eof(self) -> bool:
        """True at the end of the member."""

    @property
    def needs_input(self) -> bool:
        """True when it cannot go on without more packed bytes."""

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the member."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Up to `max_length` bytes more."""


def opened(
    item: OpenItem, first: int, name: bytes, fresh: Callable[[], Decompressor], *, modified_at: int | None = None
) -> Iterator[Opening]:
    """Open a stream of compressed members.

    Args:
        item: the file.
        first: 0, or 1 when the member was dealt with already.
        name: what to call the member.
        fresh: makes a decompressor for the next member of the file.
        modified_at: as the header states.

    Yields:
        The member; after its chunks were read, a Gap for bytes at the end that belong to no member.
    """
    if first > 0:
        return
    junk: list[int] = []
    chunks = _chunks(item, fresh, junk)
    yield Member(0, name, item.size, modified_at=modified_at, chunks=chunks)
    if junk:
        yield Gap(Reason.TRAILING_BYTES, junk[0])


class _Feed:
    """Packed bytes still to be unpacked."""

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        self.at = 0
        self.pending = b""

    @property
    def start(self) -> int:
        """Offset of the first pending byte."""
        return self.at - len(self.pending)

    def fill(self) -> bool:
        """Read on when nothing is pending; False at the end of the file."""
        if not self.pending:
            self.pending = self._item.pread(PACKED_BYTES, self.at)
            self.at += len(self.pending)
        return bool(self.pending)

    def skip_zeros(self) -> bool:
        """Skip the zeros that tapes are padded with; False at the end of the file."""
        while self.fill():
            self.pending = self.pending.lstrip(b"\0")
            if self.pending:
                return True
        return False

    def take(self) -> bytes:
        """All pending bytes; they are no longer pending."""
        taken, self.pending = self.pending, b""
        return taken


def _chunks(item: OpenItem, fresh: Callable[[], Decompressor], junk: list[int]) -> Iterator[bytes]:
    """Unpacked bytes; `junk` learns how many bytes follow the last member."""
    feed = _Feed(item)
    total = 0
    more = feed.fill()
    while more:
        start, before = feed.start, total
        try:
            for piece in _one(feed, fresh()):
                total += len(piece)
                yield piece
        except _FAULTS as error:
            if start and total == before:
                junk.append(item.size - start)
                return
            raise ItemError(Reason.MALFORMED, bytes_read=total) from error
        except ItemError as error:
            if start and total == before and item.size - start < _LEAST_MEMBER:
                junk.append(item.size - start)
                return
            raise ItemError(error.reason, bytes_read=total) from error
        more = feed.skip_zeros()


def _one(feed: _Feed, machine: Decompressor) -> Iterator[bytes]:
    """One member of the file; what follows it is pending again."""
    while not machine.eof:
        if machine.needs_input and not feed.fill():
            raise ItemError(Reason.TRUNCATED)
        piece = machine.decompress(feed.take() if machine.needs_input else b"", CHUNK_BYTES)
        if piece:
            yield piece
    feed.pending = machine.unused_data + feed.pending
