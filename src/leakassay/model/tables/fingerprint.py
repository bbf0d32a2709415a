"""Near-duplicate and schema hashes of an item."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Origin, Table

FINGERPRINT = Table(
    "fingerprint",
    "recycled leaks, versions of one document",
    (
        Column("fingerprint_id", pa.uint64(), "id of the row", origin=Origin.GUARD, nullable=False),
        Column("item_id", pa.uint64(), "the item it was found in", origin=Origin.GUARD, nullable=False),
        Column(
            "unit_offset",
            pa.int64(),
            "byte offset of the unit of work inside the item; 0 for items read whole",
            origin=Origin.GUARD,
            nullable=False,
        ),
        Column("part", pa.string(), "sheet or path inside the item", nullable=False, sensitive=True),
        Column("kind", pa.string(), "schema or rows", nullable=False),
        Column("band", pa.int32(), "band of a locality-sensitive hash; 0 where there is one", nullable=False),
        Column("hash", pa.uint64(), "63 bits", nullable=False),
    ),
    key=("fingerprint_id",),
    emitted=True,
)
