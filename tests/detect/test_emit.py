"""Rows in the schema that a cell must send."""

from __future__ import annotations

import pyarrow as pa

from leakassay.detect.emit import Numbering, filled, listed
from leakassay.model.tables.registry import TABLES


def test_ordinals_follow_each_other():
    numbering = Numbering()
    assert (numbering.take(3), numbering.take(0), numbering.take(2), numbering.next) == (0, 3, 3, 5)


def test_missing_columns_are_null_and_one_value_stands_for_all_rows():
    name, rows = filled(
        "fingerprint", {"part": "Sheet1", "kind": "rows", "band": 0, "hash": pa.array([1, 2], pa.uint64())}, 2
    )
    assert name == "fingerprint"
    assert rows.schema.equals(TABLES["fingerprint"].cell_schema)
    assert rows.column("part").to_pylist() == ["Sheet1", "Sheet1"]
    _, rows = filled("event", {}, 1)
    assert rows.column("test_name").to_pylist() == [None]


def test_no_rows_are_not_sent():
    assert list(listed("trait", [])) == []
