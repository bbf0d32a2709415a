"""SQLite files: rows of every table page by page, and what was deleted and still lies in free space.

Where such a file hides people, and what becomes of it: tables, those without rowid and those behind virtual tables too
(cells); long values in overflow pages (cells); bytes that are text (cells), bytes that are none (a gap, `no_reader`);
names, views and triggers (text; never run); deleted rows in free blocks and free pages (cells of a part "… deleted",
else runs of letters as text and a gap, `strings_only`); damaged pages (a gap, `malformed`, and runs of letters).
A write-ahead log or journal beside it is an item of its own. Indexes repeat the rows and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.blob_text import SMALL_BYTES, runs_of, text_of
from leakassay.read.database.row_batches import RowBatches, clean
from leakassay.read.database.sqlite_carve import carved
from leakassay.read.database.sqlite_pages import DamageError, Pages, Value, opened, record
from leakassay.read.database.sqlite_schema import Shape, shape_of
from leakassay.read.text_windows import text_batches, windows

MAX_TABLES = 4096
"""Entries of the schema that are followed."""

DELETED = "deleted"
"""What the name of a table is followed by where its rows are deleted ones."""

MAX_SCHEMA = 32 << 20
"""Characters of all statements of the schema together."""

WAITING_RUNS = 4096
"""Runs of letters, or pieces of free space, that wait."""

_LOCK_PAGE = 1 << 30
_KINDS = ("table", "index", "view", "trigger")
_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL\s", re.IGNORECASE)


@dataclass
class _Doubts:
    """What was not understood."""

    blobs: set[str] = field(default_factory=set)
    malformed: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    strings: int = 0
    texts: list[str] = field(default_factory=list)
    given: int = 0

    def flush(self, least: int = WAITING_RUNS) -> Iterator[Batch]:
        """Yield the runs of letters that wait, once there are enough of them."""
        if len(self.texts) >= max(1, least):
            texts, self.texts = self.texts, []
            pieces = (piece for text in texts for piece in windows(clean(text)))
            for batch in text_batches(pieces, part="free space", first_row=self.given):
                self.given += batch.data.num_rows
                yield batch


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a data base.

    Yields:
        TABLE batches, one part a table; TEXT of the schema and of free space; properties; bytes covered and gaps.

    Raises:
        ItemError: no header; `empty` when no table has a row.
    """
    pages = opened(item)
    if pages is None:
        raise ItemError(Reason.MALFORMED)
    rows, doubts = RowBatches(), _Doubts()
    entries = list(_schema(pages, doubts))
    shapes = {name: shape_of(sql) for kind, name, root, sql in entries if kind == "table" and root}
    doubts.malformed |= {name for name, shape in shapes.items() if not shape.is_sound}
    doubts.malformed |= {"sqlite_schema" for _, _, _, sql in entries if "\ufffd" in sql}
    yield from _properties(item)
    for kind, name, root, _ in entries:
        if root and kind == "table":
            yield from _table(pages, root, name, shapes[name], rows, doubts)
            yield from _deleted(pages, shapes, rows, doubts)
        elif root:
            for _cell in pages.cells(root):
                yield from _stale(pages, doubts)
    yield from _deleted(pages, shapes, rows, doubts)
    end = pages.count * pages.size
    doubts.texts += runs_of(item.pread(item.size - end, end))
    if not pages.check_free_list():
        doubts.malformed.add("free list")
    yield from _unclaimed(pages, shapes, rows, doubts)
    yield from rows.flush()
    yield from text_batches(windows(clean("\n".join(sql for _, _, _, sql in entries if sql))), part="schema")
    yield from doubts.flush(1)
    if not rows.rows and not doubts.given and not entries and not pages.faults and item.size >= pages.size:
        if item.size != end or int.from_bytes(item.head(100)[28:32], "big") > pages.count:
            raise ItemError(Reason.TRUNCATED)
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    yield from _account(pages, item, doubts)


def _properties(item: OpenItem) -> Iterator[Property]:
    head = item.head(100)
    if head[18:20] == b"\2\2":
        yield Property("journal", "write-ahead log")
    version = int.from_bytes(head[96:100], "big")
    if version:
        yield Property("sqlite_version", f"{version // 1_000_000}.{version // 1000 % 1000}.{version % 1000}")


def _account(pages: Pages, item: OpenItem, doubts: _Doubts) -> Iterator[Reading]:
    """Bytes covered, and a gap for each way in which something was not."""
    odd = item.size - pages.count * pages.size
    lost = min(item.own, doubts.strings * pages.size + odd)
    told = int.from_bytes(item.head(100)[28:32], "big")
    for table in sorted(doubts.blobs):
        yield Gap(Reason.NO_READER, part=clean(table))
    for table in sorted(doubts.malformed):
        yield Gap(Reason.MALFORMED, part=clean(table))
    for table in sorted(doubts.unreadable):
        yield Gap(Reason.BAD_ENCODING, part=clean(table))
    if pages.cut:
        yield Gap(Reason.LIMIT_LINE)
    if odd or told > pages.count:
        yield Gap(Reason.TRUNCATED, odd)
    elif 0 < told < pages.count:
        yield Gap(Reason.TRAILING_BYTES)
    if doubts.strings:
        yield Gap(Reason.STRINGS_ONLY, doubts.strings * pages.size)
    yield Covered(item.own - lost)


def _schema(pages: Pages, doubts: _Doubts) -> Iterator[tuple[str, str, int, str]]:
    """Kind, name, root page and statement of what the file holds."""
    number = characters = 0
    for cell in pages.cells(1):
        number += 1
        try:
            values = record(cell.payload, pages.codec)
        except DamageError:
            doubts.malformed.add("sqlite_schema")
            continue
        if len(values) != 5 or not isinstance(values[3], int | None) or number > MAX_TABLES:
            doubts.malformed.add("sqlite_schema")
            continue
        kind, name, _, root, sql = values
        characters += len(str(sql))
        if characters > MAX_SCHEMA:
            doubts.malformed.add("sqlite_schema")
            return
        if kind not in _KINDS or (kind in ("table", "index") and not root and not _VIRTUAL.match(str(sql))):
            doubts.malformed.add("sqlite_schema")
        yield str(kind), str(name), int(root or 0), str(sql or "")
    if pages.faults:
        doubts.malformed.add("sqlite_schema")


def _table(
    pages: Pages, root: int, name: str, shape: Shape, rows: RowBatches, doubts: _Doubts
) -> Iterator[Batch]:  # fmt: skip
    faults = pages.faults
    for cell in pages.cells(root):
        try:
            values = record(cell.payload, pages.codec)
        except DamageError:
            doubts.malformed.add(name)
            doubts.texts += runs_of(cell.payload)
            continue
        if 0 <= shape.key < len(values) and values[shape.key] is None:
            values[shape.key] = cell.rowid
        yield from _row(values, name, shape.columns, rows, doubts)
        if len(pages.free) >= WAITING_RUNS:
            yield from _deleted(pages, {name: shape}, rows, doubts)
    if pages.faults > faults:
        doubts.malformed.add(name)


def _row(
    values: list[Value], name: str, columns: tuple[str, ...], rows: RowBatches, doubts: _Doubts
) -> Iterator[Batch]:  # fmt: skip
    """One row; a column that was added later is missing in older rows."""
    cells = []
    for value in values:
        if isinstance(value, bytes):
            cells.append(_blob(value, name, doubts))
        else:
            cells.append(_printed(value))
            if "�" in cells[-1]:
                doubts.unreadable.add(name)
    if len(cells) < len(columns):
        cells += [""] * (len(columns) - len(cells))
    elif len(cells) > len(columns):
        columns = ("",) * len(cells)
    if cells:
        yield from rows.add(name, columns, cells)


def _printed(value: int | float | str | None) -> str:
    """A value as text: whole numbers without a point, as SQLite may keep them."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return "" if value is None else str(value)


def _blob(value: bytes, name: str, doubts: _Doubts) -> str:
    text = text_of(value)
    if text is not None:
        return text
    if len(value) > SMALL_BYTES:
        doubts.blobs.add(name)
        return " ".join(runs_of(value))
    return value.hex()


def _deleted(pages: Pages, shapes: dict[str, Shape], rows: RowBatches, doubts: _Doubts) -> Iterator[Batch]:
    """What lay between the cells of the tree that was just read."""
    free, pages.free = pages.free, []
    for data in free:
        yield from _carve(data, pages, shapes, rows, doubts)
        yield from doubts.flush()


def _carve(
    data: bytes, pages: Pages, shapes: dict[str, Shape], rows: RowBatches, doubts: _Doubts
) -> Iterator[Batch]:  # fmt: skip
    """Rows in bytes that no cell holds; what is left is searched for letters."""
    by_width = {len(shape.columns): (name, shape.columns) for name, shape in shapes.items() if shape.columns}
    at = 0
    for start, end, values in carved(data, set(by_width), pages.codec):
        doubts.texts += runs_of(data[at : max(at, start - 5)])
        name, columns = by_width[len(values)]
        yield from _row(values, f"{name} {DELETED}", columns, rows, doubts)
        at = end
    doubts.texts += runs_of(data[at:])


def _unclaimed(pages: Pages, shapes: dict[str, Shape], rows: RowBatches, doubts: _Doubts) -> Iterator[Batch]:
    """Pages that are free, or that damage has cut off."""
    for number in range(1, pages.count + 1):
        if pages.seen[number] or (number - 1) * pages.size == _LOCK_PAGE:
            continue
        page = pages.page(number)
        if not page.strip(b"\0"):
            continue
        before = len(doubts.texts)
        yield from _carve(page, pages, shapes, rows, doubts)
        doubts.strings += len(doubts.texts) > before
        yield from doubts.flush()


def _stale(pages: Pages, doubts: _Doubts) -> Iterator[Batch]:
    """Letters between the cells of an index: keys of rows that are gone."""
    free, pages.free = pages.free, []
    for data in free:
        doubts.texts += runs_of(data)
    yield from doubts.flush()
