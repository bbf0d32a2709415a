"""Headers of RAR 5, walked block by block, also where they are encrypted."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leakassay.custody.openers.rar_block import Block, Bytes, File, Seal, Span, clipped, rest
from leakassay.custody.openers.rar_key import is_right, key_of
from leakassay.custody.openers.seven_zip_key import Deciphered
from leakassay.custody.openers.spliced import Source
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

SIGNATURE = b"Rar!\x1a\x07\x01\0"

HEADER_BYTES = 2 << 20
"""Largest header that RAR 5 allows."""

MAIN, FILE, ENCRYPTION, END = 1, 2, 4, 5
_NUMBERED, _MORE_FOLLOW = 0x02, 0x01
_EXTRA, _DATA, _BEFORE, _AFTER = 0x01, 0x02, 0x08, 0x10
_FOLDER, _TIMED, _SUMMED, _SIZE_UNKNOWN = 0x01, 0x02, 0x04, 0x08
_SEALED, _DIGEST, _TIMES, _LINK = 1, 2, 3, 5
_SECONDS_TO_1970 = 11_644_473_600


def walk(source: Source, volume: Span, passwords: Sequence[str]) -> Iterator[Block]:
    """Files of one volume; see `rar4_header.walk`."""
    at, stop = volume.start + len(SIGNATURE), volume.stop
    seal: Seal | None = None
    password = ""
    while at < stop:
        try:
            header, data_at = _header(source, at, stop) if seal is None else _opened(source, at, stop, password, seal)
            kind, size, file = _block(header)
            others = _calls_for_another(header, volume)
            if kind == ENCRYPTION:
                seal = _seal(Bytes(header), header=True)
                password = _word(passwords, seal)
        except ItemError as error:
            if error.outcome is Outcome.ENCRYPTED:
                raise
            yield rest(error.reason, at, stop)
            return
        if others:
            yield Gap(Reason.MISSING_VOLUME)
        if kind == END:
            return
        if file is not None:
            yield clipped(file, data_at, size, stop)
        at = data_at + size
    yield Gap(Reason.TRUNCATED)


def _calls_for_another(header: bytes, volume: Span) -> bool:
    """True for a main header that is not the first one's, and for an end that is not the last."""
    cursor = Bytes(header)
    kind, flags = cursor.variable(), cursor.variable()
    if kind not in (MAIN, END):
        return False
    for bit in (_EXTRA, _DATA):
        if flags & bit:
            cursor.variable()
    said = cursor.variable()
    if kind == MAIN:
        return volume.is_first and bool(said & _NUMBERED) and cursor.variable() > 0
    return volume.is_last and bool(said & _MORE_FOLLOW)


def _header(source: Source, at: int, stop: int) -> tuple[bytes, int]:
    """A header behind its checksum and size, and where its data begin."""
    fixed = source.pread(min(7, stop - at), at)
    if len(fixed) < 7:
        raise ItemError(Reason.TRUNCATED)
    cursor = Bytes(fixed)
    crc = cursor.number(4)
    size = cursor.variable()
    if not 1 <= size <= HEADER_BYTES:
        raise ItemError(Reason.MALFORMED)
    raw = source.pread(min(cursor.at - 4 + size, stop - at - 4), at + 4)
    if len(raw) < cursor.at - 4 + size:
        raise ItemError(Reason.TRUNCATED)
    if zlib.crc32(raw) != crc:
        raise ItemError(Reason.MALFORMED)
    return raw[cursor.at - 4 :], at + cursor.at + size


def _opened(source: Source, at: int, stop: int, password: str, seal: Seal) -> tuple[bytes, int]:
    """An encrypted header: starting block, then whole blocks."""
    start = source.pread(min(16, stop - at), at)
    if len(start) < 16:
        raise ItemError(Reason.TRUNCATED)
    plain = Deciphered(source, at + 16, stop - at - 16, key_of(password, replace(seal, start=start)))
    header, end = _header(plain, 0, plain.size)
    return header, at + 16 + (end + 15) // 16 * 16


def _word(passwords: Sequence[str], seal: Seal) -> str:
    found = next((word for word in passwords if is_right(word, seal)), None)
    if found is None:
        raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
    return found


def _seal(cursor: Bytes, *, header: bool) -> Seal:
    """An encryption record; that of a whole header stands behind type and flags and has no starting block."""
    if header:
        cursor.variable()
        flags = cursor.variable()
        if flags & _EXTRA:
            cursor.variable()
    version, how = cursor.variable(), cursor.variable()
    if version:
        raise ItemError(Reason.NO_READER, outcome=Outcome.UNSUPPORTED)
    power, salt = cursor.number(1), cursor.take(16)
    start = b"" if header else cursor.take(16)
    check = cursor.take(12)[:8] if how & 1 else b""
    return Seal(salt, start, power, check, bool(how & 2) and not header)


def _block(header: bytes) -> tuple[int, int, File | None]:
    """Kind, bytes of data, and the file where it is one."""
    cursor = Bytes(header)
    kind, flags = cursor.variable(), cursor.variable()
    extra = cursor.variable() if flags & _EXTRA else 0
    size = cursor.variable() if flags & _DATA else 0
    if extra > cursor.left:
        raise ItemError(Reason.MALFORMED)
    if kind != FILE:
        return kind, size, None
    body = Bytes(cursor.take(cursor.left - extra))
    file = _file(body, flags)
    return kind, size, _with_records(file, Bytes(cursor.take(extra)))


def _file(cursor: Bytes, flags: int) -> File:
    said, unpacked = cursor.variable(), cursor.variable()
    cursor.variable()  # attributes
    modified = cursor.number(4) if said & _TIMED else None
    crc = cursor.number(4) if said & _SUMMED else None
    how = cursor.variable()
    cursor.variable()  # host system
    return File(
        name=cursor.take(cursor.variable()),
        parts=(),
        unpacked=-1 if said & _SIZE_UNKNOWN else unpacked,
        crc=crc,
        form=5,
        version=how & 0x3F,
        method=how >> 7 & 7,
        window=how >> 10 & 0x1F,
        is_solid=bool(how & 0x40),
        is_folder=bool(said & _FOLDER),
        modified_at=modified,
        begins=not flags & _BEFORE,
        ends=not flags & _AFTER,
    )


def _with_records(file: File, cursor: Bytes) -> File:
    while cursor.left:
        record = Bytes(cursor.take(cursor.variable()))
        kind = record.variable()
        if kind == _SEALED:
            file = replace(file, seal=_seal(record, header=False))
        elif kind == _DIGEST:
            file = replace(file, digest=record.raw)
        elif kind == _TIMES:
            file = replace(file, modified_at=_modified(record))
        elif kind == _LINK:
            file = replace(file, hindrance=(Outcome.REFUSED, Reason.SYMLINK))
    return file


def _modified(record: Bytes) -> int | None:
    flags = record.variable()
    if not flags & 2:
        return None
    return record.number(4) if flags & 1 else record.number(8) // 10_000_000 - _SECONDS_TO_1970
