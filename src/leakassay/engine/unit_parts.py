"""Where the rows of a unit go: into its encrypted parts, or held back until the cell of a small item has ended well."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from leakassay.case.keys import CaseKeys
from leakassay.case.part import PartWriter
from leakassay.model.work import PartReceipt


class UnitParts:
    """The parts of one unit, a table each, opened when the first rows come.

    Args:
        folder: the case's parts folder.
        keys: the case's keys.
        unit_id: makes their names.
    """

    def __init__(self, folder: Path, keys: CaseKeys, unit_id: int) -> None:
        self._folder, self._keys, self._unit_id = folder, keys, unit_id
        self._writers: dict[str, PartWriter] = {}

    def write(self, table: str, rows: pa.RecordBatch) -> None:
        """Add rows to the part of their table."""
        if rows.num_rows == 0:
            return
        if table not in self._writers:
            name = f"{table}-{self._unit_id:016x}"
            self._writers[table] = PartWriter(self._folder, self._keys, table, name)
        self._writers[table].write(rows)

    def close(self) -> tuple[PartReceipt, ...]:
        """Make them durable."""
        return tuple(self._writers[table].close() for table in sorted(self._writers))

    def discard(self) -> None:
        """Forget them."""
        for writer in self._writers.values():
            writer.discard()
        self._writers.clear()


class HeldRows:
    """Rows of one small item, held until its cell has ended well."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, pa.RecordBatch]] = []

    def write(self, table: str, rows: pa.RecordBatch) -> None:
        """Keep rows."""
        self._rows.append((table, rows))

    def hand_over(self, parts: UnitParts) -> None:
        """Write what is held."""
        for table, rows in self._rows:
            parts.write(table, rows)

    def discard(self) -> None:
        """Forget them."""
        self._rows.clear()
