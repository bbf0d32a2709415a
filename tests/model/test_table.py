"""A table at rest and as a cell sends it."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Origin, Table

TABLE = Table(
    "thing",
    "a test",
    (
        Column("thing_id", pa.uint64(), "id", origin=Origin.GUARD, nullable=False),
        Column("name", pa.string(), "name", sensitive=True),
        Column("ordinal", pa.int64(), "number", origin=Origin.SHED, nullable=False),
    ),
)


def test_the_guards_columns_are_not_the_cells_and_shed_ones_do_not_rest() -> None:
    assert TABLE.schema.names == ["thing_id", "name"]
    assert TABLE.cell_schema.names == ["name", "ordinal"]
    assert not TABLE.schema.field("thing_id").nullable


def test_sensitive_columns_are_known() -> None:
    assert TABLE.sensitive == {"name"}
