"""Rows of mixed tables to batches: one batch per table, its columns the union of its rows' paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from leakassay.model.batch import Batch, Shape
from leakassay.read.tabular.json_rows import Row
from leakassay.read.text_windows import text_batches, windows

BATCH_CELLS = 500_000
"""Cells held before a batch goes out: about 50 MB of Python strings."""

MAX_COLUMNS = 1024
"""Rows with more paths are delivered as text."""


class Collector:
    """Gathers rows per table and hands out batches; row numbers run on per table."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[dict[str, str]]] = {}
        self._cells = 0
        self._next_row: dict[str, int] = {}

    @property
    def rows(self) -> int:
        """Rows handed out so far."""
        return sum(self._next_row.values())

    def add(self, rows: Iterable[Row]) -> Iterator[Batch]:
        """Take rows; yields batches when enough are waiting."""
        for table, cells in rows:
            if not any(text and not text.isspace() for text in cells.values()):
                continue
            self._waiting.setdefault(table, []).append(cells)
            self._cells += len(cells)
            if self._cells > BATCH_CELLS:
                yield from self.flush()

    def flush(self) -> Iterator[Batch]:
        """Hand out what is waiting, tables in the order of their first row."""
        waiting, self._waiting, self._cells = self._waiting, {}, 0
        for table, rows in waiting.items():
            if set(map(tuple, rows)) == {("",)}:
                yield from self._texts(table, [cells[""] for cells in rows])
                continue
            narrow = [cells for cells in rows if len(cells) <= MAX_COLUMNS]
            wide = [cells for cells in rows if len(cells) > MAX_COLUMNS]
            yield from self._tables(table, narrow)
            yield from self._texts(
                table, ["\n".join(f"{path}: {text}" for path, text in cells.items()) for cells in wide]
            )

    def _tables(self, table: str, rows: list[dict[str, str]]) -> Iterator[Batch]:
        """Runs of rows whose union of paths stays under the limit."""
        run: list[dict[str, str]] = []
        paths: dict[str, None] = {}
        for cells in rows:
            united = paths if cells.keys() <= paths.keys() else {**paths, **dict.fromkeys(cells)}
            if run and (len(united) > MAX_COLUMNS or len(united) * (len(run) + 1) > BATCH_CELLS * 4):
                yield self._table(table, run, list(paths))
                run, united = [], dict.fromkeys(cells)
            run.append(cells)
            paths = united
        if run:
            yield self._table(table, run, list(paths))

    def _table(self, table: str, rows: list[dict[str, str]], paths: list[str]) -> Batch:
        arrays = [_array([cells.get(path, "") for cells in rows]) for path in paths]
        data = pa.RecordBatch.from_arrays(arrays, names=[f"c{place}" for place in range(len(paths))])
        headers = tuple(_clean(path) if not path.startswith("[") else "" for path in paths)
        return Batch(Shape.TABLE, data, headers, _clean(table), _clean(table), self._advance(table, len(rows)))

    def _texts(self, table: str, texts: list[str]) -> Iterator[Batch]:
        pieces = (_clean(piece) for text in texts for piece in windows(text))
        for batch in text_batches(pieces, part=_clean(table), first_row=self._next_row.get(table, 0)):
            self._advance(table, batch.data.num_rows)
            yield batch

    def _advance(self, table: str, count: int) -> int:
        first = self._next_row.get(table, 0)
        self._next_row[table] = first + count
        return first


def _array(texts: list[str]) -> pa.Array:
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        return pa.array([_clean(text) for text in texts], pa.string())


def _clean(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates, which JSON escapes allow, become question marks."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
