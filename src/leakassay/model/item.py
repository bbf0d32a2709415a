"""An item as a cell sees it: a file descriptor, a size and a name. No path, no key, no neighbour."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

READ_CHUNK = 1 << 20
"""Bytes per read(2) when streaming."""


@dataclass(frozen=True)
class Volume:
    """One file of a set that together is one item (`x.7z.001`, `x.z01`, `x.part1.rar`).

    Attributes:
        fd: descriptor; -1 for a volume that is missing from the dump.
        size: its bytes; of a missing one the size that the others lead to expect.
    """

    fd: int
    size: int


@dataclass(frozen=True)
class OpenItem:
    """One item, or a range of one, open for reading.

    Attributes:
        fd: seekable descriptor, read-only.
        size: bytes of the whole item.
        name: last path component, as text with surrogate escapes; a hint, never trusted.
        own_bytes: bytes of the item that belong to no member: what a reader has to account for.
        offset: first byte of the range to read.
        length: bytes of the range; a reader that is not splittable always gets the whole.
        anchors: places before the range where what goes on in it began, as `split` named them.
        settings: what the run was told (profile-derived detection settings, limits), JSON types only.
        volumes: of a set, every file of it in order, this one among them; `size` is their sum then and `pread` goes
            over all of them. Empty for an item that is one file.
        on_read: told how far each read of bytes came, for whoever waits for signs of life.
    """

    fd: int
    size: int
    name: str = ""
    own_bytes: int = -1
    offset: int = 0
    length: int = -1
    anchors: tuple[int, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    volumes: tuple[Volume, ...] = ()
    on_read: Callable[[int], None] | None = field(default=None, compare=False, repr=False)

    @property
    def passwords(self) -> tuple[str, ...]:
        """The operator's password list, in its order."""
        return tuple(self.settings.get("passwords", ()))

    @property
    def suffix(self) -> str:
        """Lower-case suffix of the name with its dot, or ""."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def own(self) -> int:
        """Bytes to account for."""
        return self.size if self.own_bytes < 0 else self.own_bytes

    @property
    def end(self) -> int:
        """One past the last byte of the range."""
        return self.size if self.length < 0 else min(self.size, self.offset + self.length)

    @property
    def is_whole(self) -> bool:
        """True when the range is the whole item."""
        return self.offset == 0 and self.end == self.size

    def pread(self, count: int, offset: int) -> bytes:
        """Up to `count` bytes at `offset`; short only at the end of the item.

        Raises:
            ItemError: they lie in a volume that is missing.
        """
        pieces = []
        while count > 0:
            piece = self._pread(min(count, READ_CHUNK), offset)
            if not piece:
                break
            pieces.append(piece)
            count -= len(piece)
            offset += len(piece)
            if self.on_read is not None:
                self.on_read(offset)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _pread(self, count: int, offset: int) -> bytes:
        """One read(2), in the volume that holds the offset."""
        if not self.volumes:
            return os.pread(self.fd, count, offset)
        for volume in self.volumes:
            if offset < volume.size:
                if volume.fd < 0:
                    raise ItemError(Reason.MISSING_VOLUME)
                return os.pread(volume.fd, min(count, volume.size - offset), offset)
            offset -= volume.size
        return b""

    def head(self, count: int = 65536) -> bytes:
        """The first bytes of the whole item."""
        return self.pread(count, 0)

    def tail(self, count: int = 65536) -> bytes:
        """The last bytes of the whole item."""
        return self.pread(count, max(0, self.size - count))

    def content(self, limit: int) -> bytes:
        """The whole range in memory.

        Raises:
            ItemError: the range is longer than `limit` bytes.
        """
        if self.end - self.offset > limit:
            raise ItemError(Reason.LIMIT_SIZE, outcome=Outcome.REFUSED)
        return self.pread(self.end - self.offset, self.offset)

    def chunks(self, size: int = READ_CHUNK) -> Iterator[bytes]:
        """The range piece by piece."""
        at = self.offset
        while at < self.end:
            piece = self.pread(min(size, self.end - at), at)
            if not piece:
                return
            at += len(piece)
            yield piece

    def file(self) -> BinaryIO:
        """A seekable binary file over the whole item; closing it leaves the descriptor open."""
        if self.volumes:
            return io.BufferedReader(_Volumes(self))
        os.lseek(self.fd, 0, os.SEEK_SET)
        return io.BufferedReader(io.FileIO(self.fd, "rb", closefd=False))


class _Volumes(io.RawIOBase):
    """A set of volumes as one file."""

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, (0, self._at, self._item.size)[whence] + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        piece = self._item.pread(len(buffer), self._at)
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def in_memory(content: bytes, name: str = "", **attributes: Any) -> OpenItem:
    """An item that lies in memory only (a memfd): for fixtures and for members already in hand."""
    fd = os.memfd_create("item", os.MFD_CLOEXEC)
    at = 0
    while at < len(content):
        at += os.pwrite(fd, content[at:], at)
    return OpenItem(fd=fd, size=len(content), name=name, **attributes)
