"""A public claim against what was measured."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

CLAIM_RESULT = Table(
    "claim_result",
    "what was said against what is so",
    (
        Column("claim_id", pa.string(), "id in the claims file", nullable=False),
        Column("text", pa.string(), "the claim", nullable=False),
        Column("source", pa.string(), "who said it", nullable=False),
        Column("unit", pa.string(), "what is measured", nullable=False),
        Column("claimed", pa.float64(), "the number claimed; null for contains and absent"),
        Column("measured_low", pa.float64(), "lower end"),
        Column("measured_best", pa.float64(), "best value"),
        Column("measured_high", pa.float64(), "upper end"),
        Column("verdict", pa.string(), "one of ClaimVerdict", nullable=False),
        Column("evidence", pa.string(), "how it was measured, with the coverage behind it", nullable=False),
    ),
    key=("claim_id",),
)
