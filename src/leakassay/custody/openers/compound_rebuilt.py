"""A storage of an OLE compound file written out as a file of its own: an embedded object opens like any other."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from leakassay.custody.openers.compound_file import MAGIC, ROOT, STORAGE, STREAM, CompoundFile, Node, pieces
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

MAX_DEPTH = 64
"""Storages inside each other; a message attached to a message attached to a message … takes two each."""

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _DIFAT, _NOBODY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC, 0xFFFFFFFF
_BLACK = 1
_PER_SECTOR = _SECTOR // 4
_IN_HEADER = 109
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")
_EMPTY = _ENTRY.pack(b"", 0, 0, 0, _NOBODY, _NOBODY, _NOBODY, bytes(16), 0, 0, 0, 0, 0)


@dataclass
class Part:
    """What is to be written: a storage with its parts, or a stream.

    Attributes:
        chunks: gives the bytes of a stream when it is its turn; fewer than `size` are filled up with zeros.
    """

    name: str
    kind: int
    clsid: bytes = bytes(16)
    size: int = 0
    chunks: Callable[[], Iterator[bytes]] = field(default=lambda: iter(()))
    parts: list[Part] = field(default_factory=list)


@dataclass
class _Row:
    """One directory entry and where its bytes lie."""

    part: Part
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    start: int = 0


def part_of(file: CompoundFile, node: Node, depth: int = 0) -> Part:
    """The part that writes a node of a file.

    Raises:
        ItemError: storages nested more than `MAX_DEPTH` deep (refused: `limit_depth`).
    """
    if depth > MAX_DEPTH:
        raise ItemError(Reason.LIMIT_DEPTH, outcome=Outcome.REFUSED)
    if not node.is_stream:
        inner = [part_of(file, child, depth + 1) for child in node.children]
        return Part(node.name, STORAGE, node.clsid, parts=inner)
    stream = file.stream(node)
    return Part(node.name, STREAM, size=stream.size, chunks=lambda: pieces(stream))


def stated_bytes(node: Node) -> int:
    """Bytes that all streams beneath a node state to hold."""
    total, waiting = 0, [node]
    while waiting:
        one = waiting.pop()
        total += one.size if one.is_stream else 0
        waiting += one.children
    return total


def written(root: Part) -> Iterator[bytes]:
    """A compound file whose root is this storage, piece by piece; the same tree gives the same bytes.

    The directory stands in front, so that its head alone says what it is.

    Raises:
        ItemError: at the end, the first fault of a stream; what was missing is zeros.
    """
    rows = _directory(root)
    small = [row for row in rows[1:] if row.part.kind == STREAM and 0 < row.part.size < _CUTOFF]
    large = [row for row in rows[1:] if row.part.kind == STREAM and row.part.size >= _CUTOFF]
    mini_links = _laid(small, _MINI, 0)
    mini_bytes = len(mini_links) * _MINI
    runs = [_sectors(len(rows) * _ENTRY.size), _sectors(len(mini_links) * 4), _sectors(mini_bytes)]
    links = _linked(runs)
    directory, mini_table, mini = (sum(runs[:at]) if runs[at] else _END for at in range(3))
    large_links = _laid(large, _SECTOR, len(links))
    links += large_links
    table, difat = _table_sectors(len(links))
    rows[0].part, rows[0].start = Part("Root Entry", ROOT, root.clsid, mini_bytes), mini
    lists = list(range(len(links), len(links) + table))
    links += [_FAT] * table + [_DIFAT] * difat
    yield _header(directory, mini_table, runs[1], lists, difat)
    yield _filled(b"".join(map(_packed, rows)), filler=_EMPTY)
    yield _filled(_numbers(mini_links), filler=b"\xff")
    faults: list[ItemError] = []
    for row in small:
        yield _filled(b"".join(_bytes(row.part, faults)), _MINI)
    yield bytes(-mini_bytes % _SECTOR)
    for row in large:
        yield from _bytes(row.part, faults)
        yield bytes(-row.part.size % _SECTOR)
    yield _filled(_numbers(links), filler=b"\xff")
    yield _difat(lists[_IN_HEADER:], lists[-1] + 1 if lists else 0)
    if faults:
        raise faults[0]


def _directory(root: Part) -> list[_Row]:
    """Entries: the root, then children storage by storage."""
    rows = [_Row(root)]
    at = 0
    while at < len(rows):
        first = len(rows)
        rows += [_Row(part) for part in sorted(rows[at].part.parts, key=_order)]
        rows[at].child = _tree(rows, first, len(rows))
        at += 1
    return rows


def _order(part: Part) -> tuple[int, str]:
    """Shorter names come first, those of one length by their capitals."""
    return len(part.name.encode("utf-16-le", "surrogatepass")), part.name.upper()


def _tree(rows: list[_Row], low: int, high: int) -> int:
    """Link sorted siblings into a balanced tree; its depth is the logarithm of their number."""
    if low == high:
        return _NOBODY
    middle = (low + high) // 2
    rows[middle].left, rows[middle].right = _tree(rows, low, middle), _tree(rows, middle + 1, high)
    return middle


def _sectors(size: int) -> int:
    return -(-size // _SECTOR)


def _linked(runs: list[int]) -> list[int]:
    """Links of runs of sectors that follow each other."""
    links: list[int] = []
    for count in runs:
        if count:
            links += [*range(len(links) + 1, len(links) + count), _END]
    return links


def _laid(rows: list[_Row], unit: int, base: int) -> list[int]:
    """Lay streams one behind the other; their links."""
    links: list[int] = []
    for row in rows:
        row.start = base + len(links)
        count = -(-row.part.size // unit)
        links += [*range(row.start + 1, row.start + count), _END]
    return links


def _table_sectors(used: int) -> tuple[int, int]:
    """How many sectors the table takes to cover `used` and itself, and how many its list takes."""
    table = difat = 0
    while True:
        needed = -(-(used + table + difat) // _PER_SECTOR)
        lists = max(0, -(-(needed - _IN_HEADER) // (_PER_SECTOR - 1)))
        if (needed, lists) == (table, difat):
            return table, difat
        table, difat = needed, lists


def _header(directory: int, mini_table: int, mini_sectors: int, lists: list[int], difat: int) -> bytes:
    first_difat = lists[-1] + 1 if difat else _END
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        *(MAGIC, 0x3E, 3, 0xFFFE, 9, 6, 0, len(lists), directory, 0, _CUTOFF, mini_table, mini_sectors),
        *(first_difat, difat),
    )
    listed = [*lists, *[_FREE] * _IN_HEADER][:_IN_HEADER]
    return head + struct.pack(f"<{_IN_HEADER}I", *listed)


def _packed(row: _Row) -> bytes:
    part = row.part
    name = part.name.encode("utf-16-le", "surrogatepass")[:62]
    start = 0 if part.kind == STORAGE else row.start if part.size else _END
    return _ENTRY.pack(
        *(name, len(name) + 2, part.kind, _BLACK, row.left, row.right, row.child, part.clsid),
        *(0, 0, 0, start, part.size),
    )


def _numbers(links: list[int]) -> bytes:
    return struct.pack(f"<{len(links)}I", *links)


def _filled(raw: bytes, unit: int = _SECTOR, filler: bytes = b"\0") -> bytes:
    return raw + filler * (-len(raw) % unit // len(filler))


def _bytes(part: Part, faults: list[ItemError]) -> Iterator[bytes]:
    """Exactly `size` bytes of a stream."""
    left = part.size
    try:
        for piece in part.chunks():
            yield piece[:left]
            left -= min(left, len(piece))
    except ItemError as error:
        faults.append(error)
    while left:
        blank = min(left, 1 << 16)
        yield bytes(blank)
        left -= blank


def _difat(places: list[int], first: int) -> bytes:
    """Sectors that name those sectors of the table for which the header has no room."""
    step = _PER_SECTOR - 1
    sectors = []
    for number, at in enumerate(range(0, len(places), step), 1):
        held = places[at : at + step]
        after = first + number if at + step < len(places) else _END
        sectors.append(struct.pack(f"<{_PER_SECTOR}I", *held, *[_FREE] * (step - len(held)), after))
    return b"".join(sectors)
