"""Zip: members by the central directory with own checks; cut-off archives as far as their local headers go."""

from __future__ import annotations

import bz2
import zlib
from array import array
from collections.abc import Iterator
from typing import Protocol

import numpy as np
import numpy.typing as npt

from leakassay.custody.openers import zip_directory
from leakassay.custody.openers.zip_directory import DESCRIBED, ENCRYPTED, Entry
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Outcome, Reason

CHUNK_BYTES = 1 << 20
"""Unpacked bytes handed on at a time."""

STORED, DEFLATED, BZIPPED = 0, 8, 12


class _Unpacker(Protocol):
    """What zlib and bz2 objects have in common here."""

    def more(self, packed: bytes) -> bytes: ...

    @property
    def hungry(self) -> bool: ...

    @property
    def done(self) -> bool: ...


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a zip.

    Args:
        item: the archive.
        first: number of the entry to begin with; the ones before were dealt with.

    Yields:
        Every entry but folders, once; entries that overlap an earlier one are refused and hold no bytes.

    Raises:
        ItemError: neither a directory nor a local header was found.
    """
    directory = zip_directory.find(item)
    if directory is not None:
        ends, overlapping = _layout(item, directory)
        if _is_usable(item, directory, overlapping):
            found = zip_directory.entries(item, directory)
            yield from _numbered(item, found, ends, overlapping, first)
            return
    yield from _salvaged(item, first)


def _is_usable(item: OpenItem, directory: zip_directory.Directory, overlapping: npt.NDArray[np.bool_]) -> bool:
    """True when the directory is empty on purpose, or its first good entry points to a local header."""
    for index, entry in enumerate(zip_directory.entries(item, directory)):
        if not overlapping[index]:
            return zip_directory.local_entry(item, entry.offset) is not None
    return directory.start == directory.end


def _layout(item: OpenItem, directory: zip_directory.Directory) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Where each entry must end at the latest, and which entries overlap one that starts before."""
    starts, least = array("q"), array("q")
    for entry in zip_directory.entries(item, directory):
        starts.append(min(entry.offset, item.size))
        least.append(min(entry.least_end, (1 << 62)))
    start, end = np.array(starts, dtype=np.int64), np.array(least, dtype=np.int64)
    order = np.argsort(start, kind="stable")
    reached = np.maximum.accumulate(end[order]) if order.size else end
    overlapping = np.zeros(start.size, dtype=bool)
    overlapping[order[1:]] = start[order[1:]] < reached[:-1]
    overlapping |= start >= directory.start
    limit = np.full(start.size, directory.start, dtype=np.int64)
    # The next entry that counts ends this one.
    clean = order[~overlapping[order]]
    limit[clean[:-1]] = start[clean[1:]]
    return limit, overlapping


def _numbered(
    item: OpenItem,
    found: Iterator[Entry],
    limits: npt.NDArray[np.int64],
    overlapping: npt.NDArray[np.bool_],
    first: int,
) -> Iterator[Opening]:
    for index, entry in enumerate(found):
        if index < first or _is_folder(entry):
            continue
        if overlapping[index]:
            yield Member(index, entry.name, 0, entry.unpacked, entry.modified_at, Outcome.REFUSED, Reason.LIMIT_OVERLAP)
        else:
            yield _member(item, index, entry, int(limits[index]))


def _salvaged(item: OpenItem, first: int) -> Iterator[Opening]:
    held = found = 0
    for index, (entry, limit) in enumerate(_up_to_the_next(zip_directory.salvage(item), item.size)):
        member = _member(item, index, entry, limit)
        held += member.packed_bytes
        found += 1
        if index >= first and not _is_folder(entry):
            yield member
    if not found:
        raise ItemError(Reason.MALFORMED)
    yield Gap(Reason.TRUNCATED, max(0, item.size - held))


def _up_to_the_next(entries: Iterator[Entry], size: int) -> Iterator[tuple[Entry, int]]:
    """Each entry with the offset of the next one, which it cannot reach beyond whatever its header promises."""
    before: Entry | None = None
    for entry in entries:
        if before is not None:
            yield before, entry.offset
        before = entry
    if before is not None:
        yield before, size


def _is_folder(entry: Entry) -> bool:
    return entry.name.endswith(b"/") and not entry.packed


def _member(item: OpenItem, index: int, entry: Entry, limit: int) -> Member:
    """One entry; `limit` is the offset that it cannot reach beyond."""
    local = zip_directory.local_entry(item, entry.offset)
    if local is None:
        return Member(index, entry.name, 0, entry.unpacked, entry.modified_at, Outcome.FAILED, Reason.MALFORMED)
    data_at = entry.offset + 30 + zip_directory.local_lengths(item, entry.offset)
    limit = min(limit, item.size)
    end = min(data_at + entry.packed + _descriptor_bytes(item, entry, data_at + entry.packed), limit)
    packed = max(0, end - entry.offset)
    outcome, reason = _hindrance(entry)
    chunks = iter(()) if outcome else _unpacked(item, entry, data_at, min(data_at + entry.packed, limit))
    return Member(index, entry.name, packed, entry.unpacked, entry.modified_at, outcome, reason, chunks)


def _hindrance(entry: Entry) -> tuple[Outcome | None, Reason]:
    if entry.flags & ENCRYPTED:
        return Outcome.ENCRYPTED, Reason.PASSWORD
    if entry.method not in (STORED, DEFLATED, BZIPPED):
        return Outcome.UNSUPPORTED, Reason.NO_READER
    return None, Reason.NONE


def _descriptor_bytes(item: OpenItem, entry: Entry, at: int) -> int:
    """Bytes of the data descriptor: with or without signature, wide for zip64."""
    if not entry.flags & DESCRIBED:
        return 0
    raw = item.pread(24, at)
    signed = 4 if raw.startswith(b"PK\x07\x08") else 0
    wide = len(raw) >= signed + 20 and int.from_bytes(raw[signed + 4 : signed + 12], "little") == entry.packed
    narrow = int.from_bytes(raw[signed + 4 : signed + 8], "little") == entry.packed
    return signed + (20 if wide and not (narrow and raw[signed + 12 : signed + 14] == b"PK") else 12)


def _unpacked(item: OpenItem, entry: Entry, start: int, stop: int) -> Iterator[bytes]:
    """Unpacked bytes in bounded pieces, checked against the checksum at the end."""
    crc = total = 0
    for piece in _inflated(item, entry.method, start, stop):
        crc = zlib.crc32(piece, crc)
        total += len(piece)
        yield piece
    if entry.packed > stop - start:
        raise ItemError(Reason.TRUNCATED, bytes_read=total)
    if crc != entry.crc and entry.unpacked >= 0:
        raise ItemError(Reason.BAD_CHECKSUM, bytes_read=total)


def _inflated(item: OpenItem, method: int, start: int, stop: int) -> Iterator[bytes]:
    unpacker = _UNPACKERS[method]()
    at = start
    total = 0
    while not unpacker.done:
        packed = b""
        if unpacker.hungry:
            packed = item.pread(min(CHUNK_BYTES // 4, stop - at), at) if at < stop else b""
            at += len(packed)
            if not packed:
                if method == STORED:
                    return
                raise ItemError(Reason.TRUNCATED, bytes_read=total)
        try:
            piece = unpacker.more(packed)
        except (zlib.error, OSError, ValueError, EOFError) as error:
            raise ItemError(Reason.MALFORMED, bytes_read=total) from error
        total += len(piece)
        if piece:
            yield piece


class _Stored:
    """No compression."""

    hungry = True
    done = False

    def more(self, packed: bytes) -> bytes:
        return packed


class _Inflate:
    """Raw deflate."""

    def __init__(self) -> None:
        self._object = zlib.decompressobj(-15)

    @property
    def hungry(self) -> bool:
        return not self._object.unconsumed_tail

    @property
    def done(self) -> bool:
        return self._object.eof

    def more(self, packed: bytes) -> bytes:
        return self._object.decompress(self._object.unconsumed_tail + packed, CHUNK_BYTES)


class _Bunzip:
    """Bzip2."""

    def __init__(self) -> None:
        self._object = bz2.BZ2Decompressor()

    @property
    def hungry(self) -> bool:
        return self._object.needs_input

    @property
    def done(self) -> bool:
        return self._object.eof

    def more(self, packed: bytes) -> bytes:
        return self._object.decompress(packed, CHUNK_BYTES)


_UNPACKERS: dict[int, type[_Unpacker]] = {STORED: _Stored, DEFLATED: _Inflate, BZIPPED: _Bunzip}
