"""Rows of many tables, put into TABLE batches: one part a table, rows numbered on inside it, memory bounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from leakassay.model.batch import Batch, Shape

WAITING_CELLS = 400_000
"""Cells that wait in all tables together."""

WAITING_CHARACTERS = 8 << 20
"""Characters that wait in all tables together."""

MAX_COLUMNS = 4096
"""Wider rows are no table of people; they are delivered as text."""

_Key = tuple[str, tuple[str, ...]]


@dataclass
class RowBatches:
    """Rows that wait until there are enough of them."""

    waiting: dict[_Key, list[Sequence[str]]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    cells: int = 0
    characters: int = 0
    rows: int = 0

    def add(self, table: str, headers: Sequence[str], row: Sequence[str]) -> Iterator[Batch]:
        """Take one row, as wide as its headers.

        Yields:
            Batches, once enough rows wait.
        """
        self.waiting.setdefault((table, tuple(headers)), []).append(row)
        self.rows += 1
        self.cells += len(row) + 1
        self.characters += sum(map(len, row))
        if self.cells > WAITING_CELLS or self.characters > WAITING_CHARACTERS:
            yield from self.flush()

    def flush(self) -> Iterator[Batch]:
        """Yield what waits."""
        waiting, self.waiting, self.cells, self.characters = self.waiting, {}, 0, 0
        for (table, headers), rows in waiting.items():
            first = self.numbers.get(table, 0)
            self.numbers[table] = first + len(rows)
            columns = [pa.array([clean(cell) for cell in column], pa.string()) for column in zip(*rows, strict=True)]
            data = pa.RecordBatch.from_arrays(columns, names=[f"c{place}" for place in range(len(columns))])
            yield Batch(Shape.TABLE, data, headers, part=clean(table), table_name=clean(table), first_row=first)


def clean(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
