"""The verdict per partition in words, against the nearest rival, with what would change it."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

ASSESSMENT = Table(
    "assessment",
    "first-hour answer",
    (
        Column("partition", pa.string(), "as in partition; '*' for the whole dump", nullable=False, sensitive=True),
        Column("favours", pa.string(), "one of Verdict", nullable=False),
        Column("against", pa.string(), "the nearest rival hypothesis", nullable=False),
        Column("log10_lr", pa.float64(), "log10 likelihood ratio against it, capped", nullable=False),
        Column("words", pa.string(), "the step of the verbal scale", nullable=False),
        Column("share", pa.float64(), "estimated share of units that behave so; 1 where not a mixture"),
        Column("would_change", pa.string(), "what further finding would change the verdict", nullable=False),
    ),
    key=("partition",),
)
