"""Zip records laid out by hand, for what zipfile will not write: sealed members, raw names, entries that overlap."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_DATE, _TIME = (2024 - 1980) << 9 | 6 << 5 | 3, 0
_DEFLATED = 8


@dataclass(frozen=True)
class Packed:
    """One member as it lies in the archive.

    Attributes:
        name: bytes as stored.
        data: packed (and perhaps sealed) bytes.
        size: bytes unpacked.
        crc: CRC-32 of the unpacked bytes.
        flags: general purpose bits.
    """

    name: bytes
    data: bytes
    size: int
    crc: int
    flags: int = 0


def deflated(name: bytes, data: bytes) -> Packed:
    """Returns a member that is deflated."""
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Packed(name, squeezer.compress(data) + squeezer.flush(), len(data), zlib.crc32(data))


def archive_of(members: Sequence[Packed], *, again: Sequence[tuple[bytes, int]] = ()) -> bytes:
    """Returns a zip.

    Args:
        members: in order.
        again: further lines of the directory: a name, and the number of the member whose bytes it claims too.
    """
    body, places = bytearray(), []
    for member in members:
        places.append(len(body))
        body += b"PK\x03\x04" + _common(member, member.name) + member.name + member.data
    lines = [_line(member, member.name, at) for member, at in zip(members, places, strict=True)]
    lines += [_line(members[number], name, places[number]) for name, number in again]
    directory = b"".join(lines)
    end = struct.pack("<HHHHIIH", 0, 0, len(lines), len(lines), len(directory), len(body), 0)
    return bytes(body) + directory + b"PK\x05\x06" + end


def _common(member: Packed, name: bytes) -> bytes:
    sizes = (member.crc, len(member.data), member.size, len(name), 0)
    return struct.pack("<HHHHHIIIHH", 20, member.flags, _DEFLATED, _TIME, _DATE, *sizes)


def _line(member: Packed, name: bytes, at: int) -> bytes:
    rest = struct.pack("<HHHII", 0, 0, 0, 0, at)
    return b"PK\x01\x02" + struct.pack("<H", 20) + _common(member, name) + rest + name
