"""Write-ahead logs and rollback journals of SQLite: rows of their table pages, without the data base beside them.

Where such a file hides people, and what becomes of it: rows of a page as the log has it last (cells), rows that only an
earlier state of the page has (cells of a part "… earlier"), rows of frames from before the log was begun anew, or whose
check sum does not fit (cells of a part "… stale"); keys of indexes (text); space between cells and pages of no kind
(runs of letters). Columns have their names where the pages that tell them are in the log too, else none. Of a row that
goes on in a page of the data base only its beginning is here (text and a gap, `some_parts_failed`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.blob_text import SMALL_BYTES, runs_of, text_of
from leakassay.read.database.row_batches import RowBatches, clean
from leakassay.read.database.sqlite_frames import DamageError as NoLogError
from leakassay.read.database.sqlite_frames import Frame, Log, frames, opened
from leakassay.read.database.sqlite_pages import (
    INDEX_INNER,
    INDEX_LEAF,
    TABLE_INNER,
    TABLE_LEAF,
    DamageError,
    Pages,
    Value,
    record,
)
from leakassay.read.database.sqlite_schema import Shape, shape_of
from leakassay.read.text_windows import text_batches, windows

MAX_KNOWN = 1 << 20
"""Pages whose parent is remembered."""

MAX_TABLES = 4096
"""Tables whose columns are remembered."""

MAX_SEEN = 1 << 21
"""Rows and texts that are told once, however many states of their pages hold them; more may be told again."""

TEXTS = 4096
"""Texts that wait."""

_KINDS = ("table", "index", "view", "trigger")
_LEVELS = 64
_CODECS = {1: "utf-8", 2: "utf-16-le", 3: "utf-16-be"}


@dataclass
class _LogPages(Pages):
    """Pages by number, as the log has them last.

    Attributes:
        places: where the bytes of a page lie.
        budget: bytes of overflow that may still be read: chains of a hostile log run in circles.
        taken: pages that a chain went through.
    """

    places: dict[int, int] = field(default_factory=dict)
    budget: int = 0
    taken: set[int] = field(default_factory=set)

    def take(self, number: int) -> bytes:
        """A page of an overflow chain, any number of times."""
        place = self.places.get(number)
        self.budget -= self.size
        if place is None or self.budget < 0:
            raise DamageError
        self.taken.add(number)
        return self.item.pread(self.size, place)

    def cells_of(self, page: bytes, start: int) -> tuple[int, list[tuple[int, bytes]]]:
        """Kind of a page, and row id and payload of its cells."""
        kind, places, _ = self._shape(page, start)
        return kind, [(cell.rowid, cell.payload) for cell in self._of_page(page, start, kind, places)]


@dataclass
class _Known:
    """What the first pass found.

    Attributes:
        current: places of the states of each page, the last one last; `stale` the same for frames that do not count.
        parents: page above a page.
        tables: name and shape by root page.
        is_odd: the schema, as far as it is here, is not understood.
        unsound: frames of the current log whose check sum does not fit.
    """

    current: dict[int, list[int]] = field(default_factory=dict)
    stale: dict[int, list[int]] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)
    tables: dict[int, tuple[str, Shape]] = field(default_factory=dict)
    usable: int = 0
    codec: str = "utf-8"
    is_odd: bool = False
    unsound: int = 0


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a log or journal.

    Yields:
        TABLE batches, one part a table or width; TEXT; properties; bytes covered; gaps.

    Raises:
        ItemError: no head; no frame behind it (`empty`, or truncated).
    """
    try:
        log = opened(item)
    except NoLogError as error:
        raise ItemError(Reason.TRUNCATED if item.size < 32 else Reason.MALFORMED) from error
    yield Property("kind", log.kind)
    known = _first_pass(item, log)
    if not known.current and not known.stale:
        raise ItemError(Reason.TRUNCATED) if item.size > log.end or log.is_short else _empty(item)
    walk = _Walk(item, log, known)
    yield from walk.run()
    yield from _doubts(log, known, walk)
    lost = min(item.own, walk.searched)
    odd = min(item.own - lost, item.size - log.end)
    if lost:
        yield Gap(Reason.STRINGS_ONLY, lost)
    if odd or log.is_short:
        yield Gap(Reason.TRUNCATED, odd)
    yield Covered(item.own - lost - odd)


def _doubts(log: Log, known: _Known, walk: _Walk) -> Iterator[Gap]:
    """What was not read whole."""
    for reason, part, is_so in (
        (Reason.MALFORMED, "check sums", known.unsound),
        (Reason.MALFORMED, "schema", known.is_odd),
        (Reason.SOME_PARTS_FAILED, "", walk.faults),
        (Reason.SOME_PARTS_FAILED, "names of columns", walk.nameless),
        (Reason.NO_READER, "", walk.blobs),
        (Reason.BAD_ENCODING, "", walk.unreadable),
        (Reason.LIMIT_ROWS, "", log.is_cut),
    ):
        if is_so:
            yield Gap(reason, part=part)


def _empty(item: OpenItem) -> ItemError:
    return ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)


def _first_pass(item: OpenItem, log: Log) -> _Known:
    """Where each page lies, which pages lead to which, and the schema."""
    known = _Known(usable=log.size)
    roots: dict[int, bytes] = {}
    for frame in frames(item, log):
        known.unsound += not frame.is_sound
        is_counted = frame.is_current and frame.is_sound
        (known.current if is_counted else known.stale).setdefault(frame.number, []).append(frame.at)
        if frame.number == 1:
            roots[is_counted] = frame.page
        _note_children(frame, known)
    if first := roots.get(True) or roots.get(False):
        _note_schema(item, log, known, first)
    return known


def _note_children(frame: Frame, known: _Known) -> None:
    start = 100 if frame.number == 1 else 0
    page = frame.page
    if page[start] != TABLE_INNER or len(known.parents) > MAX_KNOWN:
        return
    count = min(int.from_bytes(page[start + 3 : start + 5], "big"), len(page) // 6)
    heads = range(start + 12, min(start + 12 + 2 * count, len(page) - 1), 2)
    places = [int.from_bytes(page[head : head + 2], "big") for head in heads]
    for place in (start + 8, *places):
        known.parents[int.from_bytes(page[place : place + 4], "big")] = frame.number


def _note_schema(item: OpenItem, log: Log, known: _Known, first: bytes) -> None:
    """Tables by root page, as far as the pages of the schema are in the log."""
    known.codec = _CODECS.get(first[59], "utf-8")
    known.usable = log.size - first[20] if log.size - first[20] >= 480 else log.size
    pages = _pages(item, log, known)
    leaves = [(number, places[-1]) for number, places in known.current.items() if _root(number, known) == 1]
    for number, place in sorted(leaves):
        try:
            kind, cells = pages.cells_of(item.pread(log.size, place), 100 if number == 1 else 0)
            rows = [record(payload, known.codec) for _, payload in cells] if kind == TABLE_LEAF else []
        except DamageError:
            known.is_odd = True
            continue
        known.is_odd = known.is_odd or pages.faults > 0 or kind not in (TABLE_LEAF, TABLE_INNER)
        for row in rows:
            _note_table(row, known)


def _note_table(row: list[Value], known: _Known) -> None:
    """A row of the schema; what is none, or cannot be understood, is odd."""
    if len(row) != 5 or row[0] not in _KINDS or not isinstance(row[3], int | None):
        known.is_odd = True
    elif row[0] == "table" and row[3] and len(known.tables) < MAX_TABLES:
        shape = shape_of(str(row[4]))
        known.tables[row[3]] = str(row[1]), shape
        known.is_odd = known.is_odd or not shape.is_sound


def _root(number: int, known: _Known) -> int:
    """The uppermost page above a page that the log knows."""
    for _ in range(_LEVELS):
        if number in known.tables or number not in known.parents:
            return number
        number = known.parents[number]
    return 0


def _pages(item: OpenItem, log: Log, known: _Known) -> _LogPages:
    places = {number: states[-1] for number, states in (known.stale | known.current).items()}
    return _LogPages(
        item, log.size, known.usable, 0, known.codec, bytearray(1), places=places, budget=4 * item.size + (64 << 20)
    )


class _Walk:
    """All pages, one after the other, the last state of each first.

    Attributes:
        faults: rows that are not whole.
        nameless: rows of no table that the schema in the log knows.
        blobs: cells with bytes that are no text.
        unreadable: cells whose letters are none.
        searched: bytes of pages that were searched for letters only, and held some.
    """

    def __init__(self, item: OpenItem, log: Log, known: _Known) -> None:
        self._item, self._log, self._known = item, log, known
        self._pages = _pages(item, log, known)
        self._rows = RowBatches()
        self._texts: dict[str, list[str]] = {"indexes": [], "free space": []}
        self._given = dict.fromkeys(self._texts, 0)
        self._others: list[tuple[int, int]] = []
        self._seen: set[int] = set()
        self.faults = self.blobs = self.searched = self.unreadable = self.nameless = 0

    def run(self) -> Iterator[Batch]:
        """Rows, then texts."""
        current, stale = self._known.current, self._known.stale
        for number in sorted(current):
            yield from self._page(number, current[number][-1], "")
        for number in sorted(current):
            for place in reversed(current[number][:-1]):
                yield from self._page(number, place, " earlier")
        for number in sorted(stale):
            for place in reversed(stale[number]):
                yield from self._page(number, place, " stale")
        for number, place in self._others:
            if number not in self._pages.taken:
                self._search(self._item.pread(self._log.size, place), is_whole=True)
                yield from self._flush(TEXTS)
        yield from self._rows.flush()
        yield from self._flush(1)

    def _page(self, number: int, place: int, state: str) -> Iterator[Batch]:
        """What this state of a page has and later ones have not."""
        page, start = self._item.pread(self._log.size, place), 100 if number == 1 else 0
        self._pages.faults, self._pages.free = 0, []
        try:
            kind, cells = self._pages.cells_of(page, start)
        except DamageError:
            self._others.append((number, place))
            return
        for rowid, payload in cells:
            if kind != TABLE_INNER and (self._is_new((rowid, payload)) or not state):
                yield from self._cell(kind, number, rowid, payload, state)
        self.faults += self._pages.faults > 0
        for piece in self._pages.free:
            self._search(piece, is_whole=False)
        yield from self._flush(TEXTS)

    def _cell(self, kind: int, number: int, rowid: int, payload: bytes, state: str) -> Iterator[Batch]:
        try:
            values = record(payload, self._known.codec)
        except DamageError:
            self.faults += 1
            self._texts["free space"] += runs_of(payload)
            return
        if kind in (INDEX_LEAF, INDEX_INNER):
            self._texts["indexes"].append(" | ".join(self._printed(value) for value in values))
            return
        name, shape = self._table(number, len(values))
        if 0 <= shape.key < len(values) and values[shape.key] is None:
            values[shape.key] = rowid
        cells = [self._printed(value) for value in values]
        columns = shape.columns if len(shape.columns) >= len(cells) else ("",) * len(cells)
        cells += [""] * (len(columns) - len(cells))
        if cells:
            yield from self._rows.add(name + state, columns, cells)

    def _table(self, number: int, width: int) -> tuple[str, Shape]:
        """The table of a page, or a name for all rows of this width."""
        root = _root(number, self._known)
        if root == 1:
            return "schema", Shape(("type", "name", "table", "root", "sql"), -1, has_rowid=True)
        found = self._known.tables.get(root)
        self.nameless += found is None and bool(self._known.tables)
        return found or (f"{width} columns", Shape((), -1, has_rowid=True))

    def _printed(self, value: Value) -> str:
        if isinstance(value, float):
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        if not isinstance(value, bytes):
            text = "" if value is None else str(value)
            self.unreadable += "\ufffd" in text
            return text
        found = text_of(value)
        if found is None and len(value) > SMALL_BYTES:
            self.blobs += 1
            return " ".join(runs_of(value))
        return value.hex() if found is None else found

    def _search(self, piece: bytes, *, is_whole: bool) -> None:
        """Runs of letters that no later state has."""
        if runs := [run for run in runs_of(piece) if run.strip() and self._is_new(run)]:
            self._texts["free space"] += runs
            self.searched += len(piece) if is_whole else 0

    def _is_new(self, thing: object) -> bool:
        """True the first time; rows wander between pages, so this is asked over all of them."""
        mark = hash(thing)
        if mark in self._seen:
            return False
        if len(self._seen) < MAX_SEEN:
            self._seen.add(mark)
        return True

    def _flush(self, least: int) -> Iterator[Batch]:
        for part, texts in self._texts.items():
            if len(texts) >= least:
                self._texts[part] = []
                pieces = (piece for text in texts for piece in windows(clean(text)))
                for batch in text_batches(pieces, part=part, first_row=self._given[part]):
                    self._given[part] += batch.data.num_rows
                    yield batch
