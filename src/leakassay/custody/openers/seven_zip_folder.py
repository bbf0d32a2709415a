"""One folder of a 7z as a stream: packed bytes through its chain of coders, by libarchive where a chain forks.

BCJ2 takes four streams and PPMd is no coder of the standard library: libarchive gets such a folder as a 7z of its own,
deciphered where it was encrypted.
"""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace

from leakassay.custody.openers import seven_zip_key
from leakassay.custody.openers.hole import UpToHole
from leakassay.custody.openers.seven_zip_coder import CHUNK_BYTES, DICTIONARY_BYTES, LZMA, LZMA2, PPMD, Stream, decoded
from leakassay.custody.openers.seven_zip_header import SIGNATURE, START_BYTES, Coder, Folder
from leakassay.custody.openers.spliced import Range, Source, Spliced
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason

PACKED_BYTES = 1 << 18
"""Packed bytes read at a time."""

_FAULTS = (lzma.LZMAError, zlib.error, OSError, ValueError, EOFError, RuntimeError)
"""What decoders raise on damaged bytes, by name."""


class FolderStream:
    """What a folder unpacks to, from front to end.

    Args:
        item: the archive.
        folder: which.
        password: for a folder that is encrypted.
    """

    def __init__(self, item: OpenItem, folder: Folder, password: str | None = None) -> None:
        self._source = UpToHole(item)
        self._folder = folder
        self._password = password
        self._left = b""
        self._pieces = _named(self._unpacked())
        self.consumed = 0
        """Packed bytes read so far."""
        self.at = 0
        """Unpacked bytes taken so far."""
        self.fault: ItemError | None = None
        """Why there is no more."""

    def take(self, count: int) -> Iterator[bytes]:
        """The next bytes, in pieces.

        Raises:
            ItemError: they end before.
        """
        done = 0
        while done < count:
            piece = self._next()[: count - done]
            self._left = self._left[len(piece) :]
            self.at += len(piece)
            done += len(piece)
            yield piece

    def _next(self) -> bytes:
        """What is at hand; more is unpacked when that is nothing."""
        while not self._left:
            if self.fault is not None:
                raise self.fault
            try:
                piece = next(self._pieces, None)
            except ItemError as error:
                self.fault = error
                raise
            if piece is None:
                self.fault = ItemError(Reason.MALFORMED)
                raise self.fault
            self._left = piece
        return self._left

    def _unpacked(self) -> Stream:
        folder = self._folder
        if any(coder.method == PPMD or coder.inputs > 1 for coder in folder.coders):
            yield from self._by_libarchive()
            return
        stream = self._packed()
        for coder, size in chain(folder):
            if coder.method == seven_zip_key.METHOD:
                key, begin = seven_zip_key.key_of(self._password or "", coder.properties)
                stream = _bounded(seven_zip_key.deciphered(stream, key, begin), size)
            else:
                stream = decoded(coder, stream, size)
        yield from _bounded(stream, folder.size)

    def _packed(self) -> Stream:
        ((at, left),) = self._folder.packed
        while left > 0:
            piece = self._source.pread(min(PACKED_BYTES, left), at)
            if not piece:
                raise ItemError(Reason.TRUNCATED)
            at += len(piece)
            left -= len(piece)
            self.consumed += len(piece)
            yield piece

    def _by_libarchive(self) -> Stream:
        from leakassay.custody.openers.libarchive_reader import StoppedError, reading

        folder = self._folder
        for coder in folder.coders:
            _check_memory(coder)
        source: Source = self._source
        if is_encrypted(folder):
            source, folder = _deciphered(source, folder, self._password or "")
        whole = alone(source, folder)
        with reading(whole, "7zip") as reader:
            try:
                if reader.following() is None:
                    raise ItemError(Reason.MALFORMED)
                for block in reader.blocks():
                    self.consumed = min(folder.packed_bytes, max(self.consumed, reader.consumed - START_BYTES))
                    yield block
            except StoppedError as error:
                # the header was put there by us: what ends early is the archive, or nothing does
                is_cut = not whole.pread(1, START_BYTES + folder.packed_bytes - 1)
                raise ItemError(Reason.TRUNCATED if is_cut else Reason.MALFORMED) from error


def _deciphered(item: Source, folder: Folder, password: str) -> tuple[Source, Folder]:
    """A chain whose first step is AES without that step, and what it reads then."""
    (sealed, size), *others = chain(folder)
    if sealed.method != seven_zip_key.METHOD or not others:
        raise ItemError(Reason.NO_READER, outcome=Outcome.UNSUPPORTED)
    key = seven_zip_key.key_of(password, sealed.properties)
    coders = tuple(coder for coder, _ in reversed(others))
    raw = bytes([len(coders)]) + b"".join(map(_definition, coders))
    raw += b"".join(bytes((at, at + 1)) for at in range(len(coders) - 1))
    sizes = tuple(size for _, size in reversed(others))
    plain = replace(folder, raw=raw, coders=coders, packed=((0, size),), unpacked=sizes)
    return seven_zip_key.Deciphered(item, folder.packed[0][0], size, key), plain


def _definition(coder: Coder) -> bytes:
    flags = len(coder.method) | (0x20 if coder.properties else 0)
    properties = _number(len(coder.properties)) + coder.properties if coder.properties else b""
    return bytes([flags]) + coder.method + properties


def is_encrypted(folder: Folder) -> bool:
    """True when one of its coders is AES."""
    return any(coder.method == seven_zip_key.METHOD for coder in folder.coders)


def is_compressed(folder: Folder) -> bool:
    """True when a wrong key is noticed by what comes out: anything but stored bytes."""
    return any(coder.method not in (b"\0", seven_zip_key.METHOD) for coder in folder.coders)


def chain(folder: Folder) -> list[tuple[Coder, int]]:
    """Coders in the order of unpacking, each with the bytes that it gives.

    Raises:
        ItemError: they do not form one chain (`unsupported`) or form none at all.
    """
    if any(coder.inputs != 1 or coder.outputs != 1 for coder in folder.coders):
        raise ItemError(Reason.NO_READER, outcome=Outcome.UNSUPPORTED)
    feeds = dict(folder.binds)
    steps: list[tuple[Coder, int]] = []
    at = folder.main
    while len(steps) < len(folder.coders):
        steps.append((folder.coders[at], folder.unpacked[at]))
        if at not in feeds:
            break
        at = feeds[at]
    if len(steps) != len(folder.coders) or at in feeds or len(folder.packed) != 1:
        raise ItemError(Reason.MALFORMED)
    return steps[::-1]


def alone(source: Source, folder: Folder) -> Spliced:
    """The folder as an archive of its own, with one entry."""
    sizes = b"".join(_number(size) for _, size in folder.packed)
    header = b"\x01\x04\x06\0" + _number(len(folder.packed)) + b"\x09" + sizes + b"\0"
    header += b"\x07\x0b\x01\0" + folder.raw + b"\x0c" + b"".join(map(_number, folder.unpacked))
    header += b"\0\x08\0\0"  # libarchive wants to hear of substreams, if only that there is nothing to say
    header += b"\x05\x01\x11\x05\0a\0\0\0\0\0"
    begin = struct.pack("<QQI", folder.packed_bytes, len(header), zlib.crc32(header))
    head = SIGNATURE + b"\0\x04" + struct.pack("<I", zlib.crc32(begin)) + begin
    return Spliced(source, [head, *(Range(at, size) for at, size in folder.packed), header])


def _number(value: int) -> bytes:
    return b"\xff" + value.to_bytes(8, "little")


def _check_memory(coder: Coder) -> None:
    """LZMA and PPMd say what they will allocate; libarchive would believe them."""
    stated = 0
    if coder.method in (LZMA, PPMD) and len(coder.properties) >= 5:
        stated = int.from_bytes(coder.properties[1:5], "little")
    elif coder.method == LZMA2 and coder.properties:
        stated = (2 | coder.properties[0] & 1) << (coder.properties[0] // 2 + 11)
    if stated > DICTIONARY_BYTES:
        raise ItemError(Reason.LIMIT_MEMORY, outcome=Outcome.REFUSED)


def _bounded(stream: Stream, size: int) -> Stream:
    """At most that many bytes, in pieces that are not too large."""
    left = size
    for piece in stream:
        for at in range(0, min(len(piece), left), CHUNK_BYTES):
            yield piece[at : min(at + CHUNK_BYTES, left)]
        left -= len(piece)
        if left <= 0:
            return


def _named(stream: Stream) -> Stream:
    """The same, with faults of libraries as faults of the item."""
    try:
        yield from stream
    except _FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    except MemoryError as error:
        raise ItemError(Reason.LIMIT_MEMORY, outcome=Outcome.REFUSED) from error
