"""A number with the query that made it."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

FIGURE = Table(
    "figure",
    "every number clicks through to evidence",
    (
        Column("figure_id", pa.string(), "where it stands: section.name", nullable=False),
        Column("label", pa.string(), "what it is", nullable=False),
        Column("value", pa.string(), "as printed", nullable=False),
        Column("query", pa.string(), "SQL page or function that made it", nullable=False),
        Column("tables", pa.string(), "tables it was made from, joined by a space", nullable=False),
        Column("note", pa.string(), "unit and scope", nullable=False),
    ),
    key=("figure_id",),
)
