"""MAPI properties as TNEF lists them (MS-OXTNEF), named ones with their names."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.read.mail.mapi import BINARY, STRING, UNICODE, Value

_FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8,
          0x0040: 8, 0x0048: 16}  # fmt: skip
"""Bytes of a value by type, filled up to four."""

_OBJECT, _MANY, _NAMED = 0x000D, 0x1000, 0x8000
_MAX_NAME = 512


class Listed:
    """Lists of properties in some bytes.

    Attributes:
        at: where the next one begins.
        is_whole: False once a list ended before what it says.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self.at = 0
        self.is_whole = True

    def number(self, width: int = 4) -> int:
        """The next number."""
        self.at += width
        if self.at > len(self._raw):
            self.is_whole = False
        return int.from_bytes(self._raw[self.at - width : self.at], "little")

    def values(self) -> Iterator[Value]:
        """The values of the next list."""
        for _ in range(self.number()):
            kind, tag = self.number(2), self.number(2)
            name = self._name() if tag >= _NAMED and self.is_whole else ""
            is_many = bool(kind & _MANY)
            kind &= ~_MANY
            count = self.number() if is_many or kind not in _FIXED else 1
            for _ in range(count):
                raw = self._value(kind)
                if not self.is_whole:
                    return
                yield Value(tag, kind, raw, name)
            if not self.is_whole:
                return

    def _value(self, kind: int) -> bytes:
        if kind in _FIXED:
            size = _FIXED[kind]
        elif kind in (STRING, UNICODE, BINARY, _OBJECT):
            size = self.number()
        else:  # of no known length
            self.is_whole = False
            return b""
        return self._bytes(size)

    def _bytes(self, size: int) -> bytes:
        raw = self._raw[self.at : self.at + size]
        if len(raw) < size:
            self.is_whole = False
        self.at += size + -size % 4
        return raw

    def _name(self) -> str:
        """A set, and a number or a text."""
        self.at += 16
        if self.number() != 1:
            return f"{self.number():04x}"
        return self._bytes(self.number())[:_MAX_NAME].decode("utf-16-le", "replace").replace("\0", "")
