"""Coders of 7z, each a stream into a stream in bounded pieces: LZMA, branch filters, deflate, zstd and others.

LZMA, bzip2 and deflate are the standard library's; deflate64 and Brotli come with the extra `archives`. PPMd is not
here: pyppmd aborts the process on damaged bytes, libarchive does not (`seven_zip_folder.py`).
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol

from leakassay.custody.openers.seven_zip_header import Coder
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

CHUNK_BYTES = 1 << 20
"""Unpacked bytes handed on at a time."""

DICTIONARY_BYTES = 3 << 29
"""Largest dictionary: 1,536 MiB, the most that 7-Zip's own dialogue offers and a cell can hold."""

LZMA, LZMA2, PPMD = b"\x03\x01\x01", b"\x21", b"\x03\x04\x01"

_BRANCH = {
    b"\x03": lzma.FILTER_DELTA,
    b"\x04": lzma.FILTER_X86,
    b"\x05": lzma.FILTER_POWERPC,
    b"\x06": lzma.FILTER_IA64,
    b"\x07": lzma.FILTER_ARM,
    b"\x08": lzma.FILTER_ARMTHUMB,
    b"\x09": lzma.FILTER_SPARC,
    b"\x03\x03\x01\x03": lzma.FILTER_X86,
    b"\x03\x03\x02\x05": lzma.FILTER_POWERPC,
    b"\x03\x03\x04\x01": lzma.FILTER_IA64,
    b"\x03\x03\x05\x01": lzma.FILTER_ARM,
    b"\x03\x03\x07\x01": lzma.FILTER_ARMTHUMB,
    b"\x03\x03\x08\x05": lzma.FILTER_SPARC,
}
_RAW_CHUNK = 1 << 16
_WINDOW_BYTES = 1 << 30
"""Largest window of zstd; its memory is touched as it fills."""

Stream = Iterator[bytes]


class _Machine(Protocol):
    """What bz2 and lzma objects have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


def decoded(coder: Coder, source: Stream, size: int) -> Stream:
    """Unpack a stream.

    Args:
        coder: how.
        source: its packed bytes.
        size: bytes that the header promises; a dictionary is never larger than that.

    Raises:
        ItemError: nobody here knows this coder (`unsupported`), its dictionary is too large (`refused`), or its
            properties are damaged.
    """
    if coder.method in _BRANCH:
        return _branched(source, coder)
    try:
        return _DECODERS[coder.method](source, coder, size)
    except KeyError:
        raise ItemError(Reason.NO_READER, outcome=Outcome.UNSUPPORTED) from None


def dictionary(stated: int, size: int) -> int:
    """Bytes of dictionary that are needed.

    Raises:
        ItemError: more than a cell can hold.
    """
    needed = min(stated, max(size, 4096))
    if needed > DICTIONARY_BYTES:
        raise ItemError(Reason.LIMIT_MEMORY, outcome=Outcome.REFUSED)
    return max(needed, 4096)


def _copied(source: Stream, coder: Coder, size: int) -> Stream:
    del coder, size
    return source


def _lzma(source: Stream, coder: Coder, size: int) -> Stream:
    """LZMA as an .lzma file, whose header knows the size: a raw decoder could not tell its end."""
    if len(coder.properties) < 5:
        raise ItemError(Reason.MALFORMED)
    window = dictionary(int.from_bytes(coder.properties[1:5], "little"), size)
    head = coder.properties[:1] + window.to_bytes(4, "little") + size.to_bytes(8, "little")
    return _run(lzma.LZMADecompressor(lzma.FORMAT_ALONE), _joined(head, source))


def _lzma2(source: Stream, coder: Coder, size: int) -> Stream:
    if len(coder.properties) < 1 or coder.properties[0] > 40:
        raise ItemError(Reason.MALFORMED)
    power = coder.properties[0]
    stated = 0xFFFFFFFF if power == 40 else (2 | power & 1) << (power // 2 + 11)
    lzma2 = {"id": lzma.FILTER_LZMA2, "dict_size": dictionary(stated, size)}
    return _run(lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[lzma2]), source)


def _branched(source: Stream, coder: Coder) -> Stream:
    """A filter alone: what goes in is dressed as stored LZMA2, for liblzma filters nothing but LZMA2."""
    this: dict[str, Any] = {"id": _BRANCH[coder.method]}
    if this["id"] == lzma.FILTER_DELTA:
        this["dist"] = (coder.properties or b"\0")[0] + 1
    machine = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[this, {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}])
    return _run(machine, _stored(source))


def _stored(source: Stream) -> Stream:
    first = True
    for piece in source:
        for at in range(0, len(piece), _RAW_CHUNK):
            part = piece[at : at + _RAW_CHUNK]
            yield (b"\x01" if first else b"\x02") + (len(part) - 1).to_bytes(2, "big") + part
            first = False
    yield b"\0"


def _bunzipped(source: Stream, coder: Coder, size: int) -> Stream:
    del coder, size
    machine = bz2.BZ2Decompressor()
    for piece in source:
        rest = piece
        while rest or not (machine.needs_input or machine.eof):
            if machine.eof:
                machine = bz2.BZ2Decompressor()
            yield machine.decompress(rest, CHUNK_BYTES)
            rest = machine.unused_data if machine.eof else b""


def _inflated(source: Stream, coder: Coder, size: int) -> Stream:
    del coder, size
    machine = zlib.decompressobj(-15)
    for piece in source:
        rest = piece
        while rest and not machine.eof:
            yield machine.decompress(rest, CHUNK_BYTES)
            rest = machine.unconsumed_tail
    yield machine.flush()


def _inflated64(source: Stream, coder: Coder, size: int) -> Stream:
    del coder, size
    machine = _extra("inflate64").Inflater()

    def pieces() -> Stream:
        for piece in source:
            for at in range(0, len(piece), 1024):  # it knows no limit: a kilobyte becomes a megabyte at most
                yield machine.inflate(piece[at : at + 1024])

    return pieces()


def _zstd(source: Stream, coder: Coder, size: int) -> Stream:
    del coder, size
    import zstandard

    machine = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES)
    reader = machine.stream_reader(io.BufferedReader(_File(source)), read_size=1 << 18, read_across_frames=True)

    def pieces() -> Stream:
        try:
            while piece := reader.read(CHUNK_BYTES):
                yield piece
        except zstandard.ZstdError as error:
            raise ItemError(Reason.MALFORMED) from error

    return pieces()


def _lz4(source: Stream, coder: Coder, size: int) -> Stream:
    del coder, size
    import lz4.frame

    machine: _Machine = lz4.frame.LZ4FrameDecompressor()
    return _run(machine, source)


def _brotli(source: Stream, coder: Coder, size: int) -> Stream:
    del coder, size
    brotli = _extra("brotli")
    machine = brotli.Decompressor()

    def pieces() -> Stream:
        try:
            for piece in source:
                yield machine.process(piece, output_buffer_limit=CHUNK_BYTES)
                while not machine.can_accept_more_data():
                    yield machine.process(b"", output_buffer_limit=CHUNK_BYTES)
        except brotli.error as error:
            raise ItemError(Reason.MALFORMED) from error

    return pieces()


def _run(machine: _Machine, source: Stream) -> Stream:
    """Everything that a machine gives."""
    for piece in source:
        data = piece
        while not machine.eof:
            yield machine.decompress(data, CHUNK_BYTES)
            data = b""
            if machine.needs_input:
                break


def _joined(*parts: bytes | Stream) -> Stream:
    for part in parts:
        if isinstance(part, bytes):
            yield part
        else:
            yield from part


class _File(io.RawIOBase):
    """A stream as a file that can be read once."""

    def __init__(self, source: Stream) -> None:
        self._source = source
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._source, None)
            if piece is None:
                return 0
            self._left = piece
        taken, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _extra(name: str) -> ModuleType:
    """A library of the extra `archives`.

    Raises:
        ItemError: it is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise ItemError(Reason.READER_NOT_INSTALLED, outcome=Outcome.UNSUPPORTED) from None


_DECODERS: dict[bytes, Callable[[Stream, Coder, int], Stream]] = {
    b"\0": _copied,
    LZMA: _lzma,
    LZMA2: _lzma2,
    b"\x04\x01\x08": _inflated,
    b"\x04\x01\x09": _inflated64,
    b"\x04\x02\x02": _bunzipped,
    b"\x04\xf7\x11\x01": _zstd,
    b"\x04\xf7\x11\x02": _brotli,
    b"\x04\xf7\x11\x04": _lz4,
}
