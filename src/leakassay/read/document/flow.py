"""Paragraphs and tables of a document in reading order, put into batches: rows for tables, windows for text.

A table of two rows and two columns or more gives rows. Where it may as well be a form or a layout (two columns, few
rows, long cells) its lines are given as text too: a label beside its value is no column, and a letter in a cell is
prose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from leakassay.model.batch import Batch, Shape
from leakassay.read.text_windows import text_batches, windows

HELD_CHARACTERS = 1 << 20
"""Text that waits before it is handed out."""

HELD_CELLS = 200_000
"""Cells of a table that wait."""

MAX_COLUMNS = 1024
"""Further cells of a row are text."""

MAX_NESTED = 32
"""Tables inside each other that are told apart; those further in are text of the cell they stand in."""

MAX_OPEN = 256
"""Paragraphs inside each other (text boxes) that are told apart."""

FEW_ROWS = 4
LONG_CELL = 60
"""Characters: a table with fewer rows, or longer cells, is text too."""


@dataclass
class _Table:
    name: str
    rows: list[list[str]] = field(default_factory=list)
    row: list[str] | None = None
    cell: list[str] | None = None
    span: int = 1
    cells: int = 0
    first_row: int = 0
    width: int = 0


class Flow:
    """Takes a document piece by piece; `ready` hands out what is complete.

    Nothing needs to balance: what closes without having been opened is passed over.
    """

    def __init__(self) -> None:
        self._part = ""
        self._lines: list[str] = []
        self._held = 0
        self._open: list[list[str]] = [[]]
        self._tables: list[_Table] = []
        self._too_deep = 0
        self._done: list[Batch] = []
        self._text_rows = 0
        self._count = 0

    @property
    def is_in_paragraph(self) -> bool:
        """True inside a paragraph that was opened."""
        return len(self._open) > 1

    @property
    def has_ready(self) -> bool:
        """True when `ready` has something to hand out."""
        return bool(self._done)

    def begin_part(self, name: str) -> None:
        """Go on in another part of the document; rows are numbered from 0 again."""
        self.end_part()
        self._part, self._text_rows = name, 0

    def end_part(self) -> None:
        """Close whatever is open."""
        while len(self._open) > 1:
            self.close_paragraph()
        self.end_line()
        while self._tables:
            self._too_deep = 0
            self.close_table()
        self._flush()

    def word(self, text: str) -> None:
        """Text of the open line, joined to what stands there."""
        self._open[-1].append(text)
        self._held += len(text)
        if self._held > HELD_CHARACTERS:
            self.end_line()
            self._flush_long()

    def open_paragraph(self) -> None:
        """Begin a paragraph, perhaps inside another one."""
        if len(self._open) < MAX_OPEN:
            self._open.append([])
        else:
            self.end_line()

    def close_paragraph(self) -> None:
        """End the innermost paragraph."""
        if len(self._open) > 1:
            self.line("".join(self._open.pop()))
        else:
            self.end_line()

    def end_line(self) -> None:
        """End a line of text in the innermost paragraph."""
        said, self._open[-1] = self._open[-1], []
        self.line("".join(said))

    def line(self, text: str) -> None:
        """A whole line, of the open cell or of the text."""
        text = text.strip()
        if not text:
            return
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell.append(text)
            return
        self._lines.append(text)
        self._held += len(text)
        if self._held > HELD_CHARACTERS:
            self._flush()

    def open_table(self) -> None:
        """Begin a table, perhaps inside a cell."""
        if len(self._tables) >= MAX_NESTED:
            self._too_deep += 1
            return
        self.end_line()
        self._count += 1
        self._tables.append(_Table(f"table {self._count}"))

    def open_row(self) -> None:
        """Begin a row; one that is open ends."""
        if self._tables and not self._too_deep:
            self.close_row()
            self._tables[-1].row = []

    def open_cell(self, span: int = 1) -> None:
        """Begin a cell over `span` columns; one that is open ends."""
        if self._tables and not self._too_deep:
            self.close_cell()
            table = self._tables[-1]
            if table.row is None:
                table.row = []
            table.cell, table.span = [], max(1, min(span, MAX_COLUMNS))

    def widen_cell(self, span: int) -> None:
        """The open cell takes `span` columns."""
        if self._tables and not self._too_deep and self._tables[-1].cell is not None:
            self._tables[-1].span = max(1, min(span, MAX_COLUMNS))

    def close_cell(self) -> None:
        """End the open cell."""
        if not self._tables or self._too_deep or self._tables[-1].cell is None:
            return
        self.end_line()
        table = self._tables[-1]
        assert table.row is not None  # noqa: S101  a cell opens a row
        table.row.append("\n".join(table.cell or ()))
        table.row.extend([""] * min(table.span - 1, MAX_COLUMNS - len(table.row)))
        table.cell = None

    def close_row(self) -> None:
        """End the open row."""
        if not self._tables or self._too_deep:
            return
        self.close_cell()
        table = self._tables[-1]
        if table.row is None:
            return
        row, table.row = table.row, None
        if any(row):
            self._add_row(table, row)

    def close_table(self) -> None:
        """End the innermost table."""
        if self._too_deep:
            self._too_deep -= 1
            return
        if self._tables:
            self.close_row()
            table = self._tables.pop()
            self._put(table)

    def ready(self) -> Iterator[Batch]:
        """Batches that are complete."""
        done, self._done = self._done, []
        yield from done

    def close(self) -> Iterator[Batch]:
        """All that is left."""
        self.end_part()
        yield from self.ready()

    def _add_row(self, table: _Table, row: list[str]) -> None:
        most = table.width or MAX_COLUMNS
        if len(row) > most:
            self._lines.append("\t".join(cell for cell in row[most:] if cell))
            row = row[:most]
        table.rows.append(row)
        table.cells += len(row)
        self._held += sum(map(len, row))
        if table.cells > HELD_CELLS or self._held > 8 * HELD_CHARACTERS:
            self._put(table)

    def _put(self, table: _Table) -> None:
        """Hand out the rows of a table so far."""
        rows = table.rows
        table.rows, table.cells = [], 0
        if not rows:
            return
        width = table.width or max(map(len, rows))
        filled = sum(any(cell for cell in column) for column in zip(*_fitted(rows, width), strict=True))
        is_rows = table.first_row > 0 or (len(rows) > 1 and filled > 1)
        if not is_rows or filled == 2 or len(rows) < FEW_ROWS:
            self._lines.extend("\t".join(cell for cell in row if cell) for row in rows)
        else:
            self._lines.extend(cell for row in rows for cell in row if len(cell) > LONG_CELL)
        self._flush()
        if is_rows:
            self._done.append(self._batch(table, rows, width))
            table.width, table.first_row = width, table.first_row + len(rows)

    def _batch(self, table: _Table, rows: list[list[str]], width: int) -> Batch:
        columns = [pa.array(map(clean, column), pa.string()) for column in zip(*_fitted(rows, width), strict=True)]
        data = pa.RecordBatch.from_arrays(columns, names=[f"c{place}" for place in range(width)])
        return Batch(Shape.TABLE, data, ("",) * width, clean(self._part), table.name, table.first_row)

    def _flush(self) -> None:
        """Hand out the lines so far."""
        lines, self._lines, self._held = self._lines, [], 0
        pieces = windows(clean("\n".join(lines)))
        for batch in text_batches(pieces, part=clean(self._part), first_row=self._text_rows):
            self._text_rows += batch.data.num_rows
            self._done.append(batch)

    def _flush_long(self) -> None:
        """A cell or a line beyond measure is handed out as text."""
        if self._tables and self._tables[-1].cell is not None:
            self._lines.extend(self._tables[-1].cell)
            self._tables[-1].cell = []
        self._flush()


def _fitted(rows: list[list[str]], width: int) -> Iterator[list[str]]:
    return (row + [""] * (width - len(row)) for row in rows)


def clean(text: str) -> str:
    """Text that UTF-8 can hold: two halves of a character become one, a lone half a question mark."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
