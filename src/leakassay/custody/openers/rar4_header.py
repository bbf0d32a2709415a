"""Headers of RAR 1.5 to 4, walked block by block, also where they are encrypted."""

from __future__ import annotations

import calendar
import stat
import zlib
from collections.abc import Iterator, Sequence

from leakassay.custody.openers.rar_block import Block, Bytes, File, Seal, Span, clipped, rest
from leakassay.custody.openers.rar_key import key_of
from leakassay.custody.openers.seven_zip_key import Deciphered
from leakassay.custody.openers.spliced import Source
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

SIGNATURE = b"Rar!\x1a\x07\0"

MAIN, FILE, END = 0x73, 0x74, 0x7B
_OLD = range(0x75, 0x7A)
"""Blocks of RAR 2 for comments, owners and signatures."""

_LONG_BLOCK = 0x8000
_SEALED_HEADERS = 0x80
_BEFORE, _AFTER, _SEALED, _SOLID, _LARGE, _UNICODE, _SALTED = 0x01, 0x02, 0x04, 0x10, 0x100, 0x200, 0x400
_MORE_FOLLOW, _NUMBERED, _FIRST_VOLUME = 0x01, 0x11, 0x100
_ENDING_PACKER = 29
"""From RAR 2.9 on archives end with a block that says so."""

_FOLDER = 0xE0
_UNIX = 3
_REPARSE_POINT = 0x400


def walk(source: Source, volume: Span, passwords: Sequence[str]) -> Iterator[Block]:
    """Files of one volume.

    Args:
        source: the item.
        volume: where it lies.
        passwords: for encrypted headers.

    Yields:
        Files; a Gap where headers end in damage or before their time, and where another volume should be.

    Raises:
        ItemError: headers are encrypted and no password opens them.
    """
    at, stop = volume.start + len(SIGNATURE), volume.stop
    packer = _ENDING_PACKER
    password: str | None = None
    while at < stop:
        try:
            header, data_at = _plain(source, at, stop) if password is None else _opened(source, at, stop, password)
            kind, flags = header[2], int.from_bytes(header[3:5], "little")
            file = _file(header) if kind == FILE else None
            size = _data_bytes(header, kind, flags)
        except ItemError as error:
            yield rest(error.reason, at, stop)
            return
        if _calls_for_another(kind, flags, volume):
            yield Gap(Reason.MISSING_VOLUME)
        if kind == END:
            return
        at = data_at + size
        if file is not None:
            packer = file.version
            yield clipped(file, data_at, size, stop)
        if kind == MAIN and flags & _SEALED_HEADERS:
            password = _word(source, at, stop, passwords)
    if packer >= _ENDING_PACKER or at > stop:
        yield Gap(Reason.TRUNCATED)


def _calls_for_another(kind: int, flags: int, volume: Span) -> bool:
    """True for a main header that is not the first one's, and for an end that is not the last."""
    if kind == MAIN:
        return volume.is_first and flags & _NUMBERED == _NUMBERED and not flags & _FIRST_VOLUME
    return kind == END and volume.is_last and bool(flags & _MORE_FOLLOW)


def _plain(source: Source, at: int, stop: int) -> tuple[bytes, int]:
    """A header and where its data begin."""
    fixed = source.pread(min(7, stop - at), at)
    if len(fixed) < 7:
        raise ItemError(Reason.TRUNCATED)
    size = int.from_bytes(fixed[5:7], "little")
    if size < 7:
        raise ItemError(Reason.MALFORMED)
    header = source.pread(min(size, stop - at), at)
    if len(header) < size:
        raise ItemError(Reason.TRUNCATED)
    # comments stand inside old headers, and old blocks run on, outside of their checksums
    if zlib.crc32(header[2:]) & 0xFFFF != int.from_bytes(header[:2], "little") and not _has_old_comment(header):
        raise ItemError(Reason.MALFORMED)
    return header, at + size


def _has_old_comment(header: bytes) -> bool:
    kind, flags = header[2], int.from_bytes(header[3:5], "little")
    return kind in _OLD or (kind == FILE and bool(flags & 0x08)) or (kind == MAIN and bool(flags & 0x02))


def _opened(source: Source, at: int, stop: int, password: str) -> tuple[bytes, int]:
    """An encrypted header: salt, then whole blocks."""
    salt = source.pread(min(8, stop - at), at)
    if len(salt) < 8:
        raise ItemError(Reason.TRUNCATED)
    plain = Deciphered(source, at + 8, stop - at - 8, key_of(password, Seal(salt)))
    header, end = _plain(plain, 0, plain.size)
    return header, at + 8 + (end + 15) // 16 * 16


def _word(source: Source, at: int, stop: int, passwords: Sequence[str]) -> str:
    """The password whose first header has the right checksum."""
    for word in passwords:
        try:
            _opened(source, at, stop, word)
        except ItemError:
            continue
        return word
    raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)


def _data_bytes(header: bytes, kind: int, flags: int) -> int:
    if not flags & _LONG_BLOCK and kind != FILE:
        return 0
    cursor = Bytes(header)
    cursor.take(7)
    low = cursor.number(4)
    if kind != FILE or not flags & _LARGE:
        return low
    cursor.take(21)
    return low | cursor.number(4) << 32


def _file(header: bytes) -> File:
    cursor = Bytes(header)
    cursor.take(3)
    flags = cursor.number(2)
    cursor.take(2 + 4)
    unpacked, host, crc, time = cursor.number(4), cursor.number(1), cursor.number(4), cursor.number(4)
    version, method, length, attributes = cursor.number(1), cursor.number(1), cursor.number(2), cursor.number(4)
    if flags & _LARGE:
        cursor.take(4)
        unpacked |= cursor.number(4) << 32
    name = _name(cursor.take(length), unicode=bool(flags & _UNICODE))
    salt = cursor.take(8) if flags & _SALTED else b""
    is_link = stat.S_ISLNK(attributes) if host == _UNIX else bool(attributes & _REPARSE_POINT)
    return File(
        name=name,
        parts=(),
        unpacked=unpacked,
        crc=crc,
        form=4,
        version=version,
        method=max(0, method - 0x30),
        window=flags & _FOLDER,
        is_solid=bool(flags & _SOLID) and version >= 20,
        is_folder=flags & _FOLDER == _FOLDER,
        modified_at=_seconds(time),
        hindrance=(Outcome.REFUSED, Reason.SYMLINK) if is_link else None,
        seal=Seal(salt) if flags & _SEALED else None,
        begins=not flags & _BEFORE,
        ends=not flags & _AFTER,
    )


def _name(raw: bytes, *, unicode: bool) -> bytes:
    """UTF-8 of a name that is stored twice, in a code page and in a packed UTF-16; else the bytes as they stand."""
    if not unicode or b"\0" not in raw:
        return raw
    plain, packed = raw.split(b"\0", 1)
    try:
        return _unpacked_name(plain, packed).encode("utf-8", "surrogatepass")
    except (IndexError, UnicodeDecodeError):
        return plain


def _unpacked_name(plain: bytes, packed: bytes) -> str:
    """Two bits a step a step: a low byte, one with the common high byte, both, or some out of `plain`."""
    out = bytearray()
    high, at, flags, bits = packed[0], 1, 0, 0
    while at < len(packed):
        if not bits:
            flags, bits, at = packed[at], 8, at + 1
            continue
        bits -= 2
        step = flags >> bits & 3
        if step == 3:
            count = packed[at]
            at += 1
            fix, top = (packed[at], high) if count & 0x80 else (0, 0)
            at += bool(count & 0x80)
            begin = len(out) // 2
            for char in plain[begin : begin + (count & 0x7F) + 2]:
                out += bytes(((char + fix) & 0xFF, top))
            continue
        out += packed[at : at + 2] if step == 2 else bytes((packed[at], high if step else 0))
        at += 2 if step == 2 else 1
    return out.decode("utf-16-le", "surrogatepass")


def _seconds(dos: int) -> int | None:
    """MS-DOS time as seconds since 1970, taken as UTC; None when impossible."""
    year, month, day = (dos >> 25) + 1980, dos >> 21 & 15, dos >> 16 & 31
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return calendar.timegm((year, month, day, dos >> 11 & 31, dos >> 5 & 63, (dos & 31) * 2))
