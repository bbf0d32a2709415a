"""Numbers, bits and checksums of a 7z header, read from front to end; a step beyond it is damage."""

from __future__ import annotations

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason


class Cursor:
    """A header and the place in it.

    Args:
        raw: its bytes.
    """

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0

    def take(self, count: int) -> bytes:
        """That many bytes."""
        piece = self.raw[self.at : self.at + count]
        if count < 0 or len(piece) != count:
            raise ItemError(Reason.MALFORMED)
        self.at += count
        return piece

    def byte(self) -> int:
        """One byte."""
        return self.take(1)[0]

    def number(self) -> int:
        """A number in one to nine bytes: leading ones of the first byte count the bytes that follow."""
        first = self.byte()
        follow = 0
        while follow < 8 and first & 0x80 >> follow:
            follow += 1
        low = int.from_bytes(self.take(follow), "little")
        return low | (first & (0x7F >> follow)) << 8 * follow if follow < 8 else low

    def count(self) -> int:
        """A number of things that take at least one byte each."""
        number = self.number()
        if number > len(self.raw) - self.at:
            raise ItemError(Reason.MALFORMED)
        return number

    def expect(self, kind: int) -> None:
        """A byte that must stand here."""
        if self.byte() != kind:
            raise ItemError(Reason.MALFORMED)

    def bits(self, count: int) -> list[bool]:
        """A vector of bits, the highest first."""
        raw = self.take((count + 7) // 8)
        return [bool(raw[index >> 3] & 0x80 >> (index & 7)) for index in range(count)]

    def defined(self, count: int) -> list[bool]:
        """A vector of bits that may be left out when all are set."""
        return [True] * count if self.byte() else self.bits(count)

    def checksums(self, count: int) -> list[int | None]:
        """CRC-32 of some of `count` things."""
        return [int.from_bytes(self.take(4), "little") if there else None for there in self.defined(count)]
