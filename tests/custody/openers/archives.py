"""Archives for the tests of openers, and openers run on them with passwords and volumes."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from custody import reading
from custody.reading import Opened
from leakassay.model.item import OpenItem, Volume, in_memory
from leakassay.model.member import Opening

Opener = Callable[[OpenItem, int], Iterator[Opening]]

DRAW = random.Random(7)
FILES = {
    "a.txt": b"NHS 999 000 0018\n" * 100,
    "empty": b"",
    "d/\u00e9t\u00e9.csv": bytes(DRAW.choices(b"0123456789,\n", k=70_000)),
    "b.bin": bytes(DRAW.choices(range(256), k=3_000)),
}


def seven_zip(files: dict[str, bytes] = FILES, **settings: Any) -> bytes:
    """A 7z as py7zr writes it."""
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", **settings) as made:
        for name, data in files.items():
            made.writestr(data, name)
    return out.getvalue()


def opened(members: Opener, raw: bytes, name: str = "", *, first: int = 0, passwords: Sequence[str] = ()) -> Opened:
    """Open and read everything, with passwords."""

    def with_passwords(item: OpenItem, start: int) -> Iterator[Opening]:
        settings = {"passwords": tuple(passwords)}
        return members(OpenItem(item.fd, item.size, item.name, settings=settings), start)

    return reading.opened(with_passwords, raw, name, first)


def opened_set(members: Opener, parts: Sequence[bytes | int], *, passwords: Sequence[str] = ()) -> Opened:
    """Open a set of volumes; a number stands for a missing one of that size."""
    volumes = tuple(
        Volume(-1, part) if isinstance(part, int) else Volume(in_memory(part).fd, len(part)) for part in parts
    )
    size = sum(volume.size for volume in volumes)

    def over_volumes(item: OpenItem, start: int) -> Iterator[Opening]:
        settings = {"passwords": tuple(passwords)}
        return members(OpenItem(item.fd, size, "x.001", settings=settings, volumes=volumes), start)

    return reading.opened(over_volumes, b"\0" * size)


def contents(found: Opened) -> dict[str, bytes]:
    """What came out, by name."""
    return {member.name.decode(): found.contents[member.index] for member in found.members}


def mutants(raw: bytes, count: int, seed: int = 1) -> Iterator[bytes]:
    """Copies with bytes changed, cut off, or a piece left out; the same ones every time."""
    draw = random.Random(seed)
    for _ in range(count):
        copy = bytearray(raw)
        for _ in range(draw.choice((1, 1, 2, 5, 20))):
            copy[draw.randrange(len(copy))] = draw.choice((0, 255, draw.randrange(256)))
        if draw.random() < 0.3:
            del copy[draw.randrange(len(copy)) :]
        elif draw.random() < 0.2:
            at = draw.randrange(len(copy))
            del copy[at : at + draw.randrange(1, 64)]
        yield bytes(copy)


def rar4_block(kind: int, flags: int, body: bytes) -> bytes:
    raw = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(raw) & 0xFFFF) + raw


def rar4(files: dict[str, bytes] = FILES, *, version: int = 29, method: int = 0x30, flags: int = 0) -> bytes:
    """A RAR 4 with stored files."""
    out = b"Rar!\x1a\x07\0" + rar4_block(0x73, 0, bytes(6))
    for name, data in files.items():
        raw = name.encode()
        sizes = struct.pack("<IIBI", len(data), len(data), 3, zlib.crc32(data))
        body = sizes + struct.pack("<IBBHI", 0x5A21_6000, version, method, len(raw), 0x81A4) + raw
        out += rar4_block(0x74, 0x8000 | flags, body) + data
    return out + rar4_block(0x7B, 0x4000, b"")


def variable(value: int) -> bytes:
    """A number of RAR 5 in three bytes, whatever it is."""
    return bytes((value & 127 | 128, value >> 7 & 127 | 128, value >> 14))


def rar5_block(body: bytes) -> bytes:
    raw = bytes((len(body),)) + body
    return struct.pack("<I", zlib.crc32(raw)) + raw


def rar5(files: dict[str, bytes] = FILES, *, how: int = 0, extra: bytes = b"") -> bytes:
    """A RAR 5 with stored files; `extra` is a record that each header bears."""
    out = b"Rar!\x1a\x07\x01\0" + rar5_block(b"\x01\0\0")
    for name, data in files.items():
        raw, length = name.encode(), variable(len(data))
        front = b"\x02" + (b"\x03" + variable(len(extra)) if extra else b"\x02") + length
        body = front + b"\x04" + length + b"\0" + struct.pack("<I", zlib.crc32(data)) + variable(how)
        out += rar5_block(body + b"\x01" + variable(len(raw)) + raw + extra) + data
    return out + rar5_block(b"\x05\0\0")


def by_libarchive(form: str, files: dict[str, bytes] = FILES, *, links: bool = False) -> bytes:
    """An archive as libarchive writes it."""
    import libarchive

    out: list[bytes] = []

    def keep(data: bytes) -> int:
        out.append(bytes(data))
        return len(data)

    with libarchive.custom_writer(keep, form) as made:
        for name, data in files.items():
            made.add_file_from_memory(name, len(data), data, mtime=1_700_000_000)
        if links:
            made.add_file_from_memory("link", 0, b"", libarchive.entry.FileType(0o120000), linkpath="/etc/shadow")
    return b"".join(out)


def cabinet(files: dict[str, bytes] = FILES) -> bytes:
    """A cabinet as cabarchive writes it."""
    from cabarchive import CabArchive, CabFile

    made = CabArchive()
    for name, data in files.items():
        made[name] = CabFile(data)
    return bytes(made.save(compress=True))
