"""Tar (ustar, GNU, pax, sparse): files as members; links and devices are listed and refused."""

from __future__ import annotations

import io
import struct
import tarfile
from collections.abc import Iterator
from typing import Any

from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import READ_CHUNK, OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Outcome, Reason

HEADER_BYTES = 4 << 20
"""Largest extended header (long names, pax records) read into memory."""

_FAULTS = (tarfile.TarError, ValueError, OverflowError, EOFError, struct.error, IndexError, RecursionError)
"""What tarfile raises on hostile headers, by name (UnicodeError is a ValueError)."""


class _Bounded(io.RawIOBase):
    """The item as a file that refuses to hand out more than a header's worth at once."""

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        self._at = 0

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


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a tar.

    Args:
        item: the archive.
        first: number of the member to begin with (folders count).

    Yields:
        Files, links and special files; a Gap when headers end before the archive does.

    Raises:
        ItemError: the first header is damaged already.
    """
    index = -1
    end = 0
    try:
        archive = tarfile.TarFile(fileobj=_Bounded(item), mode="r", errors="surrogateescape", encoding="utf-8")
        while (info := archive.next()) is not None:
            vars(archive)["members"] = []  # tarfile would keep them all
            if info.size < 0 or archive.offset <= info.offset:
                break
            index, end = index + 1, archive.offset
            if index >= first and not info.isdir():
                yield _member(item, index, info)
    except _FAULTS as error:
        if index < 0:
            raise ItemError(Reason.MALFORMED) from error
    if index < 0:
        raise ItemError(Reason.MALFORMED)
    if end < item.size and item.pread(512, end).strip(b"\0"):
        yield Gap(Reason.MALFORMED, item.size - end)
    elif end > item.size:
        yield Gap(Reason.TRUNCATED)


def _member(item: OpenItem, index: int, info: tarfile.TarInfo) -> Member:
    name = info.name.encode("utf-8", "surrogateescape")
    modified_at = int(info.mtime) if 0 <= info.mtime < 1 << 40 else None
    if not info.isreg():
        reason = Reason.SYMLINK if info.islnk() or info.issym() else Reason.SPECIAL_FILE
        return Member(index, name, 0, 0, modified_at, Outcome.REFUSED, reason)
    spans = _spans(info)
    stored = sum(length for _, length in spans)
    held = max(0, min(stored, item.size - info.offset_data))
    chunks = _sparse(item, info, spans) if info.sparse is not None else _plain(item, info.offset_data, info.size)
    return Member(index, name, held, info.size, modified_at, chunks=chunks)


def _spans(info: tarfile.TarInfo) -> list[tuple[int, int]]:
    """(offset in the file, length) of the stored pieces; one for a file that is not sparse."""
    spans: Any = info.sparse  # typeshed says bytes
    return list(spans) if spans is not None else [(0, info.size)]


def _plain(item: OpenItem, at: int, size: int) -> Iterator[bytes]:
    """Stored bytes of one file."""
    done = 0
    while done < size:
        piece = item.pread(min(READ_CHUNK, size - done), at + done)
        if not piece:
            raise ItemError(Reason.TRUNCATED, bytes_read=done)
        done += len(piece)
        yield piece


def _sparse(item: OpenItem, info: tarfile.TarInfo, spans: list[tuple[int, int]]) -> Iterator[bytes]:
    """Stored pieces with the holes between them as zeros."""
    place, stored_at = 0, info.offset_data
    for offset, length in spans:
        if offset < place or length < 0:
            raise ItemError(Reason.MALFORMED, bytes_read=place)
        yield from _zeros(offset - place)
        yield from _plain(item, stored_at, length)
        place, stored_at = offset + length, stored_at + length
    yield from _zeros(info.size - place)


def _zeros(count: int) -> Iterator[bytes]:
    while count > 0:
        piece = bytes(min(count, READ_CHUNK))
        count -= len(piece)
        yield piece
