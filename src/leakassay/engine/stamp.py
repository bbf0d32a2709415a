"""Stamping: the guard gives rows their ids and places, so that no cell can speak for another item."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from leakassay.model.errors import ItemError
from leakassay.model.keys import row_ids, structural_id
from leakassay.model.outcomes import Reason
from leakassay.model.table import Origin, Table


class Stamper:
    """Stamps the rows of one item (or of one range of it).

    Args:
        item_id: the item.
        unit_offset: first byte of the range.
    """

    def __init__(self, item_id: int, unit_offset: int) -> None:
        self._item = item_id
        self._offset = unit_offset
        self._counts: dict[str, int] = {}
        self._highest_reference = -1

    def stamp(self, table: Table, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Rows in the schema at rest.

        Args:
            table: an emitted table.
            rows: validated rows in its cell schema.

        Raises:
            ItemError: sightings are not numbered one after the other.
        """
        first = self._counts.get(table.name, 0)
        count = rows.num_rows
        self._counts[table.name] = first + count
        ordinals = np.arange(first, first + count, dtype=np.int64)
        if table.name == "sighting" and not np.array_equal(_numbers(rows, "ordinal"), ordinals):
            raise ItemError(Reason.BAD_ANSWER)
        columns = [
            rows.column(column.name)
            if column.origin is Origin.CELL
            else self._stamped(table, column.name, rows, ordinals)
            for column in table.columns
            if column.origin is not Origin.SHED
        ]
        return pa.RecordBatch.from_arrays(columns, schema=table.schema)

    def _stamped(self, table: Table, column: str, rows: pa.RecordBatch, ordinals: np.ndarray) -> pa.Array:
        if column == "item_id":
            return pa.array(np.full(len(ordinals), self._item, dtype=np.uint64))
        if column == "unit_offset":
            return pa.array(np.full(len(ordinals), self._offset, dtype=np.int64))
        if column == "sighting_id" and table.name != "sighting":
            references = _numbers(rows, "sighting_ordinal")
            if len(references):
                self._highest_reference = max(self._highest_reference, int(references.max()))
            return pa.array(self._ids("sighting", references), mask=references < 0)
        return pa.array(self._ids(table.name, ordinals))

    def _ids(self, table: str, ordinals: np.ndarray) -> np.ndarray:
        return row_ids(structural_id("row", table, self._item, self._offset), ordinals)

    def check(self) -> None:
        """Hold the references against what was sent, at the end of the item.

        Raises:
            ItemError: an event or a mention belongs to a sighting that never came.
        """
        if self._highest_reference >= self._counts.get("sighting", 0):
            raise ItemError(Reason.BAD_ANSWER)


def _numbers(rows: pa.RecordBatch, column: str) -> np.ndarray:
    numbers: np.ndarray = rows.column(column).to_numpy(zero_copy_only=False)
    return numbers
