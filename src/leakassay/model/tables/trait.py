"""Sufficient statistics of an item for provenance; no personal values."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Origin, Table

TRAIT = Table(
    "trait",
    "features are computed later without re-reading 400 GB",
    (
        Column("trait_id", pa.uint64(), "id of the row", origin=Origin.GUARD, nullable=False),
        Column("item_id", pa.uint64(), "the item it was found in", origin=Origin.GUARD, nullable=False),
        Column(
            "unit_offset",
            pa.int64(),
            "byte offset of the unit of work inside the item; 0 for items read whole",
            origin=Origin.GUARD,
            nullable=False,
        ),
        Column("part", pa.string(), "sheet or path inside the item", nullable=False, sensitive=True),
        Column(
            "name",
            pa.string(),
            "collected_hour, collected_weekday, range_agreement, terminal_digit, newest_record …",
            nullable=False,
        ),
        Column("key", pa.string(), "bucket (07, Mon, agree …); empty where there is none", nullable=False),
        Column("n", pa.int64(), "observations", nullable=False),
        Column("total", pa.float64(), "their sum", nullable=False),
        Column("total_squares", pa.float64(), "sum of their squares", nullable=False),
        Column("low", pa.float64(), "smallest"),
        Column("high", pa.float64(), "largest"),
    ),
    key=("trait_id",),
    emitted=True,
)
