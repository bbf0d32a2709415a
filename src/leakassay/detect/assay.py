"""Assay: batches of one item in, rows of the emitted tables out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from leakassay.detect import warm
from leakassay.detect.emit import Numbering, Rows
from leakassay.detect.record import Records
from leakassay.detect.table import layout
from leakassay.detect.table.rows import plain_strings
from leakassay.detect.table.table import Table
from leakassay.detect.text.prose import Prose
from leakassay.detect.trait import Traits
from leakassay.model.batch import Batch, Shape

MAX_OPEN_TABLES = 32
"""Tables that may wait for their judgement at once (JSON that mixes kinds of object); the oldest is closed first."""


class Assay:
    """What is found in one item, or in one range of a splittable item.

    Args:
        settings: as made by `detect.settings.from_profile`.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._kit = warm.kit(settings)
        self._numbering = Numbering()
        self._traits = Traits()
        self._tables: dict[tuple[str, str, tuple[str, ...], int], Table] = {}
        self._turned: dict[tuple[str, str, tuple[str, ...], int], tuple[str, ...]] = {}
        """Headers that tables, by what their batches say, have by now."""
        self._records = Records(self._kit, self._numbering, self._traits)
        self._prose = Prose(self._kit, self._numbering)

    def see(self, batch: Batch) -> Iterator[Rows]:
        """Take a batch.

        Yields:
            Name of a table and rows in its cell schema. Rows of a table may come later than its batch: its columns
            are judged once some thousand rows are there, or at `close`.
        """
        if batch.data.num_columns == 0 or batch.data.num_rows == 0:
            return
        if batch.shape is Shape.TABLE:
            yield from self._see_table(batch)
        elif batch.shape is Shape.RECORD:
            yield from self._records.see(batch)
        else:
            yield from self._prose.see(batch)

    def close(self) -> Iterator[Rows]:
        """Yield what can be said only at the end: rows that waited, columns, fingerprints and traits."""
        tables, self._tables = self._tables, {}
        for table in tables.values():
            yield from table.close(self._prose.owner, self._prose.told)
        yield from self._traits.rows()

    def _see_table(self, batch: Batch) -> Iterator[Rows]:
        key = (batch.part, batch.table_name, tuple(batch.headers), batch.data.num_columns)
        begin, headers = 0, self._turned.get(key, key[2])
        if any(batch.headers):
            columns = (plain_strings(column) for column in batch.data.columns)
            for row, cells in layout.turns(columns, headers, self._kit):
                yield from self._see_rows(batch, headers, begin, row)
                begin, headers = row + 1, cells
                if len(self._turned) < MAX_OPEN_TABLES:
                    self._turned[key] = cells
        yield from self._see_rows(batch, headers, begin, batch.data.num_rows)

    def _see_rows(self, batch: Batch, headers: tuple[str, ...], begin: int, end: int) -> Iterator[Rows]:
        """Rows of a batch that stand under the same headers."""
        if begin >= end:
            return
        piece = batch
        if headers != tuple(batch.headers) or end - begin < batch.data.num_rows:
            data = batch.data.slice(begin, end - begin)
            piece = replace(batch, data=data, headers=headers, first_row=batch.first_row + begin)
        key = (piece.part, piece.table_name, tuple(piece.headers), piece.data.num_columns)
        if key not in self._tables:
            if len(self._tables) >= MAX_OPEN_TABLES:
                oldest = next(iter(self._tables))
                yield from self._tables.pop(oldest).close()
            self._tables[key] = Table(piece, self._kit, self._numbering, self._traits)
        yield from self._tables[key].see(piece)
