"""Pages of an SQLite file: B-trees, cells, overflow chains and records, read page by page, never trusted."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from leakassay.model.item import OpenItem

MAX_PAYLOAD = 64 << 20
"""Bytes of one row; SQLite allows a billion."""

MAX_COLUMNS = 4096
"""Values of a record."""

MAX_DEPTH = 64
"""Levels of a tree; a real one has seven at most."""

TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER = 13, 5, 10, 2

Value = None | int | float | str | bytes
_SIZES: Final = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
_CODECS: Final = {1: "utf-8", 2: "utf-16-le", 3: "utf-16-be"}


class DamageError(Exception):
    """The bytes are not what the format says."""


class Cell(NamedTuple):
    """One cell.

    Attributes:
        left: page of the subtree before it; 0 in leaves.
        rowid: of a table; 0 in an index.
        payload: of a table leaf or an index.
    """

    left: int
    rowid: int
    payload: bytes


@dataclass
class Pages:
    """The pages of one file.

    Attributes:
        item: the file.
        size: bytes of a page.
        usable: of them without the reserved end.
        count: pages that lie whole in the file.
        codec: of texts.
        seen: one byte a page, 1 where a tree or chain has taken it.
        faults: damage that was stepped over.
    """

    item: OpenItem
    size: int
    usable: int
    count: int
    codec: str
    seen: bytearray
    faults: int = 0
    cut: int = 0
    free: list[bytes] = field(default_factory=list)

    def check_free_list(self) -> bool:
        """True when the list of free pages is as long as the header says, and holds no page that is in use."""
        head = self.item.head(100)
        number, told = int.from_bytes(head[32:36], "big"), int.from_bytes(head[36:40], "big")
        listed: set[int] = set()
        while number:
            if not 0 < number <= self.count or number in listed or self.seen[number] or len(listed) > told:
                return False
            listed.add(number)
            page = self.page(number)
            leaves = int.from_bytes(page[4:8], "big")
            if leaves > self.usable // 4 - 2:
                return False
            for place in range(8, 8 + 4 * leaves, 4):
                leaf = int.from_bytes(page[place : place + 4], "big")
                if not 0 < leaf <= self.count or leaf in listed or self.seen[leaf]:
                    return False
                listed.add(leaf)
            number = int.from_bytes(page[:4], "big")
        return len(listed) == told

    def page(self, number: int) -> bytes:
        """A page by its number, which counts from 1."""
        if not 0 < number <= self.count:
            raise DamageError
        return self.item.pread(self.size, (number - 1) * self.size)

    def take(self, number: int) -> bytes:
        """A page that nobody has taken before."""
        if not 0 < number <= self.count or self.seen[number]:
            raise DamageError
        self.seen[number] = 1
        return self.page(number)

    def cells(self, root: int) -> Iterator[Cell]:
        """Cells of a tree, in any order; damage is counted and stepped over."""
        stack = [(root, 0)]
        while stack:
            number, depth = stack.pop()
            try:
                page = self.take(number if depth <= MAX_DEPTH else 0)
                start = 100 if number == 1 else 0
                kind, cells, right = self._shape(page, start)
            except DamageError:
                self.faults += 1
                continue
            if right:
                stack.append((right, depth + 1))
            for cell in self._of_page(page, start, kind, cells):
                if cell.left:
                    stack.append((cell.left, depth + 1))
                if kind != TABLE_INNER:
                    yield cell

    def _shape(self, page: bytes, start: int) -> tuple[int, list[int], int]:
        """Kind of a page, where its cells begin, and its last child."""
        kind = page[start]
        if kind not in (TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER):
            raise DamageError
        head = start + (12 if kind in (TABLE_INNER, INDEX_INNER) else 8)
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        if head + 2 * count > self.usable:
            raise DamageError
        content = int.from_bytes(page[start + 5 : start + 7], "big") or 65536
        self.faults += not head + 2 * count <= content <= len(page)
        right = int.from_bytes(page[start + 8 : start + 12], "big") if head - start == 12 else 0
        places = list(struct.unpack_from(f">{count}H", page, head))
        return kind, places, right

    def _of_page(self, page: bytes, start: int, kind: int, places: list[int]) -> Iterator[Cell]:
        head = start + (12 if kind in (TABLE_INNER, INDEX_INNER) else 8) + 2 * len(places)
        used: list[tuple[int, int]] = []
        local = 0
        for place in places:
            try:
                cell, end = self._cell(page, place if place >= head else self.usable, kind)
            except (DamageError, IndexError):
                self.faults += 1
                continue
            local += end - place
            if local > self.usable:  # cells that lie on top of each other
                self.faults += 1
                break
            used.append((place, end))
            yield cell
        self.free += _between(page[: self.usable], head, used)

    def _cell(self, page: bytes, at: int, kind: int) -> tuple[Cell, int]:
        left = rowid = size = 0
        if kind in (TABLE_INNER, INDEX_INNER):
            left, at = int.from_bytes(page[at : at + 4], "big"), at + 4
        if kind != TABLE_INNER:
            size, at = varint(page, at)
        if kind in (TABLE_LEAF, TABLE_INNER):
            rowid, at = varint(page, at)
        if kind == TABLE_INNER:
            return Cell(left, rowid, b""), at
        local = self._local(size, is_table=kind == TABLE_LEAF)
        if at + local > self.usable:
            raise DamageError
        payload = page[at : at + local]
        at += local
        if local < size:
            payload += self._overflow(int.from_bytes(page[at : at + 4], "big"), size - local)
            at += 4
        return Cell(left, rowid - (1 << 64) if rowid >> 63 else rowid, payload), at

    def _local(self, size: int, *, is_table: bool) -> int:
        """Bytes of a payload that lie on the page itself."""
        most = self.usable - 35 if is_table else (self.usable - 12) * 64 // 255 - 23
        if size <= most:
            return size
        least = (self.usable - 12) * 32 // 255 - 23
        kept = least + (size - least) % (self.usable - 4)
        return kept if kept <= most else least

    def _overflow(self, number: int, left: int) -> bytes:
        pieces = []
        if left > MAX_PAYLOAD:
            self.cut += 1
            left = MAX_PAYLOAD
        while left > 0:
            try:
                page = self.take(number)
            except DamageError:
                self.faults += 1
                break
            pieces.append(page[4 : min(self.usable, 4 + left)])
            left -= len(pieces[-1])
            number = int.from_bytes(page[:4], "big")
        return b"".join(pieces)


def _between(page: bytes, head: int, used: list[tuple[int, int]]) -> Iterator[bytes]:
    """What lies between cells and is not empty."""
    at = head
    for start, end in sorted(used):
        if start > at and page[at:start].strip(b"\0"):
            yield page[at:start]
        at = max(at, end)
    if page[at:].strip(b"\0"):
        yield page[at:]


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends.

    Raises:
        IndexError: the data stop inside it.
    """
    value = data[at]
    if value < 128:
        return value, at + 1
    value &= 127
    for place in range(at + 1, at + 8):
        byte = data[place]
        value = value << 7 | byte & 127
        if byte < 128:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9


def record(payload: bytes, codec: str) -> list[Value]:
    """The values of a record.

    Raises:
        DamageError: its sizes do not add up.
    """
    try:
        end, at = varint(payload, 0)
        kinds: list[int] = []
        while at < end:
            kind, at = varint(payload, at)
            kinds.append(kind)
    except IndexError as error:
        raise DamageError from error
    if at != end or len(kinds) > MAX_COLUMNS:
        raise DamageError
    values, at = values_of(payload, at, kinds, codec)
    if at != len(payload):
        raise DamageError
    return values


def size_of(kind: int) -> int:
    """Bytes of a value by its serial type; -1 for one that does not exist."""
    return (kind - 12) // 2 if kind >= 12 else _SIZES[kind] if kind < 10 else -1


def values_of(payload: bytes, at: int, kinds: list[int], codec: str) -> tuple[list[Value], int]:
    """Values of these serial types from `at` on, and where they end.

    Raises:
        DamageError: a type that does not exist, or a value beyond the end.
    """
    values: list[Value] = []
    for kind in kinds:
        size = size_of(kind)
        if size < 0 or at + size > len(payload):
            raise DamageError
        values.append(_value(payload[at : at + size], kind, codec))
        at += size
    return values, at


def _value(data: bytes, kind: int, codec: str) -> Value:
    if kind >= 12:
        return data.decode(codec, "replace") if kind % 2 else data
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    if kind in (8, 9):
        return kind - 8
    return int.from_bytes(data, "big", signed=True) if kind else None


def opened(item: OpenItem) -> Pages | None:
    """The pages of a file by its header; None where that is none."""
    head = item.head(100)
    size = int.from_bytes(head[16:18], "big")
    size = 65536 if size == 1 else size
    if len(head) < 100 or size < 512 or size & (size - 1) or size - head[20] < 480:
        return None
    count = item.size // size
    return Pages(item, size, size - head[20], count, _CODECS.get(head[59], "utf-8"), bytearray(count + 1))
