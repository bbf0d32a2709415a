"""Rows out: the emitted tables' columns put together, everything missing filled with nulls or the constant given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from leakassay.model.tables.registry import TABLES

Rows = tuple[str, pa.RecordBatch]
"""Name of a table and rows in its cell schema."""


@dataclass
class Numbering:
    """Hands out the ordinals of the sightings of one unit."""

    next: int = 0

    def take(self, count: int) -> int:
        """Return the first of `count` fresh ordinals."""
        first = self.next
        self.next += count
        return first


def filled(table: str, columns: Mapping[str, Any], count: int) -> Rows:
    """Return rows of a table.

    Args:
        table: its name.
        columns: per column an Arrow array of `count` values, or one value for all rows; absent ones become null.
        count: rows.
    """
    schema = TABLES[table].cell_schema
    arrays = [_column(columns.get(field.name), field.type, count) for field in schema]
    return table, pa.RecordBatch.from_arrays(arrays, schema=schema)


def listed(table: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Rows]:
    """Yield rows given one by one as mappings; nothing when there are none."""
    if rows:
        schema = TABLES[table].cell_schema
        arrays = [pa.array([row.get(field.name) for row in rows], field.type) for field in schema]
        yield table, pa.RecordBatch.from_arrays(arrays, schema=schema)


def _column(value: Any, kind: pa.DataType, count: int) -> pa.Array:
    if value is None:
        return pa.nulls(count, kind)
    if isinstance(value, pa.Array):
        return value if value.type == kind else value.cast(kind)
    return pa.repeat(pa.scalar(value, kind), count)
