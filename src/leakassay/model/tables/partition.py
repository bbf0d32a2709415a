"""A part of a dump that is judged as one: a top folder, or a top archive."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

PARTITION = Table(
    "partition",
    "mixtures are found, not averaged",
    (
        Column("partition_id", pa.uint64(), "hash of source and order of appearance", nullable=False),
        Column("partition", pa.string(), "top folder or archive name", nullable=False, sensitive=True),
        Column("items", pa.int64(), "items in it", nullable=False),
        Column("bytes", pa.int64(), "content bytes in it", nullable=False),
    ),
    key=("partition_id",),
)
