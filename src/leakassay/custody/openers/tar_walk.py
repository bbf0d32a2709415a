"""The members of a tar, header after header; beyond damage it goes on at the next header that holds together."""

from __future__ import annotations

import struct
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, cast

from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import READ_CHUNK
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Outcome, Reason

BLOCK_BYTES = 512

HEADER_BYTES = 4 << 20
"""Largest extended header (long names, pax records) read into memory."""

_MARK = b"ustar"
_MARK_AT = 257

_SEARCH_BYTES = 128 * BLOCK_BYTES
"""Bytes looked through at a time for the next header."""

_FAULTS = (tarfile.TarError, ValueError, OverflowError, EOFError, struct.error, IndexError, RecursionError)
"""What tarfile raises on hostile headers, by name (UnicodeError is a ValueError)."""


class Source(Protocol):
    """A tar, as a file or as a stream."""

    size: int
    """Unpacked bytes; -1 where only the end will tell."""

    def tell(self) -> int:
        """Where it stands."""

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to an offset; gives where it came to."""

    def read(self, size: int = -1) -> bytes:
        """Bytes of headers."""

    def peek(self, count: int) -> bytes:
        """The next bytes, without going on."""

    def data(self, at: int, size: int) -> Iterator[bytes]:
        """Bytes of a member; fewer at the end."""

    def packed(self) -> int:
        """Bytes of the item that gave what was passed."""

    def hold(self, start: int, end: int) -> tuple[int, Callable[[], int] | None]:
        """Bytes of the item that hold the data of a member, and how to ask again once they were read through."""

    def skip(self, end: int) -> None:
        """Pass over a member that was dealt with already."""


def is_header(head: bytes) -> bool:
    """True when the check sum of a header adds up, of unsigned bytes or, as old programs did it, of signed ones."""
    block = head[:BLOCK_BYTES]
    digits = block[148:156].strip(b"\0 ")
    if len(block) < BLOCK_BYTES or not digits.isdigit() or b"8" in digits or b"9" in digits:
        return False
    rest = block[:148] + b" " * 8 + block[156:]
    stated, unsigned = int(digits, 8), sum(rest)
    return unsigned > 256 and (stated == unsigned or stated == unsigned - 256 * sum(byte > 127 for byte in rest))


def walk(source: Source, first: int) -> Iterator[Opening]:
    """Walk a tar.

    Args:
        source: standing at the first header.
        first: number of the member to begin with (folders count).

    Yields:
        Files, links and special files; a Gap for what stands between or behind them and is no member, or is missing.

    Raises:
        ItemError: there is no header that holds together, or the source broke off.
    """
    number, state = 0, _Found(header=True, junk=0, ended=False)
    gaps = 0
    while state.header:
        archive = _Archive(source)
        for info in archive:
            if number < first:
                _skip(source, info)
            elif not info.isdir():
                yield _member(source, number, info)
            number += 1
        state = _to_next_header(source, archive, ended=state.ended)
        if state.junk and (number or state.header):  # also before the first member: a whole one may have stood there
            gaps += 1
            yield Gap(state.reason, state.junk)
    if not number:
        raise ItemError(Reason.MALFORMED)
    if archive.is_cut or not (state.ended or gaps):
        yield Gap(Reason.TRUNCATED)


def _skip(source: Source, info: tarfile.TarInfo) -> None:
    if info.isreg():
        source.skip(_data_end(info))


class _Archive:
    """Headers from where a source stands until the archive ends or one of them is damaged.

    Attributes:
        junk: bytes of the item that a damaged header takes up.
        is_cut: True when the data of the last member end too early.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._archive: tarfile.TarFile | None = None
        self.junk = 0
        self.is_cut = False

    def __iter__(self) -> Iterator[tarfile.TarInfo]:
        end = self._source.tell()
        while self._is_there(end) and is_header(self._source.peek(BLOCK_BYTES)):
            before = self._source.packed()
            info = self._next()
            if info is None or info.size < 0 or self._offset <= end:
                self._source.seek(max(self._source.tell(), end + BLOCK_BYTES))
                self.junk = self._source.packed() - before
                return
            end = self._offset
            yield info

    def _is_there(self, end: int) -> bool:
        """Go to where the next header should be."""
        source = self._source
        self.is_cut = source.seek(end) < end or 0 <= source.size < end
        return not self.is_cut

    @property
    def _offset(self) -> int:
        return self._archive.offset if self._archive is not None else 0

    def _next(self) -> tarfile.TarInfo | None:
        """The next header with those that extend it; None when one is damaged."""
        try:
            if self._archive is None:
                self._archive = tarfile.TarFile(
                    fileobj=cast("Any", self._source), mode="r", errors="surrogateescape", encoding="utf-8"
                )
            info = self._archive.next()
            vars(self._archive)["members"] = []  # tarfile would keep them all
        except _FAULTS:
            return None
        return info


@dataclass(frozen=True)
class _Found:
    """What stands before the next header.

    Attributes:
        header: False when there is no further one.
        junk: bytes of the item that are neither zeros nor a header.
        ended: True when blocks of zeros ended the archive.
        is_cut: True when what stands there is a part of a block.
    """

    header: bool
    junk: int
    ended: bool
    is_cut: bool = False

    @property
    def reason(self) -> Reason:
        """What the junk is."""
        if self.ended:
            return Reason.TRAILING_BYTES
        return Reason.TRUNCATED if self.is_cut else Reason.MALFORMED


def _to_next_header(source: Source, archive: _Archive, *, ended: bool) -> _Found:
    """Go on to the next header: behind zeros any, behind other bytes only one that says ustar."""
    junk, is_cut = archive.junk, False
    while not archive.is_cut and (piece := source.peek(_SEARCH_BYTES)):
        zeros = len(piece) - len(piece.lstrip(b"\0"))
        if zeros >= min(BLOCK_BYTES, len(piece)):
            ended = True
            source.seek(source.tell() + (zeros if zeros == len(piece) else zeros // BLOCK_BYTES * BLOCK_BYTES))
            continue
        at = _marked_header(piece) if junk or not is_header(piece) else 0
        is_cut = not junk and len(piece) < BLOCK_BYTES
        before = source.packed()
        source.seek(source.tell() + (at if at >= 0 else len(piece)))
        junk += source.packed() - before
        if at >= 0:
            return _Found(header=True, junk=junk, ended=ended)
    return _Found(header=False, junk=junk, ended=ended, is_cut=is_cut)


def _marked_header(piece: bytes) -> int:
    """Offset of the first block that is a header by mark and check sum; -1 when there is none."""
    at = piece.find(_MARK)
    while at >= 0:
        start = at - _MARK_AT
        if start >= 0 and start % BLOCK_BYTES == 0 and is_header(piece[start : start + BLOCK_BYTES]):
            return start
        at = piece.find(_MARK, at + 1)
    return -1


def _member(source: Source, index: int, info: tarfile.TarInfo) -> Member:
    name = info.name.encode("utf-8", "surrogateescape")
    modified_at = int(info.mtime) if 0 <= info.mtime < 1 << 40 else None
    if not info.isreg():
        reason = Reason.SYMLINK if info.islnk() or info.issym() else Reason.SPECIAL_FILE
        return Member(index, name, 0, 0, modified_at, Outcome.REFUSED, reason)
    held, at_end = source.hold(info.offset_data, _data_end(info))
    if info.sparse is not None:
        chunks = _sparse(source, info, _spans(info))
    else:
        chunks = _plain(source, info.offset_data, info.size)
    return Member(index, name, held, info.size, modified_at, chunks=chunks, packed_at_end=at_end)


def _spans(info: tarfile.TarInfo) -> list[tuple[int, int]]:
    """(offset in the file, length) of the stored pieces; one for a file that is not sparse."""
    spans: Any = info.sparse  # typeshed says bytes
    return list(spans) if spans is not None else [(0, info.size)]


def _data_end(info: tarfile.TarInfo) -> int:
    return info.offset_data + sum(max(0, length) for _, length in _spans(info))


def _plain(source: Source, at: int, size: int) -> Iterator[bytes]:
    """Stored bytes of one file."""
    done = 0
    for piece in source.data(at, size):
        done += len(piece)
        yield piece
    if done < size:
        raise ItemError(Reason.TRUNCATED, bytes_read=done)


def _sparse(source: Source, info: tarfile.TarInfo, spans: list[tuple[int, int]]) -> Iterator[bytes]:
    """Stored pieces with the holes between them as zeros."""
    place, stored_at = 0, info.offset_data
    for offset, length in spans:
        if offset < place or length < 0:
            raise ItemError(Reason.MALFORMED, bytes_read=place)
        yield from _zeros(offset - place)
        yield from _plain(source, stored_at, length)
        place, stored_at = offset + length, stored_at + length
    yield from _zeros(info.size - place)


def _zeros(count: int) -> Iterator[bytes]:
    while count > 0:
        piece = bytes(min(count, READ_CHUNK))
        count -= len(piece)
        yield piece
