"""Zip: members by the central directory with own checks; cut-off archives as far as their local headers go."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from leakassay.custody.openers import zip_directory
from leakassay.custody.openers.zip_cipher import AES, Locks, Packed, aes_field
from leakassay.custody.openers.zip_content import unpacked, unpacks
from leakassay.custody.openers.zip_directory import DESCRIBED, ENCRYPTED, Entry
from leakassay.custody.openers.zip_methods import METHODS
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Outcome, Reason

_PIECE_BYTES = 1 << 18
"""Packed bytes read at a time."""

_AE2 = 2
"""Version of AES members that state no check sum: their authentication code is enough."""


_OVERLAP = (Outcome.REFUSED, Reason.LIMIT_OVERLAP)
_MISSING = (Outcome.REFUSED, Reason.MISSING_VOLUME)


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
    locks = Locks(item.passwords)
    directory = _directory(item)
    if directory is not None:
        ends, overlapping, listed_to = _layout(item, directory)
        whole = bool(item.volumes) or zip_directory.is_listed_out(item, directory, listed_to)
        if whole and _is_usable(item, directory, overlapping):
            found = zip_directory.entries(item, directory)
            yield from _numbered(item, _Layout(found, ends, overlapping), locks, first)
            return
    yield from _salvaged(_before_the_first_missing(item), locks, first)


def _directory(item: OpenItem) -> zip_directory.Directory | None:
    """The central directory; None when it is not there, or lies in a volume that is missing."""
    try:
        return zip_directory.find(item)
    except ItemError as error:
        if error.reason is not Reason.MISSING_VOLUME:
            raise
        return None


def _before_the_first_missing(item: OpenItem) -> OpenItem:
    """The volumes that can be gone through without a directory."""
    there = list(takewhile(lambda volume: volume.fd >= 0, item.volumes))
    if len(there) == len(item.volumes):
        return item
    return replace(item, volumes=tuple(there), size=sum(volume.size for volume in there))


def _is_usable(item: OpenItem, directory: zip_directory.Directory, overlapping: npt.NDArray[np.bool_]) -> bool:
    """True when the directory is empty on purpose, or its first good entry points to a local header."""
    for index, entry in enumerate(zip_directory.entries(item, directory)):
        if not overlapping[index] and not _missing_bytes(item, entry.offset, entry.offset + 30):
            return zip_directory.local_entry(item, entry.offset) is not None
    return directory.start == directory.end or any(start < 0 for start in directory.starts) or bool(item.volumes)


def _missing_bytes(item: OpenItem, start: int, end: int) -> int:
    """Bytes between two offsets that lie in volumes that are missing; all of them for an offset that is nowhere."""
    if start < 0:
        return max(1, end - start)
    missing, at = 0, 0
    for volume in item.volumes:
        if volume.fd < 0:
            missing += max(0, min(end, at + volume.size) - max(start, at))
        at += volume.size
    return missing


def _layout(
    item: OpenItem, directory: zip_directory.Directory
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], int]:
    """Where each entry must end at the latest, which overlap one that starts before, and where the directory stops."""
    starts, least, listed_to = array("q"), array("q"), directory.start
    for entry in zip_directory.entries(item, directory):
        starts.append(min(entry.offset, item.size))
        least.append(min(entry.least_end, 1 << 62) if entry.offset >= 0 else -1)
        listed_to = entry.listed_to
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
    return limit, overlapping, listed_to


@dataclass(frozen=True)
class _Layout:
    """Entries in their order, the offset that each must end at, and which overlap another."""

    entries: Iterator[Entry]
    limits: npt.NDArray[np.int64]
    overlapping: npt.NDArray[np.bool_]


def _numbered(item: OpenItem, layout: _Layout, locks: Locks, first: int) -> Iterator[Opening]:
    lying = missing = False
    for index, entry in enumerate(layout.entries):
        if index < first or _is_folder(entry):
            continue
        if layout.overlapping[index]:
            made = Member(index, entry.name, 0, entry.unpacked, entry.modified_at, *_OVERLAP)
        else:
            local = _local(item, entry)
            made = _there(item, index, (entry, local), int(layout.limits[index]), locks)
            lying |= made.outcome is None and _differs(entry, local)
        missing |= made.reason is Reason.MISSING_VOLUME
        yield made
    if missing:
        yield Gap(Reason.MISSING_VOLUME)
    if lying:
        yield Gap(Reason.MALFORMED, part="local header")


def _local(item: OpenItem, entry: Entry) -> Entry | None:
    """The local header of an entry; None where there is none, or a volume is missing."""
    try:
        return zip_directory.local_entry(item, entry.offset)
    except ItemError:
        return None


def _there(item: OpenItem, index: int, pair: tuple[Entry, Entry | None], limit: int, locks: Locks) -> Member:
    """One entry; refused when what tells its length lies in a volume that is missing."""
    try:
        return _member(item, index, pair, limit, locks)
    except ItemError as error:
        if error.reason is not Reason.MISSING_VOLUME:
            raise
        entry = pair[0]
        return Member(index, entry.name, 0, entry.unpacked, entry.modified_at, *_MISSING)


def _differs(entry: Entry, local: Entry | None) -> bool:
    """True when the local header tells another story than the directory, which wins."""
    if local is None:
        return True
    same = local.name == entry.name and local.method == entry.method and not (local.flags ^ entry.flags) & ENCRYPTED
    if local.flags & DESCRIBED:
        return not same
    return not same or (local.packed, local.unpacked, local.crc) != (entry.packed, entry.unpacked, entry.crc)


def _salvaged(item: OpenItem, locks: Locks, first: int) -> Iterator[Opening]:
    held = found = 0
    for index, (entry, limit) in enumerate(_up_to_the_next(zip_directory.salvage(item), item.size)):
        member = _member(item, index, (entry, entry), limit, locks if index >= first else None)
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


def _member(item: OpenItem, index: int, pair: tuple[Entry, Entry | None], limit: int, locks: Locks | None) -> Member:
    """One entry of the directory with its local header; without `locks` it is only measured.

    Args:
        item: the archive.
        index: its number.
        pair: both; what the directory says counts.
        limit: offset that it cannot reach beyond.
        locks: passwords.
    """
    entry, local = pair
    limit = min(limit, item.size)
    reach = min(entry.least_end, limit)
    if missing := _missing_bytes(item, entry.offset, reach):
        there = max(0, reach - max(0, entry.offset) - missing)
        return Member(index, entry.name, there, entry.unpacked, entry.modified_at, *_MISSING)
    if local is None:
        return Member(index, entry.name, 0, entry.unpacked, entry.modified_at, Outcome.FAILED, Reason.MALFORMED)
    data_at = entry.offset + local.header_bytes
    end = min(data_at + entry.packed + _descriptor_bytes(item, entry, data_at + entry.packed), limit)
    measured = Member(index, entry.name, max(0, end - entry.offset), entry.unpacked, entry.modified_at)
    if locks is None:
        return measured
    return _with_content(item, measured, entry, (data_at, min(data_at + entry.packed, limit)), locks)


def _with_content(item: OpenItem, member: Member, entry: Entry, span: tuple[int, int], locks: Locks) -> Member:
    """The member with its bytes, or with the reason why they cannot be had."""
    packed: Packed = partial(_pieces, item, *span)
    aes = aes_field(entry)
    method = aes[2] if aes else entry.method
    if method not in METHODS and not (method == AES and entry.flags & ENCRYPTED):
        return replace(member, outcome=Outcome.UNSUPPORTED, reason=Reason.NO_READER)
    if entry.flags & ENCRYPTED:
        opened = locks.open(entry, packed, partial(unpacks, entry, method))
        if opened is None:
            return replace(member, outcome=Outcome.ENCRYPTED, reason=Reason.PASSWORD)
        packed = opened
    crc = entry.crc if entry.unpacked >= 0 and not (aes and aes[0] == _AE2) else None
    return replace(
        member, chunks=unpacked(packed(), method, entry.unpacked, crc, is_cut=entry.packed > span[1] - span[0])
    )


def _pieces(item: OpenItem, start: int, stop: int) -> Iterator[bytes]:
    while start < stop and (piece := item.pread(min(_PIECE_BYTES, stop - start), start)):
        start += len(piece)
        yield piece


def _descriptor_bytes(item: OpenItem, entry: Entry, at: int) -> int:
    """Bytes of the data descriptor: with or without signature, wide for zip64."""
    if not entry.flags & DESCRIBED:
        return 0
    raw = item.pread(24, at)
    signed = 4 if raw.startswith(b"PK\x07\x08") else 0
    wide = len(raw) >= signed + 20 and int.from_bytes(raw[signed + 4 : signed + 12], "little") == entry.packed
    narrow = int.from_bytes(raw[signed + 4 : signed + 8], "little") == entry.packed
    return signed + (20 if wide and not (narrow and raw[signed + 12 : signed + 14] == b"PK") else 12)
