"""SQL text as a stream: what is a row, what is a column list, what is text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from leakassay.model.batch import Batch, Gap, Reading
from leakassay.model.outcomes import Reason
from leakassay.read.database.row_batches import RowBatches, clean
from leakassay.read.database.sql_statement import MAX_SHAPE_CHARACTERS, UNREAD_DATA, Head, columns_of, next_head
from leakassay.read.database.sql_values import (
    MAX_ROW_CHARACTERS,
    SPACE,
    DamageError,
    Dialect,
    UnendedError,
    copied,
    row_at,
)
from leakassay.read.text_windows import text_batches, windows

HELD_BACK = 8192
"""Characters at the end of a block in which a head may have begun."""

MAX_TABLES = 4096
"""Tables whose columns are remembered."""

MAX_UNENDED = 64
"""Rows without an end that are tried in one unit; each may cost 16 MB."""

MAX_LOOKS = 16
"""Tables whose columns are looked for before the unit; each look may cost a gigabyte."""

TEXT_CHARACTERS = 1 << 18
"""Text that waits."""

_NOTHING = re.compile(r"(?:[\s;,]++|GO\b)*+\Z", re.IGNORECASE)
_CSV = re.compile(r"\bcsv\b", re.IGNORECASE)
_COPY_BORDER = re.compile(r"\s*\Z|--|(?:COPY|INSERT|ALTER|CREATE|SET|SELECT)\s")


@dataclass
class Place:
    """Where in a statement the text is.

    Attributes:
        kind: "" outside, insert, copy.
        table: whose rows come.
        columns: their names, () where they are not known.
        is_lost: True where the statement began too far before the unit to be found.
    """

    kind: str = ""
    table: str = ""
    columns: tuple[str, ...] = ()
    is_lost: bool = False


_INNER = re.compile(r"\([^()]*\)")
_VALUES = re.compile(r"'\s*,\s*'")


def _holds_values(text: str, start: int, end: int) -> bool:
    """True when the definition of a table, or the line behind it, holds strings beside each other, as a row does.

    Lists of permitted values stand in brackets of their own.
    """
    line = min(place for place in (text.find("\n", end), text.find(";", end), len(text)) if place >= 0)
    return bool(_VALUES.search(_INNER.sub("", text[start:end]) + text[end:line]))


@dataclass
class Scan:
    """The state of one unit.

    Attributes:
        dialect: how strings are quoted.
        place: where the unit begins.
        shape_before: columns of a table that was made before the unit began, () where that is not known.
        shapes: columns by table, lower case.
    """

    dialect: Dialect
    place: Place
    shape_before: Callable[[str], tuple[str, ...]] = lambda _table: ()
    shapes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: RowBatches = field(default_factory=RowBatches)
    given: int = 0
    _text: str = ""
    _at: int = 0
    _out: list[str] = field(default_factory=list)
    _waiting: int = 0
    _texts: int = 0
    _unended: int = 0
    _looks: int = 0
    _has_comma: bool = True
    _is_last: bool = False
    _widths: dict[str, int] = field(default_factory=dict)
    _doubts: set[tuple[Reason, str]] = field(default_factory=set)

    def feed(self, text: str) -> Iterator[Reading]:
        """Take more text; yield what is complete."""
        self._text = self._text[self._at :] + text
        self._at = 0
        yield from self._run()

    def finish(self, *, is_last: bool) -> Iterator[Reading]:
        """Yield the rest.

        Args:
            is_last: True at the end of the item, where an open statement is a broken one.
        """
        yield from self._end(is_last=is_last)
        for reading in (*self.rows.flush(), *self._flush_text()):
            self.given += 1
            yield reading
        for reason, table in sorted(self._doubts):
            yield Gap(reason, part=table)

    def turn(self, place: Place) -> Iterator[Reading]:
        """End what went before, as the item itself says that it ended, and go on at another place."""
        yield from self._end(is_last=True)
        self._text, self._at, self._is_last = "", 0, False
        self.place, self._has_comma = place, True

    def _end(self, *, is_last: bool) -> Iterator[Reading]:
        self._is_last = True
        yield from self._run()
        if self.place.kind and is_last and (self.place.kind == "copy" or self._has_comma):
            self._doubt(Reason.TRUNCATED)
        if self._at < len(self._text):
            self._doubt(Reason.TRUNCATED)
            yield from self._say(self._text[self._at :])

    def _doubt(self, reason: Reason) -> None:
        if len(self._doubts) < MAX_TABLES:
            self._doubts.add((reason, clean(self.place.table)))

    def _run(self) -> Iterator[Reading]:
        steps = {"": self._outside, "insert": self._insert, "copy": self._copy}
        while self._at < len(self._text):
            before = self._at, self.place
            yield from steps[self.place.kind]()
            if before == (self._at, self.place):
                return

    def _outside(self) -> Iterator[Reading]:
        """Text up to the next head."""
        head = next_head(self._text, self._at)
        if head is None:
            end = len(self._text) if self._is_last else self._hold(self._at)
            yield from self._say(self._text[self._at : end])
            self._at = end
            return
        if head.kind == "create":
            yield from self._create(head)
            return
        yield from self._say(self._text[self._at : head.start])
        if head.kind == "run":
            self._doubt(Reason.MALFORMED)
            self.place = Place("insert", self.place.table, self.place.columns)
        else:
            self.place = Place(head.kind, head.table, head.columns or self._shape(head.table))
            if head.kind == "copy" and _CSV.search(self._text, head.start, head.end):
                self._doubt(Reason.SOME_PARTS_FAILED)
                self.place = Place()
        self._has_comma, self._at = True, head.end

    def _shape(self, table: str) -> tuple[str, ...]:
        name = table.lower()
        if name not in self.shapes and self._looks < MAX_LOOKS:
            self._looks += 1
            self.shapes[name] = self.shape_before(name)
        return self.shapes.get(name, ())

    def _hold(self, at: int) -> int:
        """Where to stop for now: before what may be half a head, at a line end."""
        end = max(at, len(self._text) - HELD_BACK)
        line = self._text.rfind("\n", at, end)
        return line + 1 if line >= 0 else end

    def _create(self, head: Head) -> Iterator[Reading]:
        shape = columns_of(self._text, head.end)
        if shape is None and not self._is_last and len(self._text) - head.end < MAX_SHAPE_CHARACTERS:
            yield from self._say(self._text[self._at : head.start])
            self._at = head.start
            return
        columns, end = shape or ((), len(self._text))
        if shape is None or _holds_values(self._text, head.end, end):
            self._doubt(Reason.MALFORMED)  # it runs into what was the end of a row
        if len(self.shapes) < MAX_TABLES:
            self.shapes[head.table.lower()] = columns
        yield from self._say(self._text[self._at : end])
        self._at = end

    def _insert(self) -> Iterator[Reading]:
        """Rows, as long as they follow each other."""
        text, size = self._text, len(self._text)
        while True:
            found = SPACE.match(text, self._at)
            at = found.end() if found else self._at
            if at >= size:
                self._at = size if self._is_last or self._has_comma else self._at
                return
            if not self._has_comma and text[at] == ",":
                self._has_comma, self._at = True, at + 1
                continue
            if text[at] == "(" and not self._has_comma:
                self._doubt(Reason.MALFORMED)
            elif text[at] != "(":
                self._leave()
                return
            try:
                row = row_at(text, at, self.dialect)
            except UnendedError:
                if self._is_last or size - at > MAX_ROW_CHARACTERS:
                    yield from self._give_up(at)
                return
            except DamageError:
                yield from self._give_up(at)
                return
            self._at, self._has_comma = row.end, False
            if row.blobs:
                self._doubt(Reason.NO_READER)
            yield from self._row(row.cells)

    def _leave(self) -> None:
        """The statement is over; a comma that no row follows is damage."""
        if self._has_comma:
            self._doubt(Reason.MALFORMED)
        self.place = Place("", self.place.table, self.place.columns)

    def _give_up(self, at: int) -> Iterator[Reading]:
        """What stands there is no row: its bracket is text, and rows are looked for behind it."""
        self._unended += 1
        self._doubt(Reason.LIMIT_LINE if len(self._text) - at > MAX_ROW_CHARACTERS else Reason.MALFORMED)
        self.place = Place("", self.place.table, self.place.columns)
        end = at + 1 if self._unended <= MAX_UNENDED else len(self._text)
        yield from self._say(self._text[self._at : end], is_code=False)
        self._at = end

    def _copy(self) -> Iterator[Reading]:
        """Lines of a COPY block."""
        text = self._text
        while True:
            end = text.find("\n", self._at)
            if end < 0 and not self._is_last:
                return
            line = text[self._at : end if end >= 0 else len(text)]
            line = line.removesuffix("\r")
            if line == "\\.":
                self._at = min(len(text), self._at + 3) if end < 0 else end + 1
                self.place = Place()
                return
            cells = line.split("\t")
            if self._is_no_row(cells, line):
                self._doubt(Reason.MALFORMED)
                if _COPY_BORDER.match(line):
                    self.place = Place()
                    return
                yield from self._say(line + "\n")
            elif line:
                yield from self._row(self._copied(cells) if "\\" in line else cells)
            if end < 0:
                self._at = len(text)
                return
            self._at = end + 1

    def _copied(self, cells: list[str]) -> list[str]:
        """Cells without the escapes of COPY; bytes that are no text are a doubt."""
        pairs = [copied(cell) for cell in cells]
        if any(is_blob for _, is_blob in pairs):
            self._doubt(Reason.NO_READER)
        return [cell for cell, _ in pairs]

    def _is_no_row(self, cells: list[str], line: str) -> bool:
        """True for a line of another width than the columns say; one without any may be of any."""
        width = len(self.place.columns)
        return (width > 0 and len(cells) != width) or (width <= 1 and bool(_COPY_BORDER.match(line)))

    def _row(self, cells: list[str]) -> Iterator[Batch]:
        columns = self.place.columns
        if len(columns) != len(cells):
            if columns or self._widths.get(self.place.table, len(cells)) != len(cells):
                self._doubt(Reason.RAGGED_ROWS)
            if not columns and len(self._widths) < MAX_TABLES:
                self._widths.setdefault(self.place.table, len(cells))
            columns = ("",) * len(cells)
        for batch in self.rows.add(self.place.table, columns, cells):
            self.given += 1
            yield batch

    def _say(self, text: str, *, is_code: bool = True) -> Iterator[Batch]:
        """Text that waits for its window; values in statements that are not taken apart are a doubt."""
        if not text or _NOTHING.match(text):
            return
        if is_code and UNREAD_DATA.search(text):
            self._doubt(Reason.SOME_PARTS_FAILED)
        self._out.append(text)
        self._waiting += len(text)
        if self._waiting >= TEXT_CHARACTERS:
            for batch in self._flush_text():
                self.given += 1
                yield batch

    def _flush_text(self) -> Iterator[Batch]:
        text, self._out, self._waiting = "".join(self._out), [], 0
        for batch in text_batches(windows(clean(text)), first_row=self._texts):
            self._texts += batch.data.num_rows
            yield batch
