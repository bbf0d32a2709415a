"""Which sightings are whose, and why."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

MEMBERSHIP = Table(
    "membership",
    "every merge can be explained",
    (
        Column("sighting_id", pa.uint64(), "the sighting", nullable=False),
        Column("subject_id", pa.uint64(), "the subject; null for a sighting without a name or number"),
        Column("rule", pa.string(), "nhs_number, name_and_birth, linkage, alone or conflict", nullable=False),
        Column("probability", pa.float64(), "of the join; 1 for exact rules", nullable=False),
    ),
    key=("sighting_id",),
)
