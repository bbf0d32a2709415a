"""A column of a table found in an item, judged as one thing."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Origin, Table

COLUMN = Table(
    "column",
    "structured data is judged column by column",
    (
        Column("column_id", pa.uint64(), "id of the row", origin=Origin.GUARD, nullable=False),
        Column("item_id", pa.uint64(), "the item it was found in", origin=Origin.GUARD, nullable=False),
        Column(
            "unit_offset",
            pa.int64(),
            "byte offset of the unit of work inside the item; 0 for items read whole",
            origin=Origin.GUARD,
            nullable=False,
        ),
        Column("part", pa.string(), "sheet or path inside the item", nullable=False, sensitive=True),
        Column("table_name", pa.string(), "name of the table, where it has one", nullable=False, sensitive=True),
        Column("position", pa.int32(), "from 0", nullable=False),
        Column("header", pa.string(), "as printed; empty where there is none", nullable=False, sensitive=True),
        Column("kind", pa.string(), "what we hold it for (nhs_number, surname, test_code … or other)", nullable=False),
        Column("values", pa.int64(), "non-empty values", nullable=False),
        Column("valid", pa.int64(), "values that pass the check of their kind", nullable=False),
        Column("distinct", pa.int64(), "distinct values in this unit", nullable=False),
        Column("distinct_valid", pa.int64(), "distinct values that pass", nullable=False),
        Column(
            "candidates",
            pa.int64(),
            "distinct values of the shape the check is for (ten digits …), without test range and equal digits",
            nullable=False,
        ),
        Column("candidates_valid", pa.int64(), "of these, how many pass", nullable=False),
        Column("test_range", pa.int64(), "distinct values in the test range (NHS 9xx)", nullable=False),
        Column("score", pa.float32(), "probability that the kind is right", nullable=False),
        Column("reason", pa.string(), "why we think so, in words, no values", nullable=False),
    ),
    key=("column_id",),
    emitted=True,
)
