"""Headers of a 7z archive: signature, streams, names and times, as 7zFormat.txt of the LZMA SDK lays them out."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

SIGNATURE_BYTES = 32
"""What stands before the packed stream."""

FILE_TIME = 133_618_464_000_000_000
"""Modification time of every entry: 2024-06-03 in 100-nanosecond steps since 1601."""

_END, _HEADER, _STREAMS, _FILES = b"\0", b"\x01", b"\x04", b"\x05"
_PACK, _UNPACK, _SUBSTREAMS, _SIZE, _CRC, _FOLDER, _UNPACK_SIZE, _COUNT = (
    b"\x06", b"\x07", b"\x08", b"\x09", b"\x0a", b"\x0b", b"\x0c", b"\x0d",
)  # fmt: skip
_EMPTY_STREAM, _EMPTY_FILE, _NAMES, _MTIME, _ATTRIBUTES, _ENCODED = 0x0E, 0x0F, 0x11, 0x14, 0x15, b"\x17"
_ALL, _INTERNAL = b"\x01", b"\0"
_ARCHIVE_ATTRIBUTE = 0x20


@dataclass(frozen=True)
class Entry:
    """One file: its name with `/`, its size in bytes and the CRC-32 of its bytes."""

    name: str
    size: int
    crc: int


@dataclass(frozen=True)
class Stream:
    """One packed stream and how it is unpacked.

    Attributes:
        packed: bytes of it.
        coders: (method, properties) in the order of unpacking; each feeds the next.
        unpacked: bytes that come out of each coder.
    """

    packed: int
    coders: tuple[tuple[bytes, bytes], ...]
    unpacked: tuple[int, ...]


def number(value: int) -> bytes:
    """Returns a number in one to nine bytes: leading ones of the first byte count the bytes that follow."""
    for follow in range(8):
        if value < 1 << 7 * (follow + 1):
            first = 0xFF << (8 - follow) & 0xFF | value >> 8 * follow
            return bytes([first]) + (value & (1 << 8 * follow) - 1).to_bytes(follow, "little")
    return b"\xff" + value.to_bytes(8, "little")


def signature(offset: int, header: bytes) -> bytes:
    """Returns the first 32 bytes; `offset` counts from behind them to `header`, the last thing in the archive."""
    start = struct.pack("<QQI", offset, len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start


def plain_header(entries: Sequence[Entry], stream: Stream) -> bytes:
    """Returns the header of a solid archive: one stream, out of which the files that hold bytes come in order."""
    full = [entry for entry in entries if entry.size]
    header = _HEADER
    if full:
        sizes = b"".join(number(entry.size) for entry in full[:-1])
        substreams = _SUBSTREAMS + (_COUNT + number(len(full)) if len(full) > 1 else b"")
        substreams += _SIZE + sizes if sizes else b""
        substreams += _CRC + _ALL + b"".join(struct.pack("<I", entry.crc) for entry in full) + _END
        header += _STREAMS + _streams(stream, 0) + substreams + _END
    return header + _FILES + _files(entries) + _END


def encoded_header(stream: Stream, at: int, crc: int) -> bytes:
    """Returns what stands in for a header that is itself packed (and sealed) in `stream`, `at` bytes in."""
    return _ENCODED + _streams(stream, at, crc) + _END


def _streams(stream: Stream, at: int, crc: int | None = None) -> bytes:
    pack = _PACK + number(at) + number(1) + _SIZE + number(stream.packed) + _END
    coders = b"".join(_coder(method, properties) for method, properties in stream.coders)
    # coder n+1 reads what coder n gives
    bonds = b"".join(number(place + 1) + number(place) for place in range(len(stream.coders) - 1))
    folder = _FOLDER + number(1) + _INTERNAL + number(len(stream.coders)) + coders + bonds
    sizes = _UNPACK_SIZE + b"".join(number(size) for size in stream.unpacked)
    digest = b"" if crc is None else _CRC + _ALL + struct.pack("<I", crc)
    return pack + _UNPACK + folder + sizes + digest + _END


def _coder(method: bytes, properties: bytes) -> bytes:
    flags = len(method) | (0x20 if properties else 0)
    return bytes([flags]) + method + (number(len(properties)) + properties if properties else b"")


def _files(entries: Sequence[Entry]) -> bytes:
    count = len(entries)
    names = _INTERNAL + b"".join(entry.name.encode("utf-16-le") + b"\0\0" for entry in entries)
    times = _ALL + _INTERNAL + struct.pack("<Q", FILE_TIME) * count
    attributes = _ALL + _INTERNAL + struct.pack("<I", _ARCHIVE_ATTRIBUTE) * count
    empty = [not entry.size for entry in entries]
    said = [(_NAMES, names), (_MTIME, times), (_ATTRIBUTES, attributes)]
    if any(empty):
        # every entry without bytes is a file: folders are not listed
        said = [(_EMPTY_STREAM, _bits(empty)), (_EMPTY_FILE, _bits([True] * sum(empty))), *said]
    return number(count) + b"".join(bytes([kind]) + number(len(body)) + body for kind, body in said) + _END


def _bits(flags: Sequence[bool]) -> bytes:
    text = "".join("1" if flag else "0" for flag in flags)
    width = -(-len(text) // 8)
    return int(text.ljust(8 * width, "0"), 2).to_bytes(width, "big")
