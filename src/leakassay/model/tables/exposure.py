"""What of a data subject is out."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

EXPOSURE = Table(
    "exposure",
    "what of theirs is out",
    (
        Column("subject_id", pa.uint64(), "the subject", nullable=False),
        Column(
            "category",
            pa.string(),
            "nhs_number, name, date_of_birth, address, telephone, email, or a test class",
            nullable=False,
        ),
        Column(
            "status",
            pa.string(),
            "for a test class: resulted before requested before negated; else empty",
            nullable=False,
        ),
        Column("sightings", pa.int64(), "in how many sightings", nullable=False),
        Column("tier", pa.int8(), "harm of disclosure 0 to 4"),
    ),
    key=("subject_id", "category"),
)
