"""Access files of two tables, written page by page: no library writes them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from leakassay.read.database.jet_pages import _deciphered

LONG_INTEGER, INTEGER, TEXT, MEMO = 4, 3, 10, 12
_WIDTHS = {LONG_INTEGER: 4, INTEGER: 2}
CATALOGUE, DEFINITION, ROWS, LONG = 2, 4, 5, 6


@dataclass(frozen=True)
class Jet:
    """A version of the format: Jet 3 has pages of 2,048 bytes and texts of one byte a letter, Jet 4 twice of each."""

    is_old: bool

    @property
    def size(self) -> int:
        return 2048 if self.is_old else 4096

    def letters(self, text: str) -> bytes:
        return text.encode("cp1252" if self.is_old else "utf-16-le")

    def head(self) -> bytes:
        clear = bytearray(0x7E)
        clear[0x24:0x26] = struct.pack("<H", 1252)
        raw = b"\0\x01\0\0Standard Jet DB\0" + bytes([not self.is_old]) + bytes(3) + _deciphered(bytes(clear))
        return raw.ljust(self.size, b"\0")

    def definition(self, columns: dict[str, int]) -> bytes:
        """Columns by name: their types."""
        raw = bytearray(43 if self.is_old else 63)
        raw[0] = 2
        struct.pack_into("<HH", raw, 23 if self.is_old else 43, len(columns), len(columns))
        offset = slot = 0
        for number, kind in enumerate(columns.values()):
            entry, width = bytearray(18 if self.is_old else 25), _WIDTHS.get(kind, 0)
            places = (1, 3, 13, 14, 16) if self.is_old else (5, 7, 15, 21, 23)
            entry[0] = kind
            for place, value in zip(places, (number, slot, int(width > 0), offset, width), strict=True):
                struct.pack_into("<H", entry, place, value)
            offset, slot = offset + width, slot + (not width)
            raw += entry
        for name in columns:
            said = self.letters(name)
            raw += struct.pack("<B" if self.is_old else "<H", len(said)) + said
        return bytes(raw).ljust(self.size, b"\0")

    def row(self, fixed: bytes, *varying: bytes, columns: int) -> bytes:
        raw = struct.pack("<B" if self.is_old else "<H", columns) + fixed
        ends = [len(raw)]
        for value in varying:
            raw += value
            ends.append(len(raw))
        form = "B" if self.is_old else "H"
        raw += struct.pack(f"<{len(ends)}{form}", *reversed(ends)) + struct.pack(f"<{form}", len(varying))
        return raw + bytes([(1 << columns) - 1])

    def data(self, owner: bytes, *rows: bytes, flags: tuple[int, ...] = ()) -> bytes:
        page, at = bytearray(self.size), 8 if self.is_old else 12
        page[0], page[4:8] = 1, owner
        struct.pack_into("<H", page, at, len(rows))
        end = self.size
        for place, row in enumerate(rows):
            end -= len(row)
            page[end : end + len(row)] = row
            struct.pack_into("<H", page, at + 2 + 2 * place, end | (flags[place] if place < len(flags) else 0))
        return bytes(page)

    def file(self) -> bytes:
        """A table of people: a number, a name, a memo in the row and one on a page of its own; a row is deleted."""
        names = {"Id": LONG_INTEGER, "Type": INTEGER, "Name": TEXT}
        people = {"No": LONG_INTEGER, "NHS": TEXT, "Note": MEMO}
        note = self.letters("rang about 9990000026")
        near = struct.pack("<III", 0x80000000 | len(note), 0, 0) + note
        far = struct.pack("<III", 0x40000000 | len(note), LONG << 8, 0)
        rows = [
            self.row(struct.pack("<I", 1), self.letters("9990000018"), near, columns=3),
            self.row(struct.pack("<I", 2), self.letters("9990000034"), far, columns=3),
            self.row(struct.pack("<I", 3), self.letters("9990000042"), near, columns=3),
        ]
        listed = self.row(struct.pack("<IH", DEFINITION, 1), self.letters("People"), columns=3)
        return b"".join([
            self.head(), bytes(self.size), self.definition(names), self.data(struct.pack("<I", CATALOGUE), listed),
            self.definition(people), self.data(struct.pack("<I", DEFINITION), *rows, flags=(0, 0, 0x8000)),
            self.data(b"LVAL", note),
        ])  # fmt: skip
