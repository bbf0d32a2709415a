"""What a person decided, when and on what ground, also not to notify."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

DECISION = Table(
    "decision",
    "decisions are inputs, not edits",
    (
        Column("decision_id", pa.uint64(), "id of the row", nullable=False),
        Column("made_at", pa.timestamp("s"), "when, UTC", nullable=False),
        Column("made_by", pa.string(), "who", nullable=False),
        Column("kind", pa.string(), "map_controller, confirm_join, do_not_notify …", nullable=False),
        Column("subject", pa.string(), "what it is about: id of a row or group", nullable=False, sensitive=True),
        Column("value", pa.string(), "the decision", nullable=False, sensitive=True),
        Column("ground", pa.string(), "why", nullable=False, sensitive=True),
    ),
    key=("decision_id",),
)
