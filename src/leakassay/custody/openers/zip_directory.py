"""The directory of a zip: entries from the central directory, or salvaged from local headers where that is missing."""

from __future__ import annotations

import calendar
import struct
from collections.abc import Iterator
from dataclasses import dataclass

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
_LOCAL = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"
_SCAN_BYTES = 4 << 20


@dataclass(frozen=True)
class Entry:
    """One entry as the directory states it; nothing of it is trusted.

    Attributes:
        name: bytes as stored.
        offset: of its local header, in the item.
    """

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    offset: int
    modified_at: int | None

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
        shift: bytes that stand before the archive proper (a self-extractor); added to every offset.
    """

    start: int
    end: int
    shift: int


def find(item: OpenItem) -> Directory | None:
    """Locate the central directory from the end of the item.

    Returns:
        Where it lies; None when there is no usable one.

    Raises:
        ItemError: the archive is split over several files (`unsupported`).
    """
    tail = item.tail(65536 + 22)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        return None
    here = item.size - len(tail) + at
    size, offset = struct.unpack_from("<II", tail, at + 12)
    stop = here
    if 0xFFFFFFFF in (size, offset) or tail[max(0, at - 20) :].startswith(_END64_LOCATOR):
        found = _find64(item, here)
        if found is None:
            return None
        size, offset, stop = found
    if struct.unpack_from("<H", tail, at + 4)[0] not in (0, 0xFFFF):
        # The last volume of a split archive: its members lie in other files.
        raise ItemError(Reason.NO_READER, outcome=Outcome.UNSUPPORTED)
    start = stop - size
    if item.pread(4, offset) == _ENTRY and not (start > offset and item.pread(4, start) == _ENTRY):
        return Directory(offset, stop, 0)  # the stated size is wrong, or fits without anything before the archive
    if start < 0 or start - offset < 0:
        return None
    return Directory(start, stop, start - offset)


def _find64(item: OpenItem, end: int) -> tuple[int, int, int] | None:
    """Size and offset from the zip64 end record before `end`, and where that record stands."""
    locator = item.pread(20, end - 20) if end >= 20 else b""
    if not locator.startswith(_END64_LOCATOR):
        return None
    (at,) = struct.unpack_from("<Q", locator, 8)
    record = item.pread(56, at) if at < item.size else b""
    if len(record) < 56 or not record.startswith(_END64):
        return None
    size, offset = struct.unpack_from("<QQ", record, 40)
    return size, offset, at


def entries(item: OpenItem, directory: Directory) -> Iterator[Entry]:
    """Entries in the order of the central directory; ends early where an entry is damaged."""
    at = directory.start
    window, base = b"", at
    while at + 46 <= directory.end:
        if at + 46 + 3 * 65535 > base + len(window):
            base, window = at, item.pread(min(1 << 20, directory.end - at), at)
        place = at - base
        if not window.startswith(_ENTRY, place) or len(window) - place < 46:
            return
        fields = struct.unpack_from("<HHHHIIIHHH", window, place + 8)
        flags, method, clock, date, crc, packed, unpacked, name_length, extra_length, comment_length = fields
        (offset,) = struct.unpack_from("<I", window, place + 42)
        name = window[place + 46 : place + 46 + name_length]
        extra = window[place + 46 + name_length : place + 46 + name_length + extra_length]
        unpacked, packed, offset = _zip64(extra, unpacked, packed, offset)
        yield Entry(name, flags, method, crc, packed, unpacked, offset + directory.shift, _seconds(date, clock))
        at += 46 + name_length + extra_length + comment_length


def salvage(item: OpenItem) -> Iterator[Entry]:
    """Entries from local headers alone, for an archive whose end is missing."""
    at = _next(item, _LOCAL, 0)
    while at >= 0:
        entry = local_entry(item, at)
        if entry is None:
            return
        header = 30 + local_lengths(item, at)
        if entry.flags & DESCRIBED and not entry.packed:
            entry = _described(item, entry, at + header)
        yield entry
        at = _next(item, _LOCAL, at + header + entry.packed)


def local_entry(item: OpenItem, at: int) -> Entry | None:
    """The local header at an offset, or None when there is none."""
    raw = item.pread(30, at) if 0 <= at < item.size else b""
    if len(raw) < 30 or not raw.startswith(_LOCAL):
        return None
    flags, method, clock, date, crc, packed, unpacked, names, extras = struct.unpack_from("<HHHHIIIHH", raw, 6)
    rest = item.pread(names + extras, at + 30)
    unpacked, packed, _ = _zip64(rest[names:], unpacked, packed, 0)
    return Entry(rest[:names], flags, method, crc, packed, unpacked, at, _seconds(date, clock))


def local_lengths(item: OpenItem, at: int) -> int:
    """Bytes of name and extra field in the local header at an offset."""
    raw = item.pread(30, at)
    names, extras = struct.unpack_from("<HH", raw, 26)
    return int(names) + int(extras)


def _described(item: OpenItem, entry: Entry, data_at: int) -> Entry:
    """Find the size of data without one: a descriptor whose size fits, else the next header, else the end."""
    at = data_at
    while (at := _next(item, _DESCRIPTOR, at)) >= 0:
        crc, packed, unpacked = struct.unpack_from("<III", item.pread(16, at).ljust(16, b"\0"), 4)
        if packed == at - data_at:
            return Entry(entry.name, entry.flags, entry.method, crc, packed, unpacked, entry.offset, entry.modified_at)
        at += 4
    stop = _next(item, _LOCAL, data_at)
    packed = (stop if stop >= 0 else item.size) - data_at
    return Entry(entry.name, entry.flags, entry.method, 0, max(packed, 0), -1, entry.offset, entry.modified_at)


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


def _zip64(extra: bytes, unpacked: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Replace sizes that do not fit into 32 bits by those of the zip64 extra field."""
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
        at += 4 + length
    return values[0], values[1], values[2]


def _seconds(date: int, clock: int) -> int | None:
    """MS-DOS date and time as seconds since 1970, taken as UTC; None when impossible."""
    year, month, day = (date >> 9) + 1980, date >> 5 & 15, date & 31
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return calendar.timegm((year, month, day, clock >> 11, clock >> 5 & 63, (clock & 31) * 2))
