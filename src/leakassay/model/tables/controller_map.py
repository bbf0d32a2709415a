"""Who must tell the person: event (else sighting) to controller, with rule and confidence."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

CONTROLLER_MAP = Table(
    "controller_map",
    "who must tell them",
    (
        Column("sighting_id", pa.uint64(), "the sighting"),
        Column("event_id", pa.uint64(), "the event; null where the sighting has none"),
        Column("controller", pa.string(), "ODS code, or UNMAPPED", nullable=False),
        Column(
            "rule",
            pa.string(),
            "site_code, client_code, requester, authority, path, registration or none",
            nullable=False,
        ),
        Column("confidence", pa.float64(), "0 to 1", nullable=False),
    ),
    key=("sighting_id", "event_id"),
)
