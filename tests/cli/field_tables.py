"""Rows of a finished case by the field set they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa

Row = dict[str, Any]


class FieldTables:
    """Exports of the case over the field data.

    Args:
        tables: export name → table, unmasked.
    """

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = tables
        self._rows: dict[str, list[Row]] = {}

    def rows(self, export: str, under: str = "", ending: str = "") -> list[Row]:
        """Rows of an export whose item lies under a set (or folder) and ends in a name."""
        if export not in self._rows:
            self._rows[export] = self._tables[export].to_pylist()
        return [
            row
            for row in self._rows[export]
            if row["item_path"].startswith(under) and row["item_path"].endswith(ending)
        ]

    @cached_property
    def _of_content(self) -> dict[str, str]:
        return {row["item_id"]: row["item_path"] for row in self.rows("items")}

    def original(self, item: Row) -> str:
        """Path of the item that was read in place of a duplicate; its own when it was read itself."""
        return self._of_content[item["duplicate_of"]] if item["duplicate_of"] else item["item_path"]

    def at(self, path: str) -> Row:
        """The ledger's row of one item."""
        (item,) = [row for row in self.rows("items") if row["item_path"] == path]
        return item

    def records(self, path: str) -> int:
        """Records of one item, or of the item that was read in its place."""
        return int(self.at(self.original(self.at(path)))["records"])

    def top(self, under: str, suffix: str = "") -> list[Row]:
        """Ledger rows of the files of a set, without members of containers."""
        return [row for row in self.rows("items", under, suffix) if row["depth"] == 0]

    def counted(self, rows: list[Row], key: Callable[[Row], Any]) -> Counter[Any]:
        """Rows by a key."""
        return Counter(key(row) for row in rows)


def name_of(row: Row) -> str:
    """Last component of the path of a row's item."""
    return PurePosixPath(row["item_path"].replace("!/", "/")).name
