"""Blocks of whole lines: cuts a range of an item at line borders, honouring quoted line breaks, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leakassay.model.item import OpenItem
from leakassay.values.text_encoding import bom_length, code_unit

BLOCK_BYTES = 4 << 20
"""Parsed in one go; pyarrow's CSV parser is fastest there (measured 1, 4 and 16 MB)."""

UNIT_BYTES = 16 << 20
"""A unit of a large item: locators count rows inside it."""

_SOFT_BYTES = 4096
"""How far back a line without end is searched for a space or a separator to cut at."""


@dataclass(frozen=True)
class Block:
    """Some lines of an item.

    Attributes:
        raw: the bytes, without byte order mark.
        mark_bytes: bytes of the mark that was left out.
        torn: True when the block ends inside a line or a quoted field; parse it line by line.
    """

    raw: bytes
    mark_bytes: int = 0
    torn: bool = False

    @property
    def bytes(self) -> int:
        """Bytes of the item it stands for."""
        return len(self.raw) + self.mark_bytes


def blocks(item: OpenItem, encoding: str, *, quote: str = "", size: int = BLOCK_BYTES) -> Iterator[Block]:
    """Cut the range of an item into blocks of about `size` bytes that end where a record ends.

    Args:
        item: range to cut; it begins where a record begins.
        encoding: as sniffed; gives the width of a code unit.
        quote: character between two of which a line break is data; "" when there is none.
        size: bytes of a block; a line that is longer is cut at a space, else anywhere.

    Yields:
        Blocks that add up to the range.
    """
    at = item.offset
    unit, big = code_unit(encoding), encoding.endswith("be")
    mark = bom_length(item.head(4)) if at == 0 else 0
    line_end = _line_end(item.head(), unit)
    while at < item.end:
        raw = item.pread(min(size, item.end - at), at)
        if not raw:
            return
        last = at + len(raw) >= item.end
        cut, torn = (len(raw), False) if last else _cut(raw, unit, big=big, quote=quote, line_end=line_end)
        if last and quote and unit == 1:
            torn = raw.count(quote.encode("latin-1")) % 2 == 1
        yield Block(raw[mark:cut], mark, torn)
        at += cut
        mark = 0


def split_lines(item: OpenItem, encoding: str, limit: int, *, quote: str = "") -> list[tuple[int, int]]:
    """Cut a whole item into units of at most `limit` bytes at record borders.

    Returns:
        (offset, length) pairs that cover the item in order.
    """
    if item.size <= limit:
        return [(0, item.size)]
    units = []
    at = 0
    for block in blocks(item, encoding, quote=quote, size=limit):
        units.append((at, block.bytes))
        at += block.bytes
    return units


def _line_end(head: bytes, unit: int) -> int:
    """Code of the character that ends lines: a carriage return where the head has no line feed."""
    return 13 if b"\r" in head and b"\n" not in head and unit == 1 else 10


def _cut(raw: bytes, unit: int, *, big: bool, quote: str, line_end: int) -> tuple[int, bool]:
    """Where to cut, in bytes, and whether that tears a line or a quoted field."""
    marks = quote.encode("latin-1") if quote else b""
    if unit == 1 and not (marks and marks in raw):
        at = raw.rfind(line_end.to_bytes(1, "little"))
        return (at + 1, False) if at >= 0 else (_soft(raw, unit), True)
    codes = _codes(raw, unit, big=big)
    ends = np.flatnonzero(codes == line_end)
    if not ends.size:
        return _soft(raw, unit), True
    if not quote:
        return int(ends[-1] + 1) * unit, False
    quotes = np.flatnonzero(codes == ord(quote))
    closed = ends[np.searchsorted(quotes, ends) % 2 == 0]
    # A stray quote turns the parity for good: then the cut falls on any line end, and the block is read line by line.
    if not closed.size or int(closed[-1]) * 2 < codes.size:
        return int(ends[-1] + 1) * unit, True
    return int(closed[-1] + 1) * unit, False


def _codes(raw: bytes, unit: int, *, big: bool) -> npt.NDArray[np.unsignedinteger]:
    whole = len(raw) // unit * unit
    order = ">" if big else "<"
    return np.frombuffer(memoryview(raw)[:whole], dtype=f"{order}u{unit}" if unit > 1 else np.uint8)


def _soft(raw: bytes, unit: int) -> int:
    """End of the last word, so that no value is cut in two where that can be avoided."""
    whole = max(len(raw) // unit * unit, min(len(raw), unit))
    if unit > 1:
        return whole
    floor = max(0, whole - _SOFT_BYTES)
    return max(*(raw.rfind(stop, floor, whole) for stop in (b" ", b",", b"|", b"\t", b";")), -1) + 1 or whole
