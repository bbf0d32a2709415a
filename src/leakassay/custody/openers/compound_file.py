"""OLE compound file (MS-CFB): the tree of storages and streams, each stream a view that is read piece by piece."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAX_ENTRIES = 200_000
"""Directory entries taken up; a message with 3,000 recipients and attachments has about 60,000."""

CHUNK_BYTES = 1 << 20
"""Bytes of a stream handed on at a time."""

STORAGE, STREAM, ROOT = 1, 2, 5

_LAST_SECTOR = 0xFFFFFFFA
_NOBODY = 0xFFFFFFFF
_MINI_SHIFT = 6
_CUTOFF = 4096
_IN_HEADER = 109
_ENTRY = struct.Struct("<64sHBBIII16s4xQQIQ")


class View(Protocol):
    """Bytes that can be read at an offset: a stream, or runs of one put together."""

    @property
    def size(self) -> int:
        """Bytes that it states to hold."""

    def pread(self, count: int, offset: int) -> bytes:
        """Up to `count` bytes at `offset`; short at the end of what there is."""


@dataclass
class Node:
    """A storage or a stream.

    Attributes:
        name: as stored; may begin with a control character.
        clsid: class of the object, 16 bytes in the byte order of the file.
        children: of a storage, in the order of the names in the directory tree.
    """

    name: str
    kind: int
    clsid: bytes
    start: int
    size: int
    children: list[Node] = field(default_factory=list)

    @property
    def is_stream(self) -> bool:
        """True when it holds bytes."""
        return self.kind == STREAM

    def child(self, name: str) -> Node | None:
        """The child of this name; names compare without case."""
        return next((one for one in self.children if one.name.lower() == name.lower()), None)


@dataclass(frozen=True)
class Stream:
    """Bytes of one stream, through the table of sectors that links them."""

    file: CompoundFile
    sectors: array[int]
    size: int
    is_mini: bool

    def pread(self, count: int, offset: int) -> bytes:
        """Up to `count` bytes at `offset`; short where the chain or the file ends."""
        shift = _MINI_SHIFT if self.is_mini else self.file.shift
        pieces: list[bytes] = []
        count = min(count, self.size - offset)
        while count > 0 and offset >> shift < len(self.sectors):
            first = last = offset >> shift
            within = offset - (first << shift)
            while last + 1 < len(self.sectors) and self.sectors[last + 1] == self.sectors[last] + 1:
                if (last + 1 - first << shift) >= within + count:
                    break
                last += 1
            wanted = min(count, (last + 1 - first << shift) - within)
            piece = self.file.sector_bytes(self.sectors[first], within, wanted, is_mini=self.is_mini)
            pieces.append(piece)
            if len(piece) < wanted:
                break
            count, offset = count - wanted, offset + wanted
        return b"".join(pieces)


class CompoundFile:
    """A compound file opened for reading.

    Damage is met half-way: entries that no tree reaches hang from the root, chains end where they leave the file or
    come back upon themselves.

    Raises:
        ItemError: no compound file or no directory (malformed), too many entries (`limit_members`).
    """

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        header = item.pread(512, 0)
        if len(header) < 512 or not header.startswith(MAGIC):
            raise ItemError(Reason.MALFORMED)
        self.shift: int
        self.shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if not 7 <= self.shift <= 16 or mini_shift != _MINI_SHIFT:
            raise ItemError(Reason.MALFORMED)
        directory, _, cutoff, mini_table = struct.unpack_from("<IIII", header, 48)
        self._cutoff = cutoff if 0 < cutoff <= 1 << 20 else _CUTOFF
        self._wide = struct.unpack_from("<H", header, 26)[0] >= 4
        self._table = self._fat(header)
        entries = self._entries(directory)
        self._mini_table = self._numbers(self._chain(mini_table, self._table))
        root = entries[0]
        sectors = array("I", self._chain(root.start, self._table))
        self._mini = Stream(self, sectors, min(root.size, len(sectors) << self.shift), is_mini=False)
        self.root = root

    def stream(self, node: Node) -> Stream:
        """The bytes of a stream; it states its size, at most the file's, and may hold less."""
        is_mini = node.size < self._cutoff
        shift = _MINI_SHIFT if is_mini else self.shift
        chain = self._chain(node.start, self._mini_table if is_mini else self._table)
        sectors = array("I", islice(chain, (min(node.size, self._item.size) + (1 << shift) - 1) >> shift))
        return Stream(self, sectors, min(node.size, self._item.size), is_mini)

    def sector_bytes(self, sector: int, within: int, count: int, *, is_mini: bool) -> bytes:
        """Bytes from a place in a sector on."""
        if is_mini:
            return self._mini.pread(count, (sector << _MINI_SHIFT) + within)
        return self._item.pread(count, (sector + 1 << self.shift) + within)

    def _fat(self, header: bytes) -> array[int]:
        """The table that links sectors."""
        places = [place for place in struct.unpack_from(f"<{_IN_HEADER}I", header, 76) if place < _LAST_SECTOR]
        (at,) = struct.unpack_from("<I", header, 68)
        seen: set[int] = set()
        while at < _LAST_SECTOR and at not in seen and self._is_inside(at):
            seen.add(at)
            *listed, at = self._numbers([at])
            places += [place for place in listed if place < _LAST_SECTOR]
        return self._numbers(dict.fromkeys(places))

    def _is_inside(self, sector: int) -> bool:
        return (sector + 1 << self.shift) < self._item.size

    def _numbers(self, sectors: Iterator[int] | list[int] | dict[int, None]) -> array[int]:
        """32-bit numbers in some sectors; one outside the file counts as free."""
        numbers = array("I")
        for sector in sectors:
            raw = self._item.pread(1 << self.shift, sector + 1 << self.shift) if self._is_inside(sector) else b""
            numbers.frombytes(raw.ljust(1 << self.shift, b"\xff"))
            if len(numbers) > (self._item.size >> _MINI_SHIFT) + (1 << 16):
                break  # more than any file of this size needs
        return numbers

    def _chain(self, start: int, table: array[int]) -> Iterator[int]:
        """Sectors from `start` on; ends at the end mark, outside the table, or where the chain meets itself."""
        seen = bytearray((len(table) >> 3) + 1)
        at = start
        while at < len(table) and not seen[at >> 3] >> (at & 7) & 1:
            seen[at >> 3] |= 1 << (at & 7)
            yield at
            at = table[at]

    def _entries(self, start: int) -> list[Node]:
        """All entries, hung up as a tree beneath the first."""
        per_sector = (1 << self.shift) // _ENTRY.size
        nodes: list[Node] = []
        links: list[tuple[int, int, int]] = []
        for sector in self._chain(start, self._table):
            raw = self._item.pread(1 << self.shift, sector + 1 << self.shift)
            for at in range(min(per_sector, len(raw) // _ENTRY.size)):
                node, link = self._entry(raw, at * _ENTRY.size)
                nodes.append(node)
                links.append(link)
            if len(nodes) > MAX_ENTRIES:
                raise ItemError(Reason.LIMIT_MEMBERS, outcome=Outcome.REFUSED)
        if not nodes or nodes[0].kind != ROOT:
            raise ItemError(Reason.MALFORMED)
        _hang(nodes, links)
        return nodes

    def _entry(self, raw: bytes, at: int) -> tuple[Node, tuple[int, int, int]]:
        name, length, kind, _, left, right, child, clsid, *_, start, size = _ENTRY.unpack_from(raw, at)
        text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        return Node(text, kind, clsid, start, size if self._wide else size & 0xFFFFFFFF), (left, right, child)


def _hang(nodes: list[Node], links: list[tuple[int, int, int]]) -> None:
    """Give each storage its children, each entry at most once; what nothing reaches becomes the root's."""
    seen = {0}
    for at, node in enumerate(nodes):
        if at and (at in seen or node.kind not in (STORAGE, STREAM)):
            continue
        if at:
            seen.add(at)
            nodes[0].children.append(node)
        waiting = [] if node.is_stream else [at]
        while waiting:
            parent = waiting.pop()
            for child in _in_order(links[parent][2], links, nodes, seen):
                nodes[parent].children.append(nodes[child])
                if not nodes[child].is_stream:
                    waiting.append(child)


def _in_order(top: int, links: list[tuple[int, int, int]], nodes: list[Node], seen: set[int]) -> list[int]:
    """Entries of one tree of siblings, smaller names first, without recursion."""
    found: list[int] = []
    path: list[int] = []
    at = top
    while path or (at < len(nodes) and at not in seen):
        if at < len(nodes) and at not in seen:
            seen.add(at)
            path.append(at)
            at = links[at][0]
        else:
            at = path.pop()
            if nodes[at].kind in (STORAGE, STREAM):
                found.append(at)
            at = links[at][1]
    return found


def pieces(view: View, start: int = 0, size: int = -1) -> Iterator[bytes]:
    """Bytes of a view from `start` on, piece by piece.

    Raises:
        ItemError: the view ends before what it states (truncated).
    """
    end = view.size if size < 0 else start + size
    at = start
    while at < end:
        piece = view.pread(min(CHUNK_BYTES, end - at), at)
        if not piece:
            raise ItemError(Reason.TRUNCATED, bytes_read=at - start)
        yield piece
        at += len(piece)
