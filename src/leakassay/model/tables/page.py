"""A scanned page: quality and characters."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Origin, Table

PAGE = Table(
    "page",
    "OCR coverage",
    (
        Column("page_id", pa.uint64(), "id of the row", origin=Origin.GUARD, nullable=False),
        Column("item_id", pa.uint64(), "the item it was found in", origin=Origin.GUARD, nullable=False),
        Column(
            "unit_offset",
            pa.int64(),
            "byte offset of the unit of work inside the item; 0 for items read whole",
            origin=Origin.GUARD,
            nullable=False,
        ),
        Column(
            "part",
            pa.string(),
            "sheet, page, message part or path inside the item; empty where there is none",
            nullable=False,
            sensitive=True,
        ),
        Column("row", pa.int64(), "row, segment or record number inside the part of the unit, from 0", nullable=False),
        Column("characters", pa.int64(), "characters of text on it", nullable=False),
        Column("images", pa.int32(), "images on it"),
        Column("quality", pa.float32(), "0..1; null where nothing was recognised"),
    ),
    key=("page_id",),
    emitted=True,
)
