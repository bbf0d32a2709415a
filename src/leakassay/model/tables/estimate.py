"""What the unread, the sampled and the empty may still hold."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

ESTIMATE = Table(
    "estimate",
    "honest counts",
    (
        Column("quantity", pa.string(), "subjects, events …", nullable=False),
        Column("stratum", pa.string(), "outcome, origin, controller or class; '*' for all", nullable=False),
        Column("low", pa.float64(), "lower end", nullable=False),
        Column("best", pa.float64(), "best value", nullable=False),
        Column("high", pa.float64(), "upper end", nullable=False),
        Column("driver", pa.string(), "why the interval is as wide as it is", nullable=False),
    ),
    key=("quantity", "stratum"),
)
