"""A dump added to the case: gangs publish in instalments."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

SOURCE = Table(
    "source",
    "run --add",
    (
        Column("source_id", pa.uint64(), "hash of the order in which it was added and its seal", nullable=False),
        Column("ordinal", pa.int32(), "place in the order in which they were added, from 1", nullable=False),
        Column("label", pa.string(), "name of the dump folder or file", sensitive=True),
        Column("files", pa.int64(), "entries found when listing"),
        Column("bytes", pa.int64(), "bytes of all regular files"),
        Column("hashed_bytes", pa.int64(), "bytes that were hashed"),
        Column("unreadable_bytes", pa.int64(), "bytes that could not be hashed"),
        Column(
            "seal",
            pa.string(),
            "Merkle root over path, size, modified_at and SHA-256, hexadecimal; empty while the seal is open",
        ),
    ),
    key=("source_id",),
)
