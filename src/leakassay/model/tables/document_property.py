"""A property of a document: author, company, template, printer, path, host, DKIM or signature outcome."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Origin, Table

DOCUMENT_PROPERTY = Table(
    "document_property",
    "provenance",
    (
        Column("property_id", pa.uint64(), "id of the row", origin=Origin.GUARD, nullable=False),
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
            "name",
            pa.string(),
            "property in lower_snake (author, company, producer, message_id, received_host …)",
            nullable=False,
        ),
        Column("value", pa.string(), "as written", nullable=False, sensitive=True),
    ),
    key=("property_id",),
    emitted=True,
)
