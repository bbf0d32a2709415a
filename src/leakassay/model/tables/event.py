"""A clinical event in a sighting: a request is not a result, a negation is not a finding."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Origin, Table

EVENT = Table(
    "event",
    "what information it contains; who ordered it",
    (
        Column("event_id", pa.uint64(), "id of the row", origin=Origin.GUARD, nullable=False),
        Column(
            "sighting_id", pa.uint64(), "whose event it is; null where no person stands beside it", origin=Origin.GUARD
        ),
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
        Column("test_code", pa.string(), "as printed", sensitive=True),
        Column("test_name", pa.string(), "as printed", sensitive=True),
        Column("test_id", pa.string(), "id in the test catalogue"),
        Column("test_class", pa.string(), "class in the test catalogue (HIV, STI, CANCER …); null when unknown"),
        Column("tier", pa.int8(), "0 to 4, harm of disclosure; null when unknown"),
        Column("status", pa.string(), "one of EventStatus", nullable=False),
        Column("value_flag", pa.string(), "one of ValueFlag", nullable=False),
        Column("result_unit", pa.string(), "unit of measurement as printed", sensitive=True),
        Column("range_low", pa.float64(), "lower reference limit"),
        Column("range_high", pa.float64(), "upper reference limit"),
        Column("collected_at", pa.timestamp("s"), "specimen taken"),
        Column("received_at", pa.timestamp("s"), "specimen received"),
        Column("reported_at", pa.timestamp("s"), "result reported"),
        Column("specimen_id", pa.string(), "laboratory number", sensitive=True),
        Column("requester_code", pa.string(), "who ordered it", sensitive=True),
        Column("client_code", pa.string(), "client or location code of the order", sensitive=True),
    ),
    key=("event_id",),
    emitted=True,
)
