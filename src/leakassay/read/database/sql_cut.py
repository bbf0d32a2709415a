"""A large SQL dump in units: where to cut it, and in which statement a unit begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

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


def cuts(item: OpenItem, encoding: str, limit: int) -> list[tuple[int, int]]:
    """Units of at most `limit` bytes: between statements, else between rows, else at a line end.

    Returns:
        (offset, length) pairs that cover the item in order.
    """
    units: list[tuple[int, int]] = []
    dialect, kind, at = dialect_of(item, encoding), "", 0
    while item.size - at > limit:
        raw = item.pread(limit, at)
        cut, kind = _cut(raw, encoding, dialect, kind)
        units.append((at, cut))
        at += cut
    return [*units, (at, item.size - at)]


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
    end = len(raw)
    words = [word.encode(codec) for word in _WORDS]
    for _ in range(64):
        end = max(raw.rfind(word, 0, end) for word in words)
        if end < 0:
            return None
        head = _head_at(raw[end : end + HEAD_BYTES].decode(codec, "replace"))
        if head:
            return head
    return None


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
    codec = encoding if code_unit(encoding) > 1 else "latin-1"
    words = [word.encode(codec) for word in ("CREATE", "create", "Create")]
    for start, raw, size in _back(item):
        at = size
        for _ in range(4096):
            at = max(raw.rfind(word, 0, at) for word in words)
            if at < 0:
                break
            text = _decoded(item.pread(HEAD_BYTES, start + at), encoding)
            head = next_head(text[:2048], 0)
            if head and head.kind == "create" and not head.start and head.table.lower() == table.lower():
                shape = columns_of(text, head.end)
                return shape[0] if shape else ()
    return ()


def _back(item: OpenItem) -> Iterator[tuple[int, bytes, int]]:
    """Windows before the offset, the nearest first: where each begins, its bytes, how many of them are its own."""
    end = item.offset
    floor = max(0, item.offset - LOOK_BACK)
    while end > floor:
        start = max(floor, (end - WINDOW) // 4 * 4)
        yield start, item.pread(end - start + 64, start), end - start
        end = start
