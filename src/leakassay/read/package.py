"""Zip packages of office files: checked for passwords, sizes and ratios before anything is unpacked."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason

UNPACKED_BYTES = 768 << 20
"""All parts of the package together."""

MAX_RATIO = 400
"""Unpacked to packed of a part; a sheet of one repeated value reaches 100."""

SMALL_BYTES = 1 << 22
"""A part that unpacks to less may have any ratio."""

PIECE_BYTES = 1 << 16
"""Bytes of a part handed on at a time."""

FAULTS = (
    zipfile.BadZipFile, zlib.error, ValueError, KeyError, NotImplementedError, EOFError, OSError, struct.error,
    RuntimeError,
)  # fmt: skip
"""What the standard library raises on broken packages, by name."""

_ENCRYPTED_ODF = b"manifest:encryption-data"
_MANIFEST = "META-INF/manifest.xml"
_LOCAL = struct.Struct("<4s5H3I2H")
_LOCAL_MARK = b"PK\x03\x04"
_WIDE = 0xFFFFFFFF
"""Size that stands elsewhere, in 64 bits."""
_STORED, _DEFLATED = 0, 8
_END_BYTES = 98
"""Behind the directory of a package with 64-bit numbers, and a checksum or two."""
_DESCRIPTOR_BYTES = 24
"""What may stand behind a part whose size was not known when it was begun."""


@dataclass(frozen=True)
class Salvaged:
    """A part of a package that has no directory, unpacked as far as it goes.

    Attributes:
        packed: bytes that it takes in the file.
        is_whole: False when it is cut or damaged.
    """

    name: str
    content: bytes
    packed: int
    is_whole: bool


def opened(source: BinaryIO) -> zipfile.ZipFile:
    """Open a package.

    Raises:
        ItemError: no zip (malformed), behind a password (encrypted), or unpacking to too much (refused).
    """
    try:
        package = zipfile.ZipFile(source)
        parts = package.infolist()
        if any(part.flag_bits & 1 for part in parts) or _is_locked_odf(package):
            raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    if sum(part.file_size for part in parts) > UNPACKED_BYTES:
        raise ItemError(Reason.LIMIT_SIZE, outcome=Outcome.REFUSED)
    if any(part.file_size > SMALL_BYTES and part.file_size > MAX_RATIO * max(1, part.compress_size) for part in parts):
        raise ItemError(Reason.LIMIT_RATIO, outcome=Outcome.REFUSED)
    return package


def pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part piece by piece; its checksum is compared at the end.

    Raises:
        ItemError: it does not unpack (malformed).
    """
    try:
        with package.open(part) as stream:
            while piece := stream.read(PIECE_BYTES):
                yield piece
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error


def stray_bytes(package: zipfile.ZipFile, item: OpenItem) -> int:
    """Bytes of the file that neither a part that is listed nor the directory accounts for."""
    held = 22 + len(package.comment)
    for part in package.infolist():
        head = item.pread(_LOCAL.size, max(0, part.header_offset))
        if len(head) == _LOCAL.size:
            *_, name_size, extra_size = _LOCAL.unpack(head)
            held += _LOCAL.size + name_size + extra_size + part.compress_size
        held += 46 + len(part.orig_filename.encode()) + len(part.extra) + len(part.comment)
        held += _DESCRIPTOR_BYTES if part.flag_bits & 8 else 0
    return max(0, item.size - held - _END_BYTES)


def is_at_odds(package: zipfile.ZipFile, item: OpenItem) -> bool:
    """True when the directory tells another name, size or check sum of a part than the part itself."""
    for part in package.infolist():
        name = part.orig_filename.encode("utf-8" if part.flag_bits & 0x800 else "cp437", "replace")
        head = item.pread(_LOCAL.size + len(name), max(0, part.header_offset))
        if len(head) < _LOCAL.size:
            return True
        _, _, flags, _, _, _, crc, packed, unpacked, name_size, _ = _LOCAL.unpack(head[: _LOCAL.size])
        if name_size != len(name) or head[_LOCAL.size :] != name:
            return True
        is_later = flags & 8 or _WIDE in (packed, unpacked)
        if not is_later and (crc, packed, unpacked) != (part.CRC, part.compress_size, part.file_size):
            return True
    return False


def salvaged(item: OpenItem, limit: int) -> Iterator[Salvaged]:
    """Parts of a package without a directory, one local header after the other, of at most `limit` bytes together."""
    at = 0
    while limit > 0:
        head = item.pread(_LOCAL.size, at)
        if len(head) < _LOCAL.size or not head.startswith(_LOCAL_MARK):
            return
        _, _, flags, method, _, _, _, packed, _, name_size, extra_size = _LOCAL.unpack(head)
        name = item.pread(name_size, at + _LOCAL.size).decode("utf-8", "replace")
        begin = at + _LOCAL.size + name_size + extra_size
        is_open = bool(flags & 8) and not packed
        if flags & 1 or method not in (_STORED, _DEFLATED) or (is_open and method == _STORED):
            return
        content, used, is_whole = _unpacked(
            item, begin, packed, is_open=is_open, is_stored=method == _STORED, most=limit
        )
        yield Salvaged(name, content, min(used, item.size - begin), is_whole)
        limit -= len(content)
        at = begin + used if not is_open else _next(item, begin + used)


def _unpacked(
    item: OpenItem, begin: int, packed: int, *, is_open: bool, is_stored: bool, most: int
) -> tuple[bytes, int, bool]:
    """Content, packed bytes, and whether all of it is there."""
    end = item.size if is_open else min(item.size, begin + packed)
    if is_stored:
        content = item.pread(min(packed, most), begin)
        return content, packed, len(content) == packed
    for step in (PIECE_BYTES, 64):  # a piece that is damaged gives nothing; small ones before it do
        machine, kept, at = zlib.decompressobj(-zlib.MAX_WBITS), bytearray(), begin
        try:
            while not machine.eof and at < end and len(kept) < most:
                piece = item.pread(min(step, end - at), at)
                kept += machine.decompress(piece, most - len(kept))
                at += len(piece)
                if not piece:
                    break
        except zlib.error:
            continue
        return bytes(kept), packed or at - begin - len(machine.unused_data), machine.eof
    return bytes(kept), packed or at - begin, False


def _next(item: OpenItem, at: int) -> int:
    """The next local header within the reach of a data descriptor; where nothing can be read if there is none."""
    found = item.pread(_DESCRIPTOR_BYTES + 4, at).find(_LOCAL_MARK)
    return at + found if found >= 0 else item.size


def _is_locked_odf(package: zipfile.ZipFile) -> bool:
    """OpenDocument encrypts part by part and says so in its manifest."""
    if _MANIFEST not in package.namelist() or package.getinfo(_MANIFEST).file_size > SMALL_BYTES:
        return False
    with package.open(_MANIFEST) as manifest:
        return _ENCRYPTED_ODF in manifest.read(SMALL_BYTES)
