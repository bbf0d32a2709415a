"""The spool: bytes of members on their way to a cell, encrypted on disk, deleted when their unit commits.

An entry is a 16-byte salt, then chunks of at most 1 MiB, each a 4-byte length and its AES-256-GCM ciphertext with the
chunk number as nonce and a "last" mark as associated data, under a key of its own (HMAC of salt and name).
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leakassay.case.crash import crash_point
from leakassay.case.part import as_space_error
from leakassay.model.errors import IntegrityError

CHUNK_BYTES = 1 << 20
ANCHOR_BYTES = 1 << 16
"""Bytes on both sides of a place that a reader looks at: a key stands before its list."""
_SALT_BYTES = 16
_TAG_BYTES = 16


def _cipher(key: bytes, salt: bytes, name: str) -> AESGCM:
    return AESGCM(hmac.digest(key, salt + name.encode(), "sha256"))


class SpoolWriter:
    """Writes one entry; one that stays empty is never on disk.

    Args:
        folder: the spool's folder.
        key: the spool key of the case.
        name: name of the entry.
    """

    def __init__(self, folder: Path, key: bytes, name: str) -> None:
        self._path = folder / name
        self._folder = folder
        self._key = key
        self._file: BinaryIO | None = None
        self._cipher: AESGCM | None = None
        self._chunk = 0
        self._held = bytearray()
        self.size = 0

    def write(self, data: bytes | memoryview) -> None:
        """Add bytes of the member."""
        self._held += data
        self.size += len(data)
        while len(self._held) > CHUNK_BYTES:
            self._seal(bytes(self._held[:CHUNK_BYTES]), last=False)
            del self._held[:CHUNK_BYTES]

    def _open(self) -> tuple[BinaryIO, AESGCM]:
        if self._file is None or self._cipher is None:
            salt = os.urandom(_SALT_BYTES)
            self._cipher = _cipher(self._key, salt, self._path.name)
            self._folder.mkdir(parents=True, exist_ok=True)
            crash_point("spool.open:before")
            self._file = self._path.open("wb")
            self._file.write(salt)
            crash_point("spool.open:after")
        return self._file, self._cipher

    def _seal(self, data: bytes, *, last: bool) -> None:
        try:
            file, cipher = self._open()
            sealed = cipher.encrypt(self._chunk.to_bytes(12, "little"), data, b"last" if last else b"more")
            self._chunk += 1
            crash_point("spool.write:before")
            file.write(len(sealed).to_bytes(4, "little") + sealed)
            crash_point("spool.write:after")
        except OSError as error:
            raise as_space_error(error, self._folder) from error

    def close(self) -> None:
        """Finish the entry. Not fsynced: after a crash its container is opened again."""
        if not self.size:
            return
        self._seal(bytes(self._held), last=True)
        try:
            crash_point("spool.close:before")
            if self._file is not None:
                self._file.close()
            crash_point("spool.close:after")
        except OSError as error:
            raise as_space_error(error, self._folder) from error

    def discard(self) -> None:
        """Forget the entry."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)


def chunks(folder: Path, key: bytes, name: str) -> Iterator[bytes]:
    """The bytes of an entry.

    Raises:
        IntegrityError: the entry is cut off or was changed.
    """
    with (folder / name).open("rb") as file:
        cipher = _cipher(key, file.read(_SALT_BYTES), name)
        number = 0
        while True:
            head = file.read(4)
            framed = head + file.read(int.from_bytes(head, "little"))
            last = file.peek(1) == b""
            yield _opened(cipher, framed, number, last=last)
            if last:
                return
            number += 1


def to_memory(
    folder: Path, key: bytes, name: str, offset: int = 0, length: int = -1, anchors: Iterable[int] = ()
) -> int:
    """Decrypt an entry into a memory file (never to disk).

    Args:
        folder: the spool's folder.
        key: the spool key of the case.
        name: name of the entry.
        offset: first byte that will be looked at.
        length: how many; -1 for all. Of a range, the chunks that hold it are decrypted, and the first and the last one,
            where readers look for headings and directories; the rest of the memory file is a hole.
        anchors: places before the range that will be looked at too, `ANCHOR_BYTES` on both sides.

    Returns:
        A descriptor; the caller closes it.

    Raises:
        IntegrityError: the entry is cut off or was changed.
    """
    fd = os.memfd_create("member", os.MFD_CLOEXEC)
    try:
        if length < 0:
            at = 0
            for piece in chunks(folder, key, name):
                at += _put(fd, piece, at)
        else:
            _put_range(fd, folder, key, name, (offset, offset + length), anchors)
    except (IntegrityError, OSError):
        os.close(fd)
        raise
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def _put(fd: int, piece: bytes, at: int) -> int:
    view = memoryview(piece)
    while view:
        written = os.pwrite(fd, view, at)
        view, at = view[written:], at + written
    return len(piece)


def _put_range(fd: int, folder: Path, key: bytes, name: str, span: tuple[int, int], anchors: Iterable[int]) -> None:
    """The chunks around a span, each at its place; all chunks but the last are of one size."""
    sealed_bytes = 4 + CHUNK_BYTES + _TAG_BYTES
    with (folder / name).open("rb") as file:
        cipher = _cipher(key, file.read(_SALT_BYTES), name)
        size = os.fstat(file.fileno()).st_size
        count = max(1, -(-(size - _SALT_BYTES) // sealed_bytes))
        wanted = {0, count - 1, *range(span[0] // CHUNK_BYTES, min(count, -(-span[1] // CHUNK_BYTES)))}
        for anchor in anchors:
            wanted |= {max(0, anchor + around) // CHUNK_BYTES for around in (-ANCHOR_BYTES, ANCHOR_BYTES)}
        for number in sorted(wanted & set(range(count))):
            file.seek(_SALT_BYTES + number * sealed_bytes)
            piece = _opened(cipher, file.read(sealed_bytes), number, last=number == count - 1)
            _put(fd, piece, number * CHUNK_BYTES)


def _opened(cipher: AESGCM, framed: bytes, number: int, *, last: bool) -> bytes:
    """One chunk in the clear.

    Raises:
        IntegrityError: it is cut off or was changed.
    """
    sealed = framed[4:]
    if not sealed or len(sealed) != int.from_bytes(framed[:4], "little"):
        raise IntegrityError("a spool entry is cut off; run again: its container is opened anew")
    try:
        return cipher.decrypt(number.to_bytes(12, "little"), sealed, b"last" if last else b"more")
    except InvalidTag:
        raise IntegrityError("a spool entry was changed; run again: its container is opened anew") from None
