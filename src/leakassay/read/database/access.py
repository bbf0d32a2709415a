"""Access data bases (mdb of Access 97 to 2003, accdb): rows of every table, deleted ones that are still there.

Where such a file hides people, and what becomes of it: tables, hidden and system ones too (cells); memos on other pages
(cells); rows that moved (cells); rows marked as deleted (cells of a part "… deleted"); memos that no row points to any
more (text); embedded objects and attachments (runs of letters in the cell and a gap, `no_reader`); queries (cells of
MSysQueries); forms and reports (runs of letters in the cells of their system table). Pages of dropped tables are
searched for letters (a gap, `strings_only`). A file that is encrypted is `encrypted`; one with a mere password is read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.blob_text import SMALL_BYTES, runs_of, text_of
from leakassay.read.database.jet_pages import (
    DATA,
    DEFINITION,
    DELETED,
    ELSEWHERE,
    LONG_VALUES,
    Column,
    DamageError,
    Pages,
    Slot,
    opened,
)
from leakassay.read.database.jet_values import BINARY, MEMO, OLE, TEXT, printed, text
from leakassay.read.database.row_batches import RowBatches, clean
from leakassay.read.text_windows import text_batches, windows

CATALOGUE = 2
"""Page on which the table of objects is defined."""

FIRST_OWNER = 1
"""Pages that belong to page 0 or 1 hold the maps of what is in use."""

POINTER_BYTES = 4
"""Of a row that has moved, the row and page where it is now."""

MAX_TABLES = 4096
"""Tables that are followed."""

WAITING_RUNS = 4096
"""Runs of letters that wait."""

_VERSIONS = {0: "Jet 3", 1: "Jet 4", 2: "ACE 12", 3: "ACE 14", 4: "ACE 15", 5: "ACE 16", 6: "ACE 17"}


@dataclass
class _State:
    """One reading."""

    pages: Pages
    rows: RowBatches = field(default_factory=RowBatches)
    tables: dict[int, tuple[str, list[Column]]] = field(default_factory=dict)
    doubts: set[tuple[Reason, str]] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    given: int = 0
    strings: int = 0

    def flush(self, least: int = WAITING_RUNS) -> Iterator[Batch]:
        """Yield the runs of letters that wait, once there are enough of them."""
        if len(self.texts) >= max(1, least):
            texts, self.texts = self.texts, []
            pieces = (piece for one in texts for piece in windows(clean(one)))
            for batch in text_batches(pieces, part="free space", first_row=self.given):
                self.given += batch.data.num_rows
                yield batch


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a data base.

    Yields:
        TABLE batches, one part a table; TEXT of what no row points to; properties; bytes covered and gaps.

    Raises:
        ItemError: encrypted, or without its first pages.
    """
    try:
        pages, is_encrypted = opened(item)
    except DamageError as error:
        raise ItemError(Reason.TRUNCATED) from error
    if is_encrypted:
        raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
    state = _State(pages)
    yield Property("format", _VERSIONS.get(item.head(0x15)[-1], "unknown"))
    moved = _define(state)
    for row, (name, columns) in enumerate(state.tables.values()):  # one without a row is told by its name alone
        yield Property("table", clean(f"{name}: {', '.join(column.name for column in columns)}"), row=row)
    for is_gone in (False, True):  # long values belong to the rows that are there first
        for number in range(1, pages.count):
            yield from _page(state, number, moved, is_gone=is_gone)
    yield from _loose(state)
    yield from state.rows.flush()
    yield from state.flush(1)
    if not state.rows.rows and not state.given:
        raise ItemError(Reason.MALFORMED)
    yield from _account(state, item)


def _account(state: _State, item: OpenItem) -> Iterator[Reading]:
    odd = item.size - state.pages.count * state.pages.size
    strings = min(state.strings * state.pages.size, item.own - odd)
    for reason, table in sorted(state.doubts):
        yield Gap(reason, part=clean(table))
    if state.pages.cut:
        yield Gap(Reason.LIMIT_LINE)
    if odd:
        yield Gap(Reason.TRUNCATED, odd)
    if strings:
        yield Gap(Reason.STRINGS_ONLY, strings)
    yield Covered(max(0, item.own - odd - strings))


def _define(state: _State) -> set[tuple[int, int]]:
    """Learn the columns and names of all tables.

    Returns:
        Page and number of rows to which others point.
    """
    found, moved = _surveyed(state.pages)
    for number in found[:MAX_TABLES]:
        with contextlib.suppress(DamageError):  # a page of a dropped table; the catalogue does not name it
            state.tables[number] = (f"table {number}", state.pages.definition(number))
    for number, name in _names(state, moved):
        if number in state.tables:
            state.tables[number] = (name, state.tables[number][1])
        else:
            state.doubts.add((Reason.MALFORMED, name))
    return moved


def _surveyed(pages: Pages) -> tuple[list[int], set[tuple[int, int]]]:
    """Pages on which definitions begin, and the rows to which rows that have moved point."""
    found: list[int] = []
    moved, continued = set(), set()
    for number in range(1, pages.count):
        page = pages.page(number)
        if page[0] == DEFINITION:
            found.append(number)
            continued.add(int.from_bytes(page[4:8], "little"))
        elif page[0] == DATA and page[4:8] != LONG_VALUES:
            for slot in pages.slots(number, page):
                if slot.flags & ELSEWHERE and not slot.flags & DELETED and len(slot.raw) >= POINTER_BYTES:
                    moved.add((int.from_bytes(slot.raw[1:4], "little"), slot.raw[0]))
    return [number for number in found if number not in continued], moved


def _names(state: _State, moved: set[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Names of tables by the page of their definition."""
    if CATALOGUE not in state.tables:
        state.doubts.add((Reason.MALFORMED, "MSysObjects"))
        return
    columns = state.tables[CATALOGUE][1]
    by_name = {column.name: place for place, column in enumerate(columns)}
    if not {"Id", "Name", "Type"} <= set(by_name):
        state.doubts.add((Reason.MALFORMED, "MSysObjects"))
        return
    pages = state.pages
    for number in range(1, pages.count):
        page = pages.page(number)
        if page[0] != DATA or int.from_bytes(page[4:8], "little") != CATALOGUE:
            continue
        for slot in pages.slots(number, page):
            try:
                values = pages.fields(b"" if slot.flags & ELSEWHERE else slot.raw, columns)
            except DamageError:
                continue
            key, name, kind = (values[by_name[word]] for word in ("Id", "Name", "Type"))
            is_there = not slot.flags & DELETED or (number, slot.number) in moved
            if isinstance(key, bytes) and isinstance(name, bytes) and kind == b"\1\0" and is_there:
                yield int.from_bytes(key, "little") & 0xFFFFFF, text(name, pages.codec)


def _page(state: _State, number: int, moved: set[tuple[int, int]], *, is_gone: bool) -> Iterator[Batch]:
    """Rows of one page: those that are there, or those that were deleted."""
    page = state.pages.page(number)
    if page[0] != DATA or page[4:8] == LONG_VALUES:
        return
    table = state.tables.get(int.from_bytes(page[4:8], "little"))
    if table is None and int.from_bytes(page[4:8], "little") <= FIRST_OWNER:
        return
    if table is None:
        runs = [] if is_gone else runs_of(page)
        state.texts += runs
        state.strings += bool(runs)
        yield from state.flush()
        return
    name, columns = table
    for slot in state.pages.slots(number, page):
        is_deleted = bool(slot.flags & DELETED) and (number, slot.number) not in moved
        is_pointer = bool(slot.flags & ELSEWHERE) and (not is_deleted or len(slot.raw) <= POINTER_BYTES)
        if slot.raw and not is_pointer and is_deleted == is_gone:
            yield from _row(state, slot, f"{name} deleted" if is_gone else name, columns)


def _row(state: _State, slot: Slot, name: str, columns: list[Column]) -> Iterator[Batch]:
    try:
        values = state.pages.fields(slot.raw, columns)
    except DamageError:
        if not slot.flags & DELETED:
            state.doubts.add((Reason.MALFORMED, name))
        state.texts += runs_of(slot.raw)
        return
    cells = [_cell(state, value, column, name) for value, column in zip(values, columns, strict=True)]
    if any(cells):
        yield from state.rows.add(name, [column.name for column in columns], cells)


def _cell(state: _State, value: bytes | bool | None, column: Column, name: str) -> str:
    if not isinstance(value, bytes):
        return "" if value is None else "true" if value else "false"
    is_long = column.kind in (MEMO, OLE)
    if column.is_calculated and not is_long:
        value = _result(value)
    if column.kind == TEXT:
        return text(value, state.pages.codec)
    if column.kind not in (MEMO, OLE, BINARY):
        return printed(value, column.kind, column.scale)
    try:
        raw = state.pages.long_value(value) if is_long else value
    except DamageError:
        if not name.endswith(" deleted"):
            state.doubts.add((Reason.MALFORMED, name))
        return ""
    if column.is_calculated and is_long:
        raw = _result(raw)
    if column.kind == MEMO:
        return text(raw, state.pages.codec)
    return _bytes(state, raw, name)


def _result(raw: bytes) -> bytes:
    """What a calculated column keeps behind its checksum."""
    return raw[20 : 20 + int.from_bytes(raw[16:20], "little")]


def _bytes(state: _State, raw: bytes, name: str) -> str:
    said = text_of(raw)
    if said is not None:
        return said
    if len(raw) <= SMALL_BYTES:
        return raw.hex()
    if not name.startswith("MSys"):
        state.doubts.add((Reason.NO_READER, name))
    return " ".join(runs_of(raw))


def _loose(state: _State) -> Iterator[Batch]:
    """Long values that no row points to."""
    pages = state.pages
    for number in range(1, pages.count):
        page = pages.page(number)
        if page[0] == DATA and page[4:8] == LONG_VALUES:
            for slot in pages.slots(number, page):
                if (number, slot.number) not in pages.used:
                    said = text(slot.raw, pages.codec) if slot.raw.startswith(b"\xff\xfe") else ""
                    state.texts += [said] if said.isprintable() and said else runs_of(slot.raw)
            yield from state.flush()
