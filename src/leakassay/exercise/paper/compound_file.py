"""Compound files (Microsoft's MS-CFB, version 3): storages and streams in one file, as .msg and Thumbs.db are.

A writer of our own: no library with a permissive licence writes them. Sectors of 512 bytes; streams below 4,096 bytes
lie in the mini stream in sectors of 64.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

SECTOR, MINI_SECTOR = 512, 64
CUTOFF = 4_096
"""Streams below this size lie in the mini stream."""
_PER_SECTOR = SECTOR // 4
_IN_HEADER = 109
"""Sectors of the allocation table that the header itself names."""
_FREE, _END, _FAT, _DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_NOBODY = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_ENTRY = struct.Struct("<64sHBB3I16sI2QIQ")
_HEADER = struct.Struct("<8s16s6H10I")
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Stream:
    r"""A named run of bytes; names have at most 31 UTF-16 units and none of `/ \ : !`."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Storage:
    """A folder in a compound file; the outermost one is called "Root Entry" whatever its name says.

    Attributes:
        clsid: class of the object in the byte order of the file, 16 bytes.
    """

    name: str
    children: tuple["Storage | Stream", ...] = ()
    clsid: bytes = bytes(16)


@dataclass
class _Node:
    """One directory entry while the file is laid out."""

    name: str
    kind: int
    clsid: bytes = bytes(16)
    data: bytes = b""
    colour: int = _BLACK
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    start: int = _END
    size: int = 0


@dataclass
class _Chains:
    """Sectors laid one behind the other and the table that links them."""

    sector: int
    links: list[int] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)

    def add(self, data: bytes) -> int:
        """Lays data down and returns its first sector; nothing takes no sector."""
        if not data:
            return _END
        first = len(self.links)
        count = -(-len(data) // self.sector)
        self.links += [*range(first + 1, first + count), _END]
        self.body += data
        self.body += bytes(count * self.sector - len(data))
        return first


def compound_file(root: Storage) -> bytes:
    """Returns the bytes of a compound file; the same tree always gives the same bytes, no entry bears a time.

    Raises:
        ValueError: a name is too long or holds a forbidden sign, or two siblings have one name.
    """
    nodes = _directory(root)
    chains, mini = _Chains(SECTOR), _Chains(MINI_SECTOR)
    for node in nodes[1:]:
        if node.kind == _STREAM:
            node.start = (mini if len(node.data) < CUTOFF else chains).add(node.data)
            node.size = len(node.data)
    nodes[0].start, nodes[0].size = chains.add(bytes(mini.body)), len(mini.body)
    mini_table = _numbers(mini.links)
    mini_start = chains.add(mini_table)
    directory_start = chains.add(_entries(nodes))
    table_sectors, difat_sectors = _table_size(len(chains.links))
    first_table = len(chains.links)
    places = list(range(first_table, first_table + table_sectors))
    first_difat = first_table + table_sectors
    links = [*chains.links, *[_FAT] * table_sectors, *[_DIFAT] * difat_sectors]
    header = _HEADER.pack(
        _MAGIC, bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, table_sectors, directory_start, 0, CUTOFF,
        mini_start, len(mini_table) // SECTOR, first_difat if difat_sectors else _END, difat_sectors,
    )  # fmt: skip
    listed = struct.pack(f"<{_IN_HEADER}I", *[*places, *[_FREE] * _IN_HEADER][:_IN_HEADER])
    return header + listed + bytes(chains.body) + _numbers(links) + _difat(places[_IN_HEADER:], first_difat)


def _directory(root: Storage) -> list[_Node]:
    """Returns the entries in the order of the file: the root, then children storage by storage."""
    nodes = [_Node("Root Entry", _ROOT, root.clsid)]
    waiting: list[tuple[int, Sequence[Storage | Stream]]] = [(0, root.children)]
    while waiting:
        parent, children = waiting.pop(0)
        ordered = sorted(children, key=lambda child: _order(child.name))
        if len({_order(child.name) for child in ordered}) < len(ordered):
            raise ValueError("two entries of one storage have the same name")
        first = len(nodes)
        for child in ordered:
            if isinstance(child, Stream):
                nodes.append(_Node(child.name, _STREAM, data=child.data))
            else:
                waiting.append((len(nodes), child.children))
                nodes.append(_Node(child.name, _STORAGE, child.clsid))
        nodes[parent].child = _tree(nodes, first, len(nodes))
    return nodes


def _order(name: str) -> tuple[int, str]:
    """Shorter names come first, those of one length by their capitals."""
    if any(sign in name for sign in "/\\:!") or not 0 < len(name.encode("utf-16-le")) <= 62:
        raise ValueError(f"a name of {len(name)} characters cannot stand in a compound file")
    return len(name.encode("utf-16-le")), name.upper()


def _tree(nodes: list[_Node], first: int, stop: int) -> int:
    """Links sorted siblings into a red-black tree and returns its root.

    Halving gives a tree whose levels are full but the last: black above and red on that last level is valid.
    """
    levels = (stop - first + 1).bit_length() - 1

    def halve(low: int, high: int, depth: int) -> int:
        if low == high:
            return _NOBODY
        middle = (low + high) // 2
        node = nodes[middle]
        node.left, node.right = halve(low, middle, depth + 1), halve(middle + 1, high, depth + 1)
        node.colour = _RED if depth >= levels else _BLACK
        return middle

    return halve(first, stop, 0)


def _entries(nodes: list[_Node]) -> bytes:
    packed = bytearray()
    for node in nodes:
        name = node.name.encode("utf-16-le")
        packed += _ENTRY.pack(
            name, len(name) + 2, node.kind, node.colour, node.left, node.right, node.child, node.clsid, 0, 0, 0,
            node.start if node.kind != _STORAGE else 0, node.size,
        )  # fmt: skip
    empty = _ENTRY.pack(b"", 0, 0, 0, _NOBODY, _NOBODY, _NOBODY, bytes(16), 0, 0, 0, 0, 0)
    return bytes(packed) + empty * (-len(nodes) % 4)


def _numbers(links: list[int]) -> bytes:
    """Returns a table of sector numbers, filled up to whole sectors."""
    return struct.pack(f"<{len(links)}I", *links) + b"\xff" * (-len(links) % _PER_SECTOR * 4)


def _table_size(used: int) -> tuple[int, int]:
    """Returns how many sectors the allocation table needs to cover `used` and itself, and how many its list needs."""
    table = difat = 0
    while True:
        needed = -(-(used + table + difat) // _PER_SECTOR)
        lists = max(0, -(-(needed - _IN_HEADER) // (_PER_SECTOR - 1)))
        if (needed, lists) == (table, difat):
            return table, difat
        table, difat = needed, lists


def _difat(places: list[int], first: int) -> bytes:
    """Returns the sectors that name those sectors of the table for which the header has no room."""
    return b"".join(_difat_sectors(places, first))


def _difat_sectors(places: list[int], first: int) -> Iterator[bytes]:
    step = _PER_SECTOR - 1
    for number, at in enumerate(range(0, len(places), step), 1):
        held = places[at : at + step]
        after = first + number if at + step < len(places) else _END
        yield struct.pack(f"<{_PER_SECTOR}I", *held, *[_FREE] * (step - len(held)), after)
