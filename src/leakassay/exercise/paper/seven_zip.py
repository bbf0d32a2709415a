"""7z archives: solid, streamed from disk, cut in volumes, stored or LZMA2, with AES-256 also over the file names.

Written here and not by py7zr, which draws its salt anew and takes times and modes from the disk: the same files must
give the same bytes.
"""

import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from leakassay.exercise.paper import seven_zip_header
from leakassay.exercise.paper.lzma2_stream import DICTIONARY, Lzma2Stream
from leakassay.exercise.paper.seven_zip_header import SIGNATURE_BYTES, Entry, Stream

_READ_BYTES = 1 << 20
_COPY, _LZMA2, _AES = b"\0", b"\x21", b"\x06\xf1\x07\x01"
_ROUNDS_POWER = 19
"""Hashings of the password, as a power of two; 7-Zip's own choice."""


def solid(
    path_out: Path,
    folder: Path,
    *,
    names: Iterable[Path],
    volume_bytes: int | None = None,
    password: str | None = None,
    stored: bool = False,
) -> list[Path]:
    """Packs files of a folder into one solid archive, holding no more than a few megabytes at a time.

    Args:
        path_out: the archive; with `volume_bytes` its volumes are `path_out.001`, `path_out.002` …
        folder: where the files lie.
        names: paths below `folder`, in the order of the archive. The next name is asked for only after the file
            before was packed, so whoever yields them may delete it then.
        volume_bytes: size of every volume but the last; volumes are plain cuts.
        password: seals bytes and names.
        stored: pack without compressing.

    Returns:
        The files written, in order.

    Raises:
        OSError: a file cannot be read, or the disk is full.
        ValueError: volumes too small for the first header.
    """
    with _Volumes(path_out, volume_bytes) as sink:
        write(sink, ((entry_name(name), _pieces(folder / name)) for name in names), password=password, stored=stored)
    return sink.paths


def in_memory(members: Iterable[tuple[str, bytes]], *, password: str | None = None) -> bytes:
    """Returns a solid archive of (name, bytes)."""
    sink = _Memory()
    write(sink, ((name, iter((data,))) for name, data in members), password=password)
    return sink.getvalue()


def entry_name(path: Path) -> str:
    """Returns the name in an archive; bytes that are no UTF-8 are taken for cp437, as an archiver in a console does."""
    raw = path.as_posix().encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return "/".join(_legible(part) for part in raw.split(b"/"))


def _legible(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")


class Sink(Protocol):
    """Where an archive goes: forward, but for the first bytes, which are known last."""

    def write(self, data: bytes, /) -> int:
        """Appends bytes."""

    def begin(self, head: bytes) -> None:
        """Replaces the first bytes."""


def write(
    sink: Sink, files: Iterable[tuple[str, Iterator[bytes]]], *, password: str | None = None, stored: bool = False
) -> None:
    """Writes an archive of (name, pieces of bytes)."""
    sink.write(bytes(SIGNATURE_BYTES))
    # one key for both streams: deriving it costs half a million hashings
    key = _key(password) if password else None
    chain = _Chain(sink, key, b"files", stored=stored)
    entries = []
    for name, pieces in files:
        size = crc = 0
        for piece in pieces:
            chain.add(piece)
            size, crc = size + len(piece), zlib.crc32(piece, crc)
        entries.append(Entry(name, size, crc))
    stream = chain.end() if any(entry.size for entry in entries) else Stream(0, (), ())
    header = seven_zip_header.plain_header(entries, stream)
    packer = _Chain(sink, key, b"names", stored=False)
    packer.add(header)
    packed = packer.end()
    last = seven_zip_header.encoded_header(packed, stream.packed, zlib.crc32(header))
    sink.write(last)
    sink.begin(seven_zip_header.signature(stream.packed + packed.packed, last))


class _Chain:
    """Compression, then encryption, then the sink; counts what passes each."""

    def __init__(self, sink: Sink, key: bytes | None, purpose: bytes, *, stored: bool) -> None:
        self._sink = sink
        self._lzma = None if stored else Lzma2Stream()
        self._aes = _Aes(key, purpose) if key else None
        self._plain = self._middle = self._packed = 0

    def add(self, data: bytes) -> None:
        """Takes plain bytes."""
        self._plain += len(data)
        self._on(self._lzma.compress(data) if self._lzma else data)

    def end(self) -> Stream:
        """Flushes; returns how the stream is unpacked."""
        if self._lzma:
            self._on(self._lzma.flush())
        compression = (_LZMA2, bytes([DICTIONARY])) if self._lzma else (_COPY, b"")
        if self._aes is None:
            return Stream(self._packed, (compression,), (self._plain,))
        self._out(self._aes.flush())
        return Stream(self._packed, ((_AES, self._aes.properties), compression), (self._middle, self._plain))

    def _on(self, data: bytes) -> None:
        self._middle += len(data)
        self._out(self._aes.encrypt(data) if self._aes else data)

    def _out(self, data: bytes) -> None:
        self._packed += len(data)
        self._sink.write(data)


class _Aes:
    """AES-256 in CBC as 7z uses it: no salt, zeros up to the block."""

    def __init__(self, key: bytes, purpose: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        # not drawn: the same files give the same bytes, and nothing here is a secret
        start = hashlib.sha256(purpose + key).digest()[:16]
        self._machine = Cipher(algorithms.AES(key), modes.CBC(start)).encryptor()
        self._odd = 0
        self.properties = bytes([_ROUNDS_POWER | 0x40, 0x0F]) + start

    def encrypt(self, data: bytes) -> bytes:
        """Returns the blocks that are full now."""
        self._odd = (self._odd + len(data)) % 16
        return self._machine.update(data)

    def flush(self) -> bytes:
        """Returns the last block."""
        return self._machine.update(bytes(-self._odd % 16)) + self._machine.finalize()


def _key(password: str) -> bytes:
    digest, text = hashlib.sha256(), password.encode("utf-16-le")
    for turn in range(0, 1 << _ROUNDS_POWER, 1 << 14):
        digest.update(b"".join(text + count.to_bytes(8, "little") for count in range(turn, turn + (1 << 14))))
    return digest.digest()


class _Memory(io.BytesIO):
    """An archive in memory."""

    def begin(self, head: bytes) -> None:
        """Replaces the first bytes."""
        self.seek(0)
        super().write(head)


class _Volumes:
    """An archive on disk, in one file or in equal volumes."""

    def __init__(self, path: Path, volume_bytes: int | None) -> None:
        if volume_bytes is not None and volume_bytes < SIGNATURE_BYTES:
            raise ValueError(f"a volume of {volume_bytes} bytes cannot hold the {SIGNATURE_BYTES} bytes of the start")
        self._path, self._limit = path, volume_bytes
        self._left = 0
        self._file: IO[bytes] | None = None
        self.paths: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def write(self, data: bytes) -> int:
        """Appends bytes, opening volumes as they are needed."""
        if self._limit is None:
            (self._file or self._next()).write(data)
            return len(data)
        view = memoryview(data)
        while view:
            if self._file is None or not self._left:
                self._file, self._left = self._next(), self._limit
            piece = view[: self._left]
            self._file.write(piece)
            self._left -= len(piece)
            view = view[len(piece) :]
        return len(data)

    def begin(self, head: bytes) -> None:
        """Replaces the first bytes of the first volume."""
        self._close()
        with self.paths[0].open("r+b") as file:
            file.write(head)

    def _next(self) -> IO[bytes]:
        self._close()
        ending = "" if self._limit is None else f".{len(self.paths) + 1:03d}"
        self.paths.append(self._path.with_name(self._path.name + ending))
        self._file = self.paths[-1].open("wb")
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_READ_BYTES):
            yield piece
