"""A large SQL dump in units: where to cut it, and in which statement a unit begins."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

from leakassay.model.item import OpenItem
from leakassay.read.database.sql_scan import Place
from leakassay.read.database.sql_statement import BORDER, HEAD, STATEMENT_END, Head, columns_of, next_head
from leakassay.read.database.sql_values import (
    ESCAPED,
    STANDARD,
    DamageError,
    Dialect,
    UnendedError,
    row_at,
)
from leakassay.read.text_encoding import to_utf8
from leakassay.values.text_encoding import bom_length, code_unit

LOOK_BACK = 1 << 30
"""Bytes before a unit that are searched for the head of its statement, and for the columns of its table."""

WINDOW = 4 << 20
"""Bytes of it at a time."""

TAIL = 1 << 20
"""Bytes before the limit of a unit in which a border is looked for."""

TABLES = 4
"""Tables made before a unit that it is told of."""

HEAD_BYTES = 1 << 16
"""Bytes that hold the head of a statement."""

_MYSQL = re.compile(r"`\w|MySQL|MariaDB|\bENGINE\s*=|phpMyAdmin", re.IGNORECASE)
_BACKSLASH = re.compile(r"[^\\]\\'(?!\s*[,)])")
_WORDS = ("COPY ", "INTO ", "INSERT ", "Into ", "into ", "insert ", "copy ", "Insert ")
_COPY_END = "\n\\."


def dialect_of(item: OpenItem, encoding: str) -> Dialect:
    """Whether a backslash escapes: told from the head of the item, so that all units agree."""
    head = to_utf8(item.head()[bom_length(item.head(4)) :], encoding)[0].decode()
    return ESCAPED if _MYSQL.search(head) or _BACKSLASH.search(head) else STANDARD


def cuts(item: OpenItem, encoding: str, limit: int) -> list[tuple[int, ...]]:
    """Units of at most `limit` bytes: between statements, else between rows, else at a line end.

    Returns:
        (offset, length) pairs that cover the item in order, those inside a statement with the place of its head, then
        places of the last tables that were made before.
    """
    units: list[tuple[int, ...]] = []
    dialect, kind, at = dialect_of(item, encoding), "", 0
    head, tables = -1, deque[int](maxlen=TABLES)
    while item.size - at > limit:
        raw = item.pread(limit, at)
        cut, kind = _cut(raw, encoding, dialect, kind)
        units.append((at, cut, *_anchors(head, tables)))
        head = _open_head(raw[:cut], encoding, at, head)
        tables.extend(at + place for place in _tables_in(raw[:cut], encoding))
        at += cut
    return [*units, (at, item.size - at, *_anchors(head, tables))]


def _anchors(head: int, tables: Iterable[int]) -> tuple[int, ...]:
    """The place of the open statement, or of nothing (the front of the item), then those of tables."""
    return (max(head, 0), *tables) if head >= 0 or tables else ()


def _open_head(raw: bytes, encoding: str, at: int, head: int) -> int:
    """Where the statement begins that may be open behind these bytes; -1 where none is."""
    codec = encoding if code_unit(encoding) > 1 else "latin-1"
    place = _last_head_place(raw, codec)
    ended = raw.rfind(_COPY_END.encode(codec))
    if place >= 0:
        return at + place if ended < place else -1
    return head if ended < 0 else -1


def _tables_in(raw: bytes, encoding: str) -> list[int]:
    """Where the last tables of these bytes are made."""
    codec = encoding if code_unit(encoding) > 1 else "latin-1"
    words = [f"{word} TABLE".encode(codec) for word in ("CREATE", "create", "Create")]
    found: list[int] = []
    end = len(raw)
    while len(found) < TABLES and (end := max(raw.rfind(word, 0, end) for word in words)) >= 0:
        found.append(end)
    return found[::-1]


def _cut(raw: bytes, encoding: str, dialect: Dialect, kind: str) -> tuple[int, str]:
    """Bytes of the unit at the front of `raw`, and the kind of statement that goes on behind it."""
    unit = code_unit(encoding)
    raw = raw[: len(raw) // unit * unit]
    # Latin-1 keeps one character a byte, so that places in the text are places in the item.
    codec = "latin-1" if unit == 1 else encoding
    tail = raw[-min(TAIL, len(raw) * 7 // 8) // unit * unit :].decode(codec, "surrogatepass" if unit > 1 else "strict")
    if place := _border(tail):
        return len(raw) - len(tail[place:].encode(codec, "surrogatepass" if unit > 1 else "strict")), ""
    head = _last_head(raw, codec)
    kind = head.kind if head else kind
    place = _row_border(tail, dialect) if kind != "copy" else 0
    place = place or tail.rfind("\n") + 1 or len(tail)
    return len(raw) - len(tail[place:].encode(codec, "surrogatepass" if unit > 1 else "strict")), kind


def _border(tail: str) -> int:
    """The last place where a statement begins behind the end of another; 0 where there is none."""
    for found in reversed(list(BORDER.finditer(tail))):
        if found.start() and STATEMENT_END.search(tail, max(0, found.start() - 256), found.start()):
            return found.start()
    return 0


def _row_border(tail: str, dialect: Dialect) -> int:
    """The last bracket that opens a row which two more follow; 0 where there is none."""
    opens = [found.end() for found in HEAD.finditer(tail, len(tail) // 2) if found["run"]]
    for place in reversed(opens[-64:-3]):
        if _follow(tail, place, dialect):
            return tail.index("(", place)
    return 0


def _follow(text: str, at: int, dialect: Dialect) -> bool:
    widths = set()
    for _ in range(3):
        at = text.find("(", at)
        try:
            row = row_at(text, at, dialect)
        except (UnendedError, DamageError):
            return False
        widths.add(len(row.cells))
        if not re.compile(r"\s*,\s*\(").match(text, row.end):
            return False
        at = row.end
    return len(widths) == 1


def _last_head(raw: bytes, codec: str) -> Head | None:
    """The last INSERT or COPY that begins in these bytes."""
    place = _last_head_place(raw, codec)
    return None if place < 0 else _head_at(raw[place : place + HEAD_BYTES].decode(codec, "replace"))


def _last_head_place(raw: bytes, codec: str) -> int:
    """Where it begins; -1 where none does."""
    end = len(raw)
    words = [word.encode(codec) for word in _WORDS]
    for _ in range(64):
        end = max(raw.rfind(word, 0, end) for word in words)
        if end < 0 or _head_at(raw[end : end + HEAD_BYTES].decode(codec, "replace")):
            return end
    return -1


def _head_at(text: str) -> Head | None:
    found = HEAD.match(text)
    head = next_head(text, 0) if found else None
    return head if head and head.kind in ("insert", "copy") else None


def context(item: OpenItem, encoding: str) -> Place:
    """Where a range begins: outside, or among the rows of a statement that began before it.

    Returns:
        A place; outside where no statement was found.
    """
    if not item.offset:
        return Place()
    unit = code_unit(encoding)
    ahead, before = item.pread(512 * unit, item.offset), item.pread(256 * unit, max(0, item.offset - 256 * unit))
    if BORDER.match(_decoded(ahead, encoding)) and STATEMENT_END.search(_decoded(before, encoding)):
        return Place()
    if item.anchors:
        # at the front of the item, or the head that `cuts` found: nothing else can be open
        anchored = _head_at(_decoded(item.pread(HEAD_BYTES, item.anchors[0]), encoding))
        found: Head | None = anchored or Head("", "", (), 0, 0)
    else:
        found = _head_before(item, encoding)
    if found is None:
        return Place(is_lost=item.offset > LOOK_BACK)
    if found.kind == "":
        return Place()
    columns = found.columns or shape_before(item, encoding, found.table)
    return Place(found.kind, found.table, columns)


def _decoded(raw: bytes, encoding: str) -> str:
    return to_utf8(raw, encoding)[0].decode()


def _head_before(item: OpenItem, encoding: str) -> Head | None:
    """The statement that is open at the offset; of kind "" where a COPY has ended before it."""
    codec = encoding if code_unit(encoding) > 1 else "latin-1"
    end_mark = _COPY_END.encode(codec)
    for start, raw, size in _back(item):
        head_end = size
        ended = raw.rfind(end_mark, 0, size)
        for _ in range(64):
            head_end = max(raw.rfind(word.encode(codec), 0, head_end) for word in _WORDS)
            if head_end < 0:
                break
            if ended > head_end:
                return Head("", "", (), 0, 0)
            head = _head_at(_decoded(item.pread(HEAD_BYTES, start + head_end), encoding))
            if head:
                return head
        if ended >= 0:
            return Head("", "", (), 0, 0)
    return None


def shape_before(item: OpenItem, encoding: str, table: str) -> tuple[str, ...]:
    """Columns of a table by the last CREATE TABLE before the offset; () where there is none."""
    for anchor in reversed(item.anchors[1:]):
        shape = _shape_at(item, encoding, anchor, table)
        if shape is not None:
            return shape
    codec = encoding if code_unit(encoding) > 1 else "latin-1"
    words = [word.encode(codec) for word in ("CREATE", "create", "Create")]
    for start, raw, size in _back(item):
        at = size
        for _ in range(4096):
            at = max(raw.rfind(word, 0, at) for word in words)
            if at < 0:
                break
            shape = _shape_at(item, encoding, start + at, table)
            if shape is not None:
                return shape
    return ()


def _shape_at(item: OpenItem, encoding: str, place: int, table: str) -> tuple[str, ...] | None:
    """The columns of a table that is made at a place; None where another one is, or none."""
    text = _decoded(item.pread(HEAD_BYTES, place), encoding)
    head = next_head(text[:2048], 0)
    if head is None or head.kind != "create" or head.start or head.table.lower() != table.lower():
        return None
    shape = columns_of(text, head.end)
    return shape[0] if shape else ()


def _back(item: OpenItem) -> Iterator[tuple[int, bytes, int]]:
    """Windows before the offset, the nearest first: where each begins, its bytes, how many of them are its own."""
    end = item.offset
    floor = max(0, item.offset - LOOK_BACK)
    while end > floor:
        start = max(floor, (end - WINDOW) // 4 * 4)
        yield start, item.pread(end - start + 64, start), end - start
        end = start
