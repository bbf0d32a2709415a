"""The tables of an assay as scoring reads them: a few columns at a time, batch by batch."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import pyarrow as pa

NEEDED = frozenset({"items", "sightings", "events"})
"""Exports without which nothing can be scored; of the others an assay may have none."""


class Tables(Protocol):
    """The exports of an assay, revealed (masked values match nothing)."""

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Yields rows of an export with those of `columns` that it has; nothing where there is no such export."""


class Held:
    """Exports that stand in memory.

    Args:
        tables: by the names of the exports.
    """

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = tables

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Yields the whole table at once.

        Raises:
            KeyError: `items`, `sightings` or `events` is missing.
        """
        if name in self._tables:
            table = self._tables[name]
            yield table.select([column for column in columns if column in table.column_names])
        elif name in NEEDED:
            raise KeyError(name)


def of(tables: Mapping[str, pa.Table] | Tables) -> Tables:
    """Returns tables that can be read in batches."""
    return Held(tables) if isinstance(tables, Mapping) else tables


def rows(tables: Tables, name: str, columns: Sequence[str]) -> list[dict[str, object]]:
    """Returns the rows of a small export; a column that it lacks reads None."""
    found = (row for batch in tables.batches(name, columns) for row in batch.to_pylist())
    return [{column: row.get(column) for column in columns} for row in found]
