"""An item as a cell sees it: a file descriptor, a size and a name. No path, no key, no neighbour."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

READ_CHUNK = 1 << 20
"""Bytes per read(2) when streaming."""


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
        settings: what the run was told (profile-derived detection settings, limits), JSON types only.
    """

    fd: int
    size: int
    name: str = ""
    own_bytes: int = -1
    offset: int = 0
    length: int = -1
    settings: Mapping[str, Any] = field(default_factory=dict)

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
        """Up to `count` bytes at `offset`; short only at the end of the item."""
        pieces = []
        while count > 0:
            piece = os.pread(self.fd, min(count, READ_CHUNK), offset)
            if not piece:
                break
            pieces.append(piece)
            count -= len(piece)
            offset += len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

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
        os.lseek(self.fd, 0, os.SEEK_SET)
        return io.BufferedReader(io.FileIO(self.fd, "rb", closefd=False))


def in_memory(content: bytes, name: str = "", **attributes: Any) -> OpenItem:
    """An item that lies in memory only (a memfd): for fixtures and for members already in hand."""
    fd = os.memfd_create("item", os.MFD_CLOEXEC)
    at = 0
    while at < len(content):
        at += os.pwrite(fd, content[at:], at)
    return OpenItem(fd=fd, size=len(content), name=name, **attributes)
