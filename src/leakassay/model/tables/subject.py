"""A data subject: the person behind sightings that were joined."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

SUBJECT = Table(
    "subject",
    "who is affected",
    (
        Column("subject_id", pa.uint64(), "hash of the smallest member sighting id", nullable=False),
        Column(
            "person_type",
            pa.string(),
            "patient, staff, unknown; conflict (one number, disagreeing people), test (test patient), seeded (canary)",
            nullable=False,
        ),
        Column("nhs_number", pa.string(), "canonical", sensitive=True),
        Column("surname", pa.string(), "commonest form", sensitive=True),
        Column("forename", pa.string(), "commonest form", sensitive=True),
        Column("date_of_birth", pa.date32(), "commonest", sensitive=True),
        Column("child", pa.bool_(), "under 18 at the newest event; null when unknown"),
        Column("deceased", pa.bool_(), "null when unknown"),
        Column("sightings", pa.int64(), "how many", nullable=False),
        Column("events", pa.int64(), "how many", nullable=False),
        Column("origin", pa.string(), "verdict of the partitions it stands in", nullable=False),
        Column("identifiability", pa.string(), "identified, name_and_birth, fragment", nullable=False),
        Column("severity", pa.float64(), "ENISA severity of the worst exposure; null when not computed"),
        Column("controllers", pa.string(), "ODS codes joined by a space", nullable=False),
        Column("test_range", pa.bool_(), "its number lies in the test range", nullable=False),
    ),
    key=("subject_id",),
)
