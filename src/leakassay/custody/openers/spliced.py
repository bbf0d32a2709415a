"""Pieces put together as one source: bytes made here, and ranges of another source, read as they are needed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Protocol


class Source(Protocol):
    """What can be read at any place: an item, or something made of one."""

    @property
    def size(self) -> int:
        """Bytes in all."""

    def pread(self, count: int, offset: int) -> bytes:
        """Up to `count` bytes at an offset; short only at the end."""


@dataclass(frozen=True)
class Range:
    """Bytes of the other source, or of one of their own."""

    offset: int
    size: int
    source: Source | None = None


class Spliced:
    """What a decoder reads in the place of an item.

    Args:
        source: where ranges lie.
        parts: bytes and ranges, in order.
    """

    def __init__(self, source: Source, parts: list[bytes | Range]) -> None:
        self._source = source
        self._parts = [part for part in parts if _length(part)]
        self._starts: list[int] = []
        self.size = 0
        for part in self._parts:
            self._starts.append(self.size)
            self.size += _length(part)

    def pread(self, count: int, offset: int) -> bytes:
        """Up to `count` bytes at an offset; short only at the end, or where the source ends early.

        Raises:
            ItemError: they lie in a volume that is missing.
        """
        pieces = []
        while count > 0 and 0 <= offset < self.size:
            at = bisect_right(self._starts, offset) - 1
            part, inside = self._parts[at], offset - self._starts[at]
            wanted = min(count, _length(part) - inside)
            if isinstance(part, bytes):
                piece = part[inside : inside + wanted]
            else:
                piece = (part.source or self._source).pread(wanted, part.offset + inside)
            if not piece:
                break
            pieces.append(piece)
            count -= len(piece)
            offset += len(piece)
        return b"".join(pieces)


def _length(part: bytes | Range) -> int:
    return len(part) if isinstance(part, bytes) else part.size
