"""The ledger: one row for every item at any depth; nothing is silently skipped."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

ITEM = Table(
    "item",
    "the ledger: nothing is silently skipped",
    (
        Column("item_id", pa.uint64(), "hash of source and container chain", nullable=False),
        Column("source_id", pa.uint64(), "the dump it came with", nullable=False),
        Column("parent_id", pa.uint64(), "the container it was found in; null at the top"),
        Column("partition_id", pa.uint64(), "the partition it belongs to", nullable=False),
        Column("item_path", pa.string(), "container chain joined by !/", sensitive=True),
        Column("depth", pa.int32(), "containers around it", nullable=False),
        Column("size_bytes", pa.int64(), "unpacked size", nullable=False),
        Column("packed_bytes", pa.int64(), "bytes of the parent that hold it; 0 at the top", nullable=False),
        Column(
            "own_bytes",
            pa.int64(),
            "bytes that it adds to content: its size, or for a container what belongs to no member",
            nullable=False,
        ),
        Column("modified_at", pa.timestamp("s"), "as its file system or container says, UTC where known"),
        Column("sha256", pa.string(), "content hash, hexadecimal; null when it could not be hashed"),
        Column("media_type", pa.string(), "by content, never by name alone"),
        Column("format", pa.string(), "our format name"),
        Column("outcome", pa.string(), "one of Outcome", nullable=False),
        Column("reason", pa.string(), "one of Reason", nullable=False),
        Column("bytes_read", pa.int64(), "bytes of own_bytes that were covered", nullable=False),
        Column("records", pa.int64(), "records that it gave", nullable=False),
        Column("reader", pa.string(), "dotted name of the reader"),
        Column("reader_version", pa.string(), "version of the product and of the library that read it"),
        Column("duplicate_of", pa.uint64(), "the item with equal content that was read in its place"),
    ),
    key=("item_id",),
)
