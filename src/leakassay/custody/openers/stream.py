"""Compressed streams: all members of a file one after the other, as one item, or as the members of the tar inside."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Protocol

from leakassay.custody.openers import tar_stream
from leakassay.custody.openers.tar_walk import BLOCK_BYTES, is_header
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Reason

CHUNK_BYTES = 1 << 20
"""Unpacked bytes handed on at a time."""

PACKED_BYTES = 1 << 16
"""Packed bytes read at a time: what a member of a tar takes up is known that exactly."""

SKIM_BYTES = 2 << 30
"""Unpacked bytes that are gone through once more to find what follows a member that was dealt with already."""

_LEAST_MEMBER = 14
"""Fewer bytes are no member of any of these formats."""

_FAULTS = (zlib.error, OSError, ValueError, EOFError, RuntimeError, lzma.LZMAError)
"""What the decompressors raise on damaged bytes, by name."""

_TOO_MUCH_MEMORY = "Memory usage limit"
"""How liblzma says that a dictionary is larger than allowed."""


class Decompressor(Protocol):
    """What bz2 and lzma objects offer; the others are dressed the same way."""

    @property
    def eof(self) -> bool:
        """True at the end of the member."""

    @property
    def needs_input(self) -> bool:
        """True when it cannot go on without more packed bytes."""

    @property
    def unused_data(self) -> bytes | None:
        """What was given beyond the end of the member."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """About `max_length` bytes more, never many times that."""


Fresh = Callable[[bytes], Decompressor | None]
"""Gives a decompressor for the member that begins with these bytes; None when no member begins so."""


def opened(
    item: OpenItem, first: int, name: bytes, fresh: Fresh, *, modified_at: int | None = None
) -> Iterator[Opening]:
    """Open a stream of compressed members.

    Args:
        item: the file.
        first: number of the member to begin with.
        name: what to call what is inside, unless it is a tar.
        fresh: makes a decompressor for the next member of the file.
        modified_at: as the header states.

    Yields:
        The members of the tar that is inside, else what is inside as one member; in the end a Gap for bytes that
        belong to no member.
    """
    unpacked = Unpacked(item, fresh)
    head, rest = _parted(iter(unpacked))
    if is_header(head):
        yield from tar_stream.members(tar_stream.Forward(rest, unpacked), item.size, first)
    elif first == 0:
        yield Member(0, name, item.size, modified_at=modified_at, chunks=rest)
    else:
        _skim(rest)
    if unpacked.trailing:
        yield Gap(Reason.TRAILING_BYTES, unpacked.trailing)
    if unpacked.hidden:
        yield Gap(Reason.NO_READER, unpacked.hidden)


def _parted(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first pieces, enough to tell a tar, and all pieces; a fault among the first ones is raised when it is due."""
    early: list[bytes] = []
    held = 0
    try:
        for piece in pieces:
            early.append(piece)
            held += len(piece)
            if held >= BLOCK_BYTES:
                break
    except ItemError as error:
        return b"".join(early), chain(early, _raising(error))
    return b"".join(early), chain(early, pieces)


def _raising(error: ItemError) -> Iterator[bytes]:
    yield b""
    raise error


def _skim(pieces: Iterator[bytes]) -> None:
    """Go through pieces to learn what follows them; a fault was told when the member was taken."""
    left = SKIM_BYTES
    try:
        for piece in pieces:
            left -= len(piece)
            if left < 0:
                return
    except ItemError:
        return


class Unpacked:
    """The unpacked bytes of all members of a file.

    Args:
        item: the file.
        fresh: makes a decompressor for the next member of the file.

    Attributes:
        trailing: bytes after the last member that belong to none; known at the end.
    """

    def __init__(self, item: OpenItem, fresh: Fresh) -> None:
        self._item = item
        self._fresh = fresh
        self._feed = _Feed(item)
        self.trailing = 0

    @property
    def hidden(self) -> int:
        """Bytes in frames that decompressors pass over."""
        return self._feed.hidden

    @property
    def packed(self) -> int:
        """Packed bytes used up so far."""
        return self._feed.start

    def __iter__(self) -> Iterator[bytes]:
        """Pieces in their order.

        Raises:
            ItemError: the stream is cut off, damaged, or wants more memory than is allowed.
        """
        feed, total = self._feed, 0
        more = feed.fill()
        while more:
            start, before = feed.start, total
            try:
                for piece in _one(feed, self._fresh):
                    total += len(piece)
                    yield piece
            except _FAULTS as error:
                if start and total == before and not _wants_memory(error):
                    self.trailing = self._item.size - start
                    return
                raise ItemError(_reason(error), bytes_read=total) from error
            except ItemError as error:
                if start and total == before and self._item.size - start < _LEAST_MEMBER:
                    self.trailing = self._item.size - start
                    return
                raise ItemError(error.reason, outcome=error.outcome, bytes_read=total) from error
            more = feed.skip_zeros()


def _wants_memory(error: Exception) -> bool:
    return isinstance(error, lzma.LZMAError) and str(error).startswith(_TOO_MUCH_MEMORY)


def _reason(error: Exception) -> Reason:
    return Reason.LIMIT_MEMORY if _wants_memory(error) else Reason.MALFORMED


class _Feed:
    """Packed bytes still to be unpacked."""

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        self.at = 0
        self.pending = b""
        self.hidden = 0

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

    def peek(self, count: int) -> bytes:
        """The next bytes, without taking them."""
        while len(self.pending) < count:
            piece = self._item.pread(PACKED_BYTES, self.at)
            if not piece:
                break
            self.at += len(piece)
            self.pending += piece
        return self.pending[:count]

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


HEAD_BYTES = 16
"""Bytes of a member that tell what kind it is."""


def _one(feed: _Feed, fresh: Fresh) -> Iterator[bytes]:
    """One member of the file; what follows it is pending again."""
    machine = fresh(feed.peek(HEAD_BYTES))
    if machine is None:
        raise ValueError
    while not machine.eof:
        if machine.needs_input and not feed.fill():
            if getattr(machine, "may_end", False):  # formats without a mark at their end
                yield from _last_of(machine)
                return
            raise ItemError(Reason.TRUNCATED)
        piece = machine.decompress(feed.take() if machine.needs_input else b"", CHUNK_BYTES)
        if piece:
            yield piece
    feed.pending = (machine.unused_data or b"") + feed.pending  # lz4 says None where there is nothing
    feed.hidden += getattr(machine, "hidden", 0)


def _last_of(machine: Decompressor) -> Iterator[bytes]:
    """What a decompressor kept back until it was sure that nothing follows."""
    finish: Callable[[], bytes] | None = getattr(machine, "finish", None)
    if finish is not None and (piece := finish()):
        yield piece
