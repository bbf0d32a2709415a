"""Packed files of a RAR through libarchive: one archive is put together anew, whole, plain and in one volume.

Volumes, encryption and odd headers are dealt with before, so libarchive sees the simplest archive there is.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence

from leakassay.custody.openers import rar4_header, rar5_header
from leakassay.custody.openers.libarchive_reader import Reader
from leakassay.custody.openers.rar_block import STORED, File, variable
from leakassay.custody.openers.rar_key import key_of, keyed_sum
from leakassay.custody.openers.seven_zip_key import Deciphered
from leakassay.custody.openers.spliced import Range, Source, Spliced
from leakassay.model.errors import ItemError
from leakassay.model.item import READ_CHUNK
from leakassay.model.outcomes import Outcome, Reason

MOST_WINDOW = 64 << 20
"""libarchive takes no larger dictionary of RAR 5."""

_PACKER_4 = 29
_LEAST_WINDOW = 128 << 10


class Group:
    """Files that are unpacked in a row: one, or those of a solid archive that need each other.

    Args:
        source: the item.
        files: in order.
        password: for those that are encrypted.
    """

    def __init__(self, source: Source, files: Sequence[File], password: str | None = None) -> None:
        self._source = source
        self._files = files
        self._password = password
        self._reader: Reader | None = None
        self._turn = -1
        self._packed = [number for number, file in enumerate(files) if needs_unpacking(file)]

    def close(self) -> None:
        """Free what libarchive holds."""
        if self._reader is not None:
            self._reader.close()

    def chunks(self, number: int) -> Iterator[bytes]:
        """The bytes of a file of the group, checked at the end; to be asked for in order.

        Raises:
            ItemError: they end early, or are wrong.
        """
        file = self._files[number]
        crc = done = 0
        fault: ItemError | None = None
        try:
            for piece in self._by_libarchive(number) if needs_unpacking(file) else self._stored(file):
                crc = zlib.crc32(piece, crc)
                done += len(piece)
                yield piece
                if done == file.unpacked and file.crc is not None:
                    break  # what follows is padding of the cipher; the checksum will tell
        except ItemError as error:
            fault = error
        fault = fault or self._wrong(file, done, crc)
        if fault is not None:
            lost = Reason.MISSING_VOLUME if not file.ends else Reason.TRUNCATED if file.is_cut else fault.reason
            raise ItemError(lost, outcome=fault.outcome, bytes_read=done)

    def _wrong(self, file: File, done: int, crc: int) -> ItemError | None:
        """What is wrong with bytes that came without a fault."""
        if not file.ends or file.is_cut or file.unpacked not in (-1, done):
            return ItemError(Reason.TRUNCATED)
        if file.seal is not None and file.seal.is_keyed_sum:
            crc = keyed_sum(crc, self._password or "", file.seal)
        return ItemError(Reason.BAD_CHECKSUM) if file.crc not in (None, crc) else None

    def _stored(self, file: File) -> Iterator[bytes]:
        data = self._data(file)
        size = data.size if file.unpacked < 0 else min(data.size, file.unpacked)
        at = 0
        while at < size:
            piece = data.pread(min(READ_CHUNK, size - at), at)
            if not piece:
                return
            at += len(piece)
            yield piece

    def _data(self, file: File) -> Source:
        """Its packed bytes, all parts in a row, deciphered."""
        whole = Spliced(self._source, [Range(at, size) for at, size in file.parts])
        if file.seal is None:
            return whole
        return Deciphered(whole, 0, whole.size, key_of(self._password or "", file.seal))

    def _by_libarchive(self, number: int) -> Iterator[bytes]:
        if self._reader is None:
            files = [self._files[at] for at in self._packed]
            self._reader = Reader(self._whole(files), "rar" if files[0].form == 4 else "rar5")
        while self._turn < number:
            self._turn = self._packed[self._packed.index(self._turn) + 1] if self._turn >= 0 else self._packed[0]
            if self._reader.following() is None:
                raise ItemError(Reason.MALFORMED)
        yield from self._reader.blocks()

    def hindrance(self, number: int) -> tuple[Outcome, Reason] | None:
        """Why nobody here can unpack a file: another packer, a dictionary too large, a solid one of RAR 4."""
        file = self._files[number]
        packed = [self._files[at] for at in self._packed]
        if file.form == 4:
            depends = needs_unpacking(file) and self._packed[0] != number
            odd = depends or (file.version < _PACKER_4 and (file.seal is not None or file.method != STORED))
        else:
            odd = bool(packed) and (any(each.version for each in packed) or _window_bits(packed) is None)
            odd = (odd or file.unpacked < 0) and needs_unpacking(file)
        return (Outcome.UNSUPPORTED, Reason.NO_READER) if odd else None

    def _whole(self, files: Sequence[File]) -> Spliced:
        form = files[0].form
        files = files[:1] if form == 4 else files  # libarchive knows no solid archives of RAR 4
        is_solid = len(files) > 1
        head, tail = (_head_4, _TAIL_4) if form == 4 else (_head_5, _TAIL_5)
        parts: list[bytes | Range] = [head(is_solid=is_solid)]
        bits = _window_bits(files) or 0
        for turn, file in enumerate(files):
            data = self._data(file)
            data = data if file.seal is None or form == 4 else Spliced(data, [Range(0, _blocks_5(data))])
            made = _file_4(file, data.size) if form == 4 else _file_5(file, data.size, bits, is_solid=turn > 0)
            parts += [made, Range(0, data.size, data)]
        return Spliced(self._source, [*parts, tail])


def needs_unpacking(file: File) -> bool:
    """True when its bytes do not simply lie there; a BLAKE2 digest is libarchive's to check."""
    return bool(file.unpacked) and not file.is_folder and (file.method != STORED or bool(file.digest))


def _window_bits(files: Sequence[File]) -> int | None:
    """The dictionary, no larger than what it serves; None when that is too large."""
    stated = max(file.window for file in files)
    if files[0].form == 4 or _LEAST_WINDOW << stated <= MOST_WINDOW:
        return stated
    needed = sum(max(0, file.unpacked) for file in files)
    return 9 if needed <= MOST_WINDOW else None


def _blocks_5(data: Source) -> int:
    """Bytes of packed data without what fills the cipher's last block: each block says its length."""
    at = 0
    while at < data.size:
        head = data.pread(5, at).ljust(5, b"\0")
        width = (head[0] >> 3 & 3) + 1
        at += 2 + width + int.from_bytes(head[2 : 2 + width], "little")
        if head[0] & 0x40:
            break
    return min(at, data.size)


def _block_4(kind: int, flags: int, body: bytes) -> bytes:
    raw = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(raw) & 0xFFFF) + raw


def _head_4(*, is_solid: bool) -> bytes:
    del is_solid
    return rar4_header.SIGNATURE + _block_4(rar4_header.MAIN, 0, bytes(6))


_TAIL_4 = _block_4(rar4_header.END, 0x4000, b"")


def _file_4(file: File, size: int) -> bytes:
    flags = 0x8100 | file.window
    low, high = size & 0xFFFFFFFF, size >> 32
    unpacked_low, unpacked_high = file.unpacked & 0xFFFFFFFF, file.unpacked >> 32
    body = struct.pack(
        "<IIBIIBBHI", low, unpacked_low, 3, file.crc or 0, 0, file.version, 0x30 + file.method, 1, 0x81A4
    )
    return _block_4(rar4_header.FILE, flags, body + struct.pack("<II", high, unpacked_high) + b"a")


def _block_5(body: bytes) -> bytes:
    raw = variable(len(body)) + body
    return struct.pack("<I", zlib.crc32(raw)) + raw


def _head_5(*, is_solid: bool) -> bytes:
    return rar5_header.SIGNATURE + _block_5(bytes((rar5_header.MAIN, 0, 0x04 if is_solid else 0)))


_TAIL_5 = _block_5(bytes((rar5_header.END, 0, 0)))


def _file_5(file: File, size: int, bits: int, *, is_solid: bool) -> bytes:
    is_keyed = file.seal is not None and file.seal.is_keyed_sum
    digest = b"" if is_keyed or not file.digest else variable(len(file.digest)) + file.digest
    crc = None if is_keyed or digest else file.crc
    body = bytes((rar5_header.FILE, 0x03 if digest else 0x02)) + (variable(len(digest)) if digest else b"")
    body += variable(size) + bytes((0x04 if crc is not None else 0,)) + variable(file.unpacked) + variable(0o100644)
    body += struct.pack("<I", crc) if crc is not None else b""
    body += variable(file.method << 7 | bits << 10 | (0x40 if is_solid else 0)) + b"\x01\x01a"
    return _block_5(body + digest)
