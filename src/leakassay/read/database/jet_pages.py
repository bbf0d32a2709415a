"""Pages of an Access file (Jet 3, Jet 4, ACE): table definitions, rows, long values; nothing in them is trusted."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from leakassay.model.item import OpenItem

DATA, DEFINITION = 1, 2
LONG_VALUES: Final = b"LVAL"
DELETED, ELSEWHERE, OFFSET = 0x8000, 0x4000, 0x1FFF
MAX_COLUMNS = 1024
"""Access allows 255; dropped ones keep their numbers."""

MAX_LONG = 64 << 20
"""Bytes of a memo or an embedded object that are read."""

MAX_DEFINITION = 1 << 20
"""Bytes of the definition of one table."""

_HEAD_KEY: Final = b"\xc7\xda\x39\x6b"


class DamageError(Exception):
    """The bytes are not what the format says."""


class Column(NamedTuple):
    """A column.

    Attributes:
        name: of it.
        kind: its type.
        number: its place in the mask of nulls.
        is_fixed: True when it lies at `offset` of every row.
        offset: of a fixed one.
        slot: of one that varies in the table of ends.
        width: bytes of a fixed one.
        scale: digits behind the point of a decimal.
        is_calculated: True where a result is kept, behind twenty bytes of its own.
    """

    name: str
    kind: int
    number: int
    is_fixed: bool
    offset: int
    slot: int
    width: int
    scale: int
    is_calculated: bool = False


class Slot(NamedTuple):
    """One row of a page: where it is, its flags, its bytes."""

    page: int
    number: int
    flags: int
    raw: bytes


class _Layout(NamedTuple):
    """Where things lie in a version of the format."""

    counts: int
    columns: int
    per_index: int
    column: int
    number: int
    slot: int
    scale: int
    flags: int
    offset: int
    width: int
    rows: int


_JET3: Final = _Layout(23, 43, 8, 18, 1, 3, 12, 13, 14, 16, 8)
_JET4: Final = _Layout(43, 63, 12, 25, 5, 7, 12, 15, 21, 23, 12)


@dataclass
class Pages:
    """The pages of one file.

    Attributes:
        item: the file.
        size: bytes of a page.
        count: pages that lie whole in it.
        codec: of texts.
        is_old: True for Access 97 and before.
        used: rows of long values that were taken.
    """

    item: OpenItem
    size: int
    count: int
    codec: str
    is_old: bool
    used: set[tuple[int, int]] = field(default_factory=set)
    cut: int = 0

    @property
    def layout(self) -> _Layout:
        """Of this version."""
        return _JET3 if self.is_old else _JET4

    def page(self, number: int) -> bytes:
        """A page by its number from 0."""
        if not 0 <= number < self.count:
            raise DamageError
        return self.item.pread(self.size, number * self.size)

    def slots(self, number: int, page: bytes) -> Iterator[Slot]:
        """Rows of a data page; those whose place makes no sense are left out."""
        at = self.layout.rows
        count = min(int.from_bytes(page[at : at + 2], "little"), (self.size - at - 2) // 2)
        end = self.size
        for place, value in enumerate(struct.unpack_from(f"<{count}H", page, at + 2)):
            start = value & OFFSET
            if at + 2 + 2 * count <= start <= end:
                yield Slot(number, place, value & ~OFFSET, page[start:end])
                end = start

    def slot(self, number: int, place: int) -> Slot:
        """One row by page and number."""
        page = self.page(number)
        for slot in self.slots(number, page):
            if slot.number == place:
                return slot
        raise DamageError

    def definition(self, number: int) -> list[Column]:
        """Columns of the table whose definition begins on a page."""
        raw, seen = b"", set()
        while number and len(raw) < MAX_DEFINITION:
            page = self.page(number)
            if page[0] != DEFINITION or number in seen:
                raise DamageError
            seen.add(number)
            raw += page[8:] if raw else page
            number = int.from_bytes(page[4:8], "little")
        try:
            return self._columns(raw)
        except (struct.error, IndexError) as error:
            raise DamageError from error

    def _columns(self, raw: bytes) -> list[Column]:
        layout = self.layout
        _, count = struct.unpack_from("<HH", raw, layout.counts)
        (indexes,) = struct.unpack_from("<I", raw, layout.counts + 8)
        at = layout.columns + indexes * layout.per_index
        names = at + count * layout.column
        if not 0 < count <= MAX_COLUMNS or names > len(raw):
            raise DamageError
        columns = []
        for place in range(count):
            start = at + place * layout.column
            length = raw[names] if self.is_old else struct.unpack_from("<H", raw, names)[0]
            names += 1 if self.is_old else 2
            name = raw[names : names + length].decode(self.codec, "replace")
            names += length
            columns.append(self._column(raw[start : start + layout.column], name))
        return sorted(columns, key=lambda column: column.number)

    def _column(self, raw: bytes, name: str) -> Column:
        layout = self.layout
        number, slot, offset, width = (
            int(struct.unpack_from("<H", raw, place)[0])
            for place in (layout.number, layout.slot, layout.offset, layout.width)
        )
        is_calculated = not self.is_old and raw[16] & 0xC0 == 0xC0
        is_fixed = bool(raw[layout.flags] & 1)
        return Column(name, raw[0], number, is_fixed, offset, slot, width, raw[layout.scale], is_calculated)

    def fields(self, raw: bytes, columns: list[Column]) -> list[bytes | bool | None]:
        """Bytes of each column of a row; None for a null, a truth value for yes or no."""
        head = 1 if self.is_old else 2
        count = int.from_bytes(raw[:head], "little")
        mask_size = (count + 7) // 8
        if not count or len(raw) < head + mask_size:
            raise DamageError
        mask = raw[len(raw) - mask_size :]
        ends = self._ends(raw, mask_size) if any(not column.is_fixed for column in columns) else []
        found: list[bytes | bool | None] = []
        for column in columns:
            is_set = column.number < count and bool(mask[column.number // 8] >> column.number % 8 & 1)
            if column.kind == 1 and not column.is_calculated:
                found.append(is_set)
            elif not is_set:
                found.append(None)
            elif column.is_fixed:
                start = head + column.offset
                found.append(raw[start : start + column.width])
            else:
                found.append(_between(raw, ends, column.slot))
        return found

    def _ends(self, raw: bytes, mask_size: int) -> list[int]:
        """Where the columns that vary begin, and where the last one ends."""
        last = len(raw) - mask_size
        if not self.is_old:
            if last < 4:
                raise DamageError
            count = int.from_bytes(raw[last - 2 : last], "little")
            if last - 4 - 2 * count < 0:
                raise DamageError
            return [int.from_bytes(raw[at : at + 2], "little") for at in range(last - 4, last - 6 - 2 * count, -2)]
        return _old_ends(raw, last - 1)

    def long_value(self, raw: bytes) -> bytes:
        """A memo or an embedded object: here, on another page, or along a chain of them."""
        if len(raw) < 12:
            raise DamageError
        told, place = struct.unpack_from("<II", raw)
        size = told & 0x3FFFFFFF
        if told & 0x80000000:
            return raw[12 : 12 + size]
        is_chain = not told & 0x40000000
        pieces, got = [], 0
        while place and got < size:
            if got > MAX_LONG:
                self.cut += 1
                break
            where = place >> 8, place & 0xFF
            if where in self.used:
                raise DamageError
            self.used.add(where)
            piece = self.slot(*where).raw
            place, piece = (int.from_bytes(piece[:4], "little"), piece[4:]) if is_chain else (0, piece)
            pieces.append(piece[: size - got])
            got += len(pieces[-1])
        if got < min(size, MAX_LONG):
            raise DamageError
        return b"".join(pieces)


def _between(raw: bytes, ends: list[int], slot: int) -> bytes:
    if slot + 1 >= len(ends) or not 0 <= ends[slot] <= ends[slot + 1] <= len(raw):
        raise DamageError
    return raw[ends[slot] : ends[slot + 1]]


def _old_ends(raw: bytes, last: int) -> list[int]:
    """Ends of one byte, with a table of places at which 256 is added."""
    count = raw[last]
    jumps = (len(raw) - 1) // 256
    at = last - jumps - 1
    if at - count < 0:
        raise DamageError
    if (at - count) // 256 < jumps:
        jumps -= 1
    ends, used = [], 0
    for place in range(count + 1):
        while used < jumps and place == raw[last - used - 1]:
            used += 1
        ends.append(raw[at - place] + 256 * used)
    return ends


def opened(item: OpenItem) -> tuple[Pages, bool]:
    """The pages of a file, and whether they are encrypted."""
    head = item.head(4096)
    if len(head) < 0x98:
        raise DamageError
    is_old = head[0x14] == 0
    clear = _deciphered(head[0x18:0x96])
    size = 2048 if is_old else 4096
    page_code = int.from_bytes(clear[0x24:0x26], "little")
    codec = _codec(page_code) if is_old else "utf-16-le"
    return Pages(item, size, item.size // size, codec, is_old), any(clear[0x26:0x2A])


def _codec(code: int) -> str:
    try:
        return codecs.lookup(f"cp{code}").name
    except LookupError:
        return "cp1252"


def _deciphered(data: bytes) -> bytes:
    """The head of the file under the key that all files share."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + _HEAD_KEY[i % 4]) % 256
        state[i], state[j] = state[j], state[i]
    found = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        found.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(found)
