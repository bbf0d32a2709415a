"""A record that concerns a person: identifying values as canonical forms."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Origin, Table

SIGHTING = Table(
    "sighting",
    "what resolve links and attribute overlaps",
    (
        Column("sighting_id", pa.uint64(), "id of the row", origin=Origin.GUARD, nullable=False),
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
            "ordinal", pa.int64(), "number of the sighting in its unit, from 0; the id is mixed from it", nullable=False
        ),
        Column("nhs_number", pa.string(), "ten digits, valid mod 11", sensitive=True),
        Column("chi_number", pa.string(), "ten digits (Scotland)", sensitive=True),
        Column("hc_number", pa.string(), "ten digits (Northern Ireland)", sensitive=True),
        Column("hospital_number", pa.string(), "as printed", sensitive=True),
        Column("surname", pa.string(), "canonical", sensitive=True),
        Column("forename", pa.string(), "canonical", sensitive=True),
        Column("date_of_birth", pa.date32(), "plausible dates only", sensitive=True),
        Column("sex", pa.string(), "M, F, X or null", sensitive=True),
        Column("address", pa.string(), "as printed, one line", sensitive=True),
        Column("postcode", pa.string(), "canonical, with its space", sensitive=True),
        Column("telephone", pa.string(), "canonical", sensitive=True),
        Column("email", pa.string(), "canonical", sensitive=True),
        Column("gp_practice", pa.string(), "ODS code of registration", sensitive=True),
        Column("site_code", pa.string(), "ODS site or ward code in the record", sensitive=True),
        Column("assigning_authority", pa.string(), "who gave the hospital number", sensitive=True),
        Column("sender", pa.string(), "sending organisation or mailbox", sensitive=True),
        Column("person_type", pa.string(), "patient, staff or unknown", nullable=False),
        Column("score", pa.float32(), "probability that this is a person", nullable=False),
        Column("reason", pa.string(), "why we think so, in words, no values", nullable=False),
    ),
    key=("sighting_id",),
    emitted=True,
)
