"""The directory of a zip: entries from the central directory, or salvaged from local headers where that is missing."""

from __future__ import annotations

import calendar
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile

from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason

ENCRYPTED = 0x1
DESCRIBED = 0x8
"""Flag: sizes follow the data in a descriptor."""

_END = b"PK\x05\x06"
_END64_LOCATOR = b"PK\x06\x07"
_END64 = b"PK\x06\x06"
_ENTRY = b"PK\x01\x02"
_LEAST_BYTES = 46
"""Of one line of the directory."""

_SIGNATURE = b"PK\x05\x05"
"""Begins the digital signature of a directory."""

_LOCAL = b"PK\x03\x04"
_SEALED = b"PK\x06\x08"
"""Begins the record before a directory that is behind a password."""

_DESCRIPTOR = b"PK\x07\x08"
_LOCAL_BYTES = 256
"""Bytes of a local header read at once: most have a name and an extra field of less."""

_END_BYTES = 65536 + 22
"""Where the end record lies: it has 22 bytes and a comment."""

_SCAN_BYTES = 4 << 20


@dataclass(frozen=True)
class Entry:
    """One entry as the directory states it; nothing of it is trusted.

    Attributes:
        name: bytes as stored.
        offset: of its local header, in the item; -1 when it lies in a volume that nobody has.
        extra: its extra fields.
        clock: MS-DOS time as stored.
        listed_to: where its line in the central directory ends, in the item.
    """

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    offset: int
    modified_at: int | None
    extra: bytes = b""
    clock: int = 0
    listed_to: int = 0

    def field(self, kind: int) -> bytes:
        """An extra field; empty where there is none of this kind."""
        at = 0
        while at + 4 <= len(self.extra):
            found, length = struct.unpack_from("<HH", self.extra, at)
            if found == kind:
                return self.extra[at + 4 : at + 4 + length]
            at += 4 + length
        return b""

    @property
    def header_bytes(self) -> int:
        """Length of the local header, where that is what was read."""
        return 30 + len(self.name) + len(self.extra)

    @property
    def least_end(self) -> int:
        """Where it ends if its local header has no extra field."""
        return self.offset + 30 + len(self.name) + self.packed


@dataclass(frozen=True)
class Directory:
    """Where the central directory lies.

    Attributes:
        start: offset in the item.
        end: one past its last byte.
        starts: where each disk starts in the item, -1 for one that is not there. An archive in one file has one
            disk; it starts behind what stands before the archive proper (a self-extractor).
    """

    start: int
    end: int
    starts: tuple[int, ...]

    def place(self, disk: int, offset: int) -> int:
        """Offset in the item of an offset on a disk; -1 for a disk that is not there."""
        start = self.starts[disk] if disk < len(self.starts) else -1
        return start + offset if start >= 0 else -1


def find(item: OpenItem) -> Directory | None:
    """Locate the central directory from the end of the item.

    Returns:
        Where it lies; None when there is no usable one.

    Raises:
        ItemError: it is behind a password, or lies in a volume that is missing.
    """
    tail = item.tail(min(_END_BYTES, _there_at_the_end(item)) or 1)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        return None
    here = item.size - len(tail) + at
    last, disk, _, _, size, offset = struct.unpack_from("<HHHHII", tail, at + 4)
    end = _End(size, offset, here, last, disk)
    if 0xFFFFFFFF in (size, offset) or 0xFFFF in (last, disk) or tail[max(0, at - 20) :].startswith(_END64_LOCATOR):
        found = _find64(item, here)
        if found is None:
            return None
        end = found
    starts = volume_starts(item, end.last)
    directory = _only(item, end) if len(starts) == 1 else _across(item, end, starts)
    if directory is not None and item.pread(4, directory.start) == _SEALED:
        raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
    return directory


def _there_at_the_end(item: OpenItem) -> int:
    """Bytes behind the last volume that is missing."""
    there = list(takewhile(lambda volume: volume.fd >= 0, reversed(item.volumes)))
    return sum(volume.size for volume in there) if item.volumes else item.size


@dataclass(frozen=True)
class _End:
    """What the end record says: size and offset of the directory, where it stops, the last disk, its first disk."""

    size: int
    offset: int
    stop: int
    last: int
    disk: int


def volume_starts(item: OpenItem, last: int) -> tuple[int, ...]:
    """Where each disk starts in the item.

    Args:
        item: an archive, or a set of volumes that ends in the last disk.
        last: number of the last disk.
    """
    sizes = [volume.size for volume in item.volumes] or [item.size]
    begins = [0, *accumulate(sizes)][:-1]
    missing = last + 1 - len(begins)
    return (*(-1,) * missing, *begins) if missing >= 0 else tuple(begins)


def _only(item: OpenItem, end: _End) -> Directory | None:
    """The directory of an archive in one file."""
    start = end.stop - end.size
    if item.pread(4, end.offset) == _ENTRY and not (start > end.offset and item.pread(4, start) == _ENTRY):
        return Directory(end.offset, end.stop, (0,))  # the stated size is wrong, or fits without anything before it
    if start < 0 or start - end.offset < 0:
        return None
    return Directory(start, end.stop, (start - end.offset,))


def _across(item: OpenItem, end: _End, starts: tuple[int, ...]) -> Directory | None:
    """The directory of a split archive, which may begin on another disk than it ends on."""
    start = Directory(0, 0, starts).place(end.disk, end.offset)
    if start < 0 or item.pread(4, start) not in (_ENTRY, _SEALED):
        start = end.stop - end.size
    return Directory(start, end.stop, starts) if 0 <= start <= end.stop else None


def _find64(item: OpenItem, end: int) -> _End | None:
    """What the zip64 end record before `end` says."""
    locator = item.pread(20, end - 20) if end >= 20 else b""
    if not locator.startswith(_END64_LOCATOR):
        return None
    disk, offset, disks = struct.unpack_from("<IQI", locator, 4)
    starts = volume_starts(item, min(max(disks, 1), 0xFFFF) - 1)
    for at in (
        Directory(0, 0, starts).place(disk, offset),
        end - 20 - 56,
    ):  # the second: bytes stand before the archive
        record = item.pread(56, at) if 0 <= at < item.size else b""
        if len(record) == 56 and record.startswith(_END64):
            last, first = struct.unpack_from("<II", record, 16)
            size, begin = struct.unpack_from("<QQ", record, 40)
            return _End(size, begin, at, min(last, 0xFFFF), min(first, 0xFFFF))
    return None


def entries(item: OpenItem, directory: Directory) -> Iterator[Entry]:
    """Entries in the order of the central directory; ends early where an entry is damaged."""
    at = directory.start
    window, base = b"", at
    while at + _LEAST_BYTES <= directory.end:
        if at + 46 + 3 * 65535 > base + len(window):
            base, window = at, item.pread(min(1 << 20, directory.end - at), at)
        place = at - base
        if not window.startswith(_ENTRY, place) or len(window) - place < 46:
            return
        fields = struct.unpack_from("<HHHHIIIHHH", window, place + 8)
        flags, method, clock, date, crc, packed, unpacked, name_length, extra_length, comment_length = fields
        disk, offset = struct.unpack_from("<HxxxxxxI", window, place + 34)
        name = window[place + 46 : place + 46 + name_length]
        extra = window[place + 46 + name_length : place + 46 + name_length + extra_length]
        unpacked, packed, offset, disk = _zip64(extra, unpacked, packed, offset, disk)
        offset = directory.place(disk if len(directory.starts) > 1 else 0, offset)
        at += 46 + name_length + extra_length + comment_length
        yield Entry(name, flags, method, crc, packed, unpacked, offset, _seconds(date, clock), extra, clock, at)


def is_listed_out(item: OpenItem, directory: Directory, to: int) -> bool:
    """True when the lines of a directory, which end at `to`, fill it; behind them only its signature may stand."""
    left = directory.end - to
    if 0 <= left < _LEAST_BYTES:  # too short for a line, which a cut may have left there
        return not item.pread(left, to).strip(b"\0")
    return item.pread(4, to) == _SIGNATURE


def salvage(item: OpenItem) -> Iterator[Entry]:
    """Entries from local headers alone, for an archive whose end is missing."""
    at = _next(item, _LOCAL, 0)
    while at >= 0:
        entry = local_entry(item, at)
        if entry is None:
            return
        header = entry.header_bytes
        if entry.flags & DESCRIBED and not entry.packed:
            entry = _described(item, entry, at + header)
        yield entry
        at = _next(item, _LOCAL, at + header + entry.packed)


def local_entry(item: OpenItem, at: int) -> Entry | None:
    """The local header at an offset, or None when there is none."""
    raw = item.pread(_LOCAL_BYTES, at) if 0 <= at < item.size else b""
    if len(raw) < 30 or not raw.startswith(_LOCAL):
        return None
    flags, method, clock, date, crc, packed, unpacked, names, extras = struct.unpack_from("<HHHHIIIHH", raw, 6)
    rest = raw[30 : 30 + names + extras]
    if len(rest) < names + extras:
        rest += item.pread(names + extras - len(rest), at + len(raw))
    unpacked, packed, _, _ = _zip64(rest[names:], unpacked, packed, 0, 0)
    return Entry(rest[:names], flags, method, crc, packed, unpacked, at, _seconds(date, clock), rest[names:], clock)


def _described(item: OpenItem, entry: Entry, data_at: int) -> Entry:
    """Find the size of data without one: a descriptor whose size fits, else the next header, else the end."""
    at = data_at
    while (at := _next(item, _DESCRIPTOR, at)) >= 0:
        crc, packed, unpacked = struct.unpack_from("<III", item.pread(16, at).ljust(16, b"\0"), 4)
        if packed == at - data_at:
            return replace(entry, crc=crc, packed=packed, unpacked=unpacked)
        at += 4
    stop = _next(item, _LOCAL, data_at)
    packed = (stop if stop >= 0 else item.size) - data_at
    return replace(entry, crc=0, packed=max(packed, 0), unpacked=-1)


def _next(item: OpenItem, mark: bytes, at: int) -> int:
    """Offset of the next occurrence of a signature; -1 when there is none."""
    while at < item.size:
        window = item.pread(_SCAN_BYTES, at)
        found = window.find(mark)
        if found >= 0:
            return at + found
        if len(window) < _SCAN_BYTES:
            return -1
        at += len(window) - 3
    return -1


def _zip64(extra: bytes, unpacked: int, packed: int, offset: int, disk: int) -> tuple[int, int, int, int]:
    """Replace what does not fit into its field by what the zip64 extra field says."""
    values = [unpacked, packed, offset]
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            field = extra[at + 4 : at + 4 + length]
            for place, value in enumerate(values):
                if value == 0xFFFFFFFF and len(field) >= 8:
                    values[place] = int.from_bytes(field[:8], "little")
                    field = field[8:]
            if disk == 0xFFFF and len(field) >= 4:
                disk = int.from_bytes(field[:4], "little")
        at += 4 + length
    return values[0], values[1], values[2], disk


def _seconds(date: int, clock: int) -> int | None:
    """MS-DOS date and time as seconds since 1970, taken as UTC; None when impossible."""
    year, month, day = (date >> 9) + 1980, date >> 5 & 15, date & 31
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return calendar.timegm((year, month, day, clock >> 11, clock >> 5 & 63, (clock & 31) * 2))
