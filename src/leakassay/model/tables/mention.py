"""A value found in free text, or a business, banking or credential finding."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Origin, Table

MENTION = Table(
    "mention",
    "unstructured contents",
    (
        Column("mention_id", pa.uint64(), "id of the row", origin=Origin.GUARD, nullable=False),
        Column("sighting_id", pa.uint64(), "the person it stands with; null for none", origin=Origin.GUARD),
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
        Column(
            "sighting_ordinal",
            pa.int64(),
            "ordinal of the sighting in this unit; -1 for none",
            origin=Origin.SHED,
            nullable=False,
        ),
        Column("kind", pa.string(), "nhs_number, telephone, iban, credential …", nullable=False),
        Column("value", pa.string(), "canonical where the kind has a canonical form", nullable=False, sensitive=True),
        Column("start", pa.int64(), "first character inside the record text", nullable=False),
        Column("end", pa.int64(), "one past the last character", nullable=False),
        Column("score", pa.float32(), "probability that the kind is right", nullable=False),
        Column("reason", pa.string(), "why we think so, in words, no values", nullable=False),
    ),
    key=("mention_id",),
    emitted=True,
)
