"""Whether the chains of sectors in a compound file end: a reader that follows one that leads back never does."""

from __future__ import annotations

import struct
from collections.abc import Iterable

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_BYTES = 512
_HEADER = struct.Struct("<30xHH10xII4xIIIII")
_LISTED = 109
"""Sectors of the table of chains that the header names itself."""
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY_BYTES, _KIND_AT, _START_AT = 128, 66, 116
_SMALL_SHIFTS, _SHIFTS = (6,), (9, 12)


def all_end(content: bytes) -> bool:
    """True when every chain that a reader of this compound file follows comes to an end.

    Args:
        content: the file; what is no compound file has no chains.

    Returns:
        False too for a header that is cut, or that says of no sectors how large they are.
    """
    if not content.startswith(_MAGIC):
        return True
    if len(content) < _HEADER_BYTES:
        return False
    shift, small_shift, _, directory, _, small_table, _, further, _ = _HEADER.unpack_from(content)
    if shift not in _SHIFTS or small_shift not in _SMALL_SHIFTS:
        return False
    sectors = _Sectors(content, 1 << shift)
    table = sectors.table(further)
    if table is None:
        return False
    chains = [sectors.chain(table, start) for start in (directory, small_table)]
    if None in chains:
        return False
    entries, small = (b"".join(map(sectors.at, chain or ())) for chain in chains)
    starts = _starts(entries)
    return _end(table, starts) and _end(_numbers(small), starts)


class _Sectors:
    """The sectors of one file."""

    def __init__(self, content: bytes, size: int) -> None:
        self._content, self._size = content, size

    def at(self, number: int) -> bytes:
        """One of them; short or nothing where it lies behind the end."""
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    def table(self, further: int) -> list[int] | None:
        """The table of chains; None where the list of its sectors does not end."""
        named = list(struct.unpack_from(f"<{_LISTED}I", self._content, 76))
        seen = set()
        while further < _LAST_SECTOR and (listed := _numbers(self.at(further))):
            if further in seen:
                return None
            seen.add(further)
            named += listed[:-1]
            further = listed[-1]
        return _numbers(b"".join(self.at(number) for number in named if number < _LAST_SECTOR))

    def chain(self, table: list[int], start: int) -> list[int] | None:
        """Sectors of a chain; None where it leads back."""
        found: list[int] = []
        while start < len(table):
            if len(found) > len(table):
                return None
            found.append(start)
            start = table[start]
        return found


def _numbers(raw: bytes) -> list[int]:
    return list(struct.unpack_from(f"<{len(raw) // 4}I", raw))


def _starts(entries: bytes) -> list[int]:
    """First sectors of everything that the directory names."""
    places = range(0, len(entries) - _ENTRY_BYTES + 1, _ENTRY_BYTES)
    return [struct.unpack_from("<I", entries, at + _START_AT)[0] for at in places if entries[at + _KIND_AT]]


def _end(table: list[int], starts: Iterable[int]) -> bool:
    """True when all chains from these sectors end; each sector is looked at once."""
    walk = [0] * len(table)
    for number, start in enumerate(starts, 1):
        at = start
        while at < len(table) and not walk[at]:
            walk[at] = number
            at = table[at]
        if at < len(table) and walk[at] == number:
            return False
    return True
