"""The answer key after the dump was packed into other files: every path under its new name, the new items added."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from leakassay.exercise.leak.key_table import ITEM
from leakassay.exercise.leak.tally import Tally

_TABLES = {"items": ("item_path", "duplicate_of"), "sightings": ("item_path",), "events": ("item_path",)}
"""Columns that hold paths."""


class New(Protocol):
    """An item that packing added; nobody stands in it."""

    @property
    def path(self) -> str:
        """Path below the dump."""

    @property
    def format(self) -> str:
        """What it is."""

    @property
    def size_bytes(self) -> int:
        """Its size."""

    @property
    def sha256(self) -> str:
        """Its hash, hexadecimal."""

    @property
    def outcome(self) -> str:
        """What a careful reader reports."""

    @property
    def reason(self) -> str:
        """Why."""


def repacked(folder: Path, path_of: Callable[[str], str], added: Iterable[New], tally: Tally) -> None:
    """Rewrites a finished key in place, a row group at a time.

    Args:
        folder: the key.
        path_of: the new path of what was at a path.
        added: what is new; those without a container are the files that lie there now.
        tally: totals of the key, brought up to date.
    """
    rows = [_row(one) for one in added]
    for name, columns in _TABLES.items():
        before, after = folder / f"{name}.parquet", folder / f"{name}.parquet.new"
        source = pq.ParquetFile(before)
        with pq.ParquetWriter(after, source.schema_arrow) as writer:
            for group in range(source.num_row_groups):
                writer.write_table(_renamed(source.read_row_group(group), columns, path_of))
            if name == "items":
                writer.write_table(pa.Table.from_pylist(rows, ITEM))
        source.close()
        after.replace(before)
    top = [row for row in rows if "!/" not in str(row["item_path"])]
    tally.repacked(len(top), sum(int(str(row["size_bytes"])) for row in top), len(rows))


def _renamed(table: pa.Table, columns: tuple[str, ...], path_of: Callable[[str], str]) -> pa.Table:
    for column in columns:
        # a path stands on all rows of its item: each is renamed once
        coded = table[column].combine_chunks().dictionary_encode()
        names = pa.array([path_of(path) if path else "" for path in coded.dictionary.to_pylist()], pa.string())
        table = table.set_column(table.column_names.index(column), column, names.take(coded.indices))
    return table


def _row(one: New) -> dict[str, object]:
    return {
        "item_path": one.path, "partition": "", "category": "", "format": one.format, "size_bytes": one.size_bytes,
        "sha256": one.sha256, "outcome": one.outcome, "reason": one.reason, "sightings": 0, "events": 0,
        "duplicate_of": "", "named_person": None,
    }  # fmt: skip
