"""Zip packages (docx, xlsx, ods) with every entry dated the same day, so that the same papers are the same bytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

_DATE = ((2024 - 1980) << 9) | (6 << 5) | 3
_TIME = 9 << 11
"""2024-06-03 09:00 as MS-DOS date and time."""
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_UTF8_NAME = 0x800
_DIRECTORY = 0x10
_LEVEL = 1
"""Office programs pack fast, not small."""
_FIRST = "mimetype"
"""OpenDocument wants this entry first and stored, so that the type stands at byte 38 of the file."""


@dataclass(frozen=True)
class _Entry:
    """One member as it lies in the package: its bytes are already compressed by `method`."""

    name: str
    method: int
    packed: bytes
    crc: int
    size: int


def restamped(data: bytes, changes: Mapping[str, bytes] | None = None) -> bytes:
    """Returns a zip with fixed dates, plain headers and the same order; compressed bytes are copied, not made again.

    Args:
        data: a zip of at most 4 GiB without encryption.
        changes: parts to replace where they lie, or to add at the end, by name.

    Raises:
        zipfile.BadZipFile: the bytes are no zip.
    """
    changed = dict(changes or {})
    entries = []
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        for info in source.infolist():
            if info.filename in changed:
                entries.append(_made(info.filename, changed.pop(info.filename)))
            elif info.filename == _FIRST:
                entries.append(_made(info.filename, source.read(info)))
            else:
                entries.append(_copied(data, info))
    entries += [_made(name, part) for name, part in changed.items()]
    return _joined(sorted(entries, key=lambda entry: entry.name != _FIRST))


def _made(name: str, part: bytes) -> _Entry:
    method = zipfile.ZIP_STORED if name == _FIRST else zipfile.ZIP_DEFLATED
    packed = part if name == _FIRST else zlib.compress(part, _LEVEL, -zlib.MAX_WBITS)
    return _Entry(name, method, packed, zlib.crc32(part), len(part))


def _copied(data: bytes, info: zipfile.ZipInfo) -> _Entry:
    name_bytes, extra_bytes = struct.unpack_from("<2H", data, info.header_offset + 26)
    start = info.header_offset + _LOCAL.size + name_bytes + extra_bytes
    packed = data[start : start + info.compress_size]
    return _Entry(info.filename, info.compress_type, packed, info.CRC, info.file_size)


def _joined(entries: list[_Entry]) -> bytes:
    body, directory = bytearray(), bytearray()
    for entry in entries:
        name = entry.name.encode("utf-8")
        flags = 0 if entry.name.isascii() else _UTF8_NAME
        facts = (20, flags, entry.method, _TIME, _DATE, entry.crc, len(entry.packed), entry.size, len(name), 0)
        kind = _DIRECTORY if entry.name.endswith("/") else 0
        directory += _CENTRAL.pack(b"PK\x01\x02", 20, *facts, 0, 0, 0, kind, len(body)) + name
        body += _LOCAL.pack(b"PK\x03\x04", *facts) + name + entry.packed
    end = _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return bytes(body + directory + end)
