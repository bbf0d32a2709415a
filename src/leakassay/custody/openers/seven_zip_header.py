"""The header of a 7z: folders (one packed stream, or several, and how to unpack it) and the entries that lie in them.

Layout: `7zFormat.txt` of the LZMA SDK. Nothing that a header says is trusted; numbers are held against its length.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace

from leakassay.custody.openers.seven_zip_cursor import Cursor
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

SIGNATURE = b"7z\xbc\xaf\x27\x1c"
START_BYTES = 32
HEADER_BYTES = 256 << 20
"""Largest header, unpacked: a million entries take about 80 MB."""

_END, _HEADER, _STREAMS, _FILES = 0x00, 0x01, 0x04, 0x05
_PACK, _UNPACK, _SUBSTREAMS, _SIZE, _CRC, _FOLDER, _UNPACK_SIZE, _COUNT = range(0x06, 0x0E)
_EMPTY_STREAM, _EMPTY_FILE, _ANTI, _NAMES, _MODIFIED, _ATTRIBUTES = 0x0E, 0x0F, 0x10, 0x11, 0x14, 0x15
_ADDITIONAL, _PROPERTIES, _ENCODED = 0x03, 0x02, 0x17
_MOST_CODERS = 32
_SECONDS_TO_1970 = 11_644_473_600


@dataclass(frozen=True)
class Coder:
    """One step of unpacking: method id, its properties, streams in and out."""

    method: bytes
    properties: bytes
    inputs: int = 1
    outputs: int = 1


@dataclass(frozen=True)
class Substream:
    """The bytes of one entry inside what a folder unpacks to."""

    size: int
    crc: int | None


@dataclass(frozen=True)
class Folder:
    """Packed streams that are unpacked together.

    Attributes:
        raw: its definition, as in the header.
        coders: in the order of the header.
        binds: (in-stream, out-stream) pairs that connect coders.
        packed: (offset in the archive, bytes) of each packed stream.
        unpacked: bytes of each out-stream.
        substreams: what lies in it, in order.
        crc: of the whole; None where not stated.
    """

    raw: bytes
    coders: tuple[Coder, ...]
    binds: tuple[tuple[int, int], ...]
    packed_inputs: tuple[int, ...]
    packed: tuple[tuple[int, int], ...] = ()
    unpacked: tuple[int, ...] = ()
    substreams: tuple[Substream, ...] = ()
    crc: int | None = None

    @property
    def packed_bytes(self) -> int:
        """Bytes of all its packed streams."""
        return sum(size for _, size in self.packed)

    @property
    def main(self) -> int:
        """The out-stream that no coder takes in: what the folder unpacks to.

        Raises:
            ItemError: there is none.
        """
        bound = {out for _, out in self.binds}
        free = [out for out in range(len(self.unpacked)) if out not in bound]
        if len(free) != 1:
            raise ItemError(Reason.MALFORMED)
        return free[0]

    @property
    def size(self) -> int:
        """Bytes that it unpacks to."""
        return self.unpacked[self.main]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; its bytes are the next substream, unless it is empty.

    Attributes:
        name: UTF-8 of what is stored as UTF-16.
        has_bytes: it lies in a folder.
        is_folder: a directory.
        is_anti: an order to delete; it holds nothing.
        attributes: of Windows; with 0x8000 the upper half is a Unix mode.
    """

    name: bytes
    has_bytes: bool
    is_folder: bool
    is_anti: bool
    attributes: int
    modified_at: int | None


@dataclass(frozen=True)
class Start:
    """Where the header lies: bytes from the start of the archive, its length, its CRC-32."""

    offset: int
    size: int
    crc: int


@dataclass(frozen=True)
class Archive:
    """All that a header says."""

    folders: tuple[Folder, ...]
    entries: tuple[Entry, ...]


def start(head: bytes) -> Start:
    """Read the first 32 bytes.

    Raises:
        ItemError: they are damaged or cut off.
    """
    if len(head) < START_BYTES:
        raise ItemError(Reason.TRUNCATED)
    if not head.startswith(SIGNATURE) or zlib.crc32(head[12:32]) != int.from_bytes(head[8:12], "little"):
        raise ItemError(Reason.MALFORMED)
    offset, size, crc = struct.unpack_from("<QQI", head, 12)
    if size > HEADER_BYTES:
        raise ItemError(Reason.LIMIT_SIZE, outcome=Outcome.REFUSED)
    return Start(START_BYTES + offset, size, crc)


def packed_header(raw: bytes) -> Folder | None:
    """The folder that holds the real header; None when this is the real header.

    Raises:
        ItemError: damaged.
    """
    cursor = Cursor(raw)
    kind = cursor.byte()
    if kind == _HEADER:
        return None
    if kind != _ENCODED:
        raise ItemError(Reason.MALFORMED)
    folders = _streams(cursor)
    if len(folders) != 1 or folders[0].size > HEADER_BYTES:
        raise ItemError(Reason.MALFORMED)
    return folders[0]


def contents(raw: bytes) -> Archive:
    """Read an unpacked header.

    Raises:
        ItemError: damaged.
    """
    cursor = Cursor(raw)
    folders: tuple[Folder, ...] = ()
    entries: tuple[Entry, ...] = ()
    if cursor.byte() != _HEADER:
        raise ItemError(Reason.MALFORMED)
    while (kind := cursor.byte()) != _END:
        if kind == _PROPERTIES:
            while cursor.byte() != _END:
                cursor.take(cursor.count())
        elif kind == _ADDITIONAL:
            _streams(cursor)
        elif kind == _STREAMS:
            folders = _streams(cursor)
        elif kind == _FILES:
            entries = _files(cursor)
        else:
            raise ItemError(Reason.MALFORMED)
    held = sum(len(folder.substreams) for folder in folders)
    if sum(entry.has_bytes for entry in entries) > held:
        raise ItemError(Reason.MALFORMED)
    return Archive(folders, entries)


def _streams(cursor: Cursor) -> tuple[Folder, ...]:
    """Packed streams, folders and substreams."""
    packed: list[tuple[int, int]] = []
    folders: list[Folder] = []
    divided = False
    while (kind := cursor.byte()) != _END:
        if kind == _PACK:
            packed = _packed(cursor)
        elif kind == _UNPACK:
            folders = _folders(cursor)
        elif kind == _SUBSTREAMS:
            folders, divided = _substreams(cursor, folders), True
        else:
            raise ItemError(Reason.MALFORMED)
    if not divided:
        folders = [replace(folder, substreams=(Substream(folder.size, folder.crc),)) for folder in folders]
    return tuple(_placed(folders, packed))


def _placed(folders: list[Folder], packed: list[tuple[int, int]]) -> list[Folder]:
    """Each folder with the packed streams that are its own."""
    placed, at = [], 0
    for folder in folders:
        own = tuple(packed[at : at + len(folder.packed_inputs)])
        at += len(folder.packed_inputs)
        if len(own) != len(folder.packed_inputs):
            raise ItemError(Reason.MALFORMED)
        placed.append(replace(folder, packed=own))
    return placed


def _packed(cursor: Cursor) -> list[tuple[int, int]]:
    at = START_BYTES + cursor.number()
    count = cursor.count()
    sizes = [0] * count
    while (kind := cursor.byte()) != _END:
        if kind == _SIZE:
            sizes = [cursor.number() for _ in range(count)]
        elif kind == _CRC:
            cursor.checksums(count)
        else:
            raise ItemError(Reason.MALFORMED)
    places = []
    for size in sizes:
        places.append((at, size))
        at += size
    return places


def _folders(cursor: Cursor) -> list[Folder]:
    cursor.expect(_FOLDER)
    count = cursor.count()
    cursor.expect(0)  # definitions lie here, not in a stream of their own
    folders = [_folder(cursor) for _ in range(count)]
    cursor.expect(_UNPACK_SIZE)
    sized = []
    for folder in folders:
        outputs = sum(coder.outputs for coder in folder.coders)
        sized.append(replace(folder, unpacked=tuple(cursor.number() for _ in range(outputs))))
    while (kind := cursor.byte()) != _END:
        if kind != _CRC:
            raise ItemError(Reason.MALFORMED)
        sums = cursor.checksums(count)
        sized = [replace(folder, crc=crc) for folder, crc in zip(sized, sums, strict=True)]
    return sized


def _folder(cursor: Cursor) -> Folder:
    begin = cursor.at
    coders = tuple(_coder(cursor) for _ in range(_few(cursor.number())))
    inputs, outputs = sum(coder.inputs for coder in coders), sum(coder.outputs for coder in coders)
    binds = tuple((cursor.number(), cursor.number()) for _ in range(outputs - 1))
    bound = {at for at, _ in binds}
    free = [at for at in range(inputs) if at not in bound]
    count = inputs - len(binds)
    packed = tuple(free) if count == 1 else tuple(cursor.number() for _ in range(_few(count)))
    if len(packed) != count or any(at >= inputs or out >= outputs for at, out in binds):
        raise ItemError(Reason.MALFORMED)
    return Folder(cursor.raw[begin : cursor.at], coders, binds, packed)


def _few(number: int) -> int:
    if not 1 <= number <= _MOST_CODERS:
        raise ItemError(Reason.MALFORMED)
    return number


def _coder(cursor: Cursor) -> Coder:
    flags = cursor.byte()
    method = cursor.take(flags & 0x0F)
    inputs = outputs = 1
    if flags & 0x10:
        inputs, outputs = _few(cursor.number()), _few(cursor.number())
    properties = cursor.take(cursor.count()) if flags & 0x20 else b""
    if flags & 0x80:  # alternative methods were announced and never came
        raise ItemError(Reason.MALFORMED)
    return Coder(method, properties, inputs, outputs)


def _substreams(cursor: Cursor, folders: list[Folder]) -> list[Folder]:
    counts = [1] * len(folders)
    kind = cursor.byte()
    if kind == _COUNT:
        counts = [cursor.count() for _ in folders]
        kind = cursor.byte()
    if kind != _SIZE and any(count > 1 for count in counts):
        raise ItemError(Reason.MALFORMED)
    sizes = [_sizes(cursor, folder.size, count) for folder, count in zip(folders, counts, strict=True)]
    kind = cursor.byte() if kind == _SIZE else kind
    whole = [count == 1 and folder.crc is not None for folder, count in zip(folders, counts, strict=True)]
    sums: list[int | None] = []
    while kind != _END:
        if kind != _CRC:
            raise ItemError(Reason.MALFORMED)
        sums = cursor.checksums(sum(count for count, known in zip(counts, whole, strict=True) if not known))
        kind = cursor.byte()
    left = iter(sums)
    divided = []
    for folder, inside, known in zip(folders, sizes, whole, strict=True):
        parts = tuple(Substream(size, folder.crc if known else next(left, None)) for size in inside)
        divided.append(replace(folder, substreams=parts))
    return divided


def _sizes(cursor: Cursor, total: int, count: int) -> list[int]:
    """All sizes but the last are written down; the last is what remains."""
    if count == 0:
        return []
    sizes = [cursor.number() for _ in range(count - 1)]
    if sum(sizes) > total:
        raise ItemError(Reason.MALFORMED)
    return [*sizes, total - sum(sizes)]


def _files(cursor: Cursor) -> tuple[Entry, ...]:
    count = cursor.count()
    said: dict[int, bytes] = {}
    while (kind := cursor.number()) != _END:
        said[kind] = cursor.take(cursor.count())
    empty = Cursor(said[_EMPTY_STREAM]).bits(count) if _EMPTY_STREAM in said else [False] * count
    without = sum(empty)
    files = iter(Cursor(said[_EMPTY_FILE]).bits(without) if _EMPTY_FILE in said else [False] * without)
    anti = iter(Cursor(said[_ANTI]).bits(without) if _ANTI in said else [False] * without)
    names = _names(said.get(_NAMES, b""), count)
    times = _values(said.get(_MODIFIED, b""), count, 8)
    attributes = _values(said.get(_ATTRIBUTES, b""), count, 4)
    entries = []
    for index in range(count):
        is_folder, is_anti = empty[index] and not next(files), empty[index] and next(anti)
        time = times[index]
        modified_at = None if time is None else time // 10_000_000 - _SECONDS_TO_1970
        bits = attributes[index] or 0
        entries.append(Entry(names[index], not empty[index], is_folder, is_anti, bits, modified_at))
    return tuple(entries)


def _names(raw: bytes, count: int) -> list[bytes]:
    """Names end with a zero of two bytes; those that are missing are empty."""
    text = raw[1 : 1 + (len(raw) - 1) // 2 * 2].decode("utf-16-le", "surrogatepass") if raw[:1] == b"\0" else ""
    names = [name.encode("utf-8", "surrogatepass") for name in text.split("\0")[:count]]
    return names + [b""] * (count - len(names))


def _values(raw: bytes, count: int, width: int) -> list[int | None]:
    """One number for each entry that has one."""
    if not raw:
        return [None] * count
    cursor = Cursor(raw)
    defined = cursor.defined(count)
    cursor.expect(0)  # not in a stream of its own
    return [int.from_bytes(cursor.take(width), "little") if there else None for there in defined]
