"""One feature, one hypothesis, one partition: the argument in long form; a ratio is a difference."""

from __future__ import annotations

import pyarrow as pa

from leakassay.model.table import Column, Table

EVIDENCE = Table(
    "evidence",
    "the argument",
    (
        Column("partition", pa.string(), "as in partition; '*' for the whole dump", nullable=False, sensitive=True),
        Column("feature", pa.string(), "P01 …", nullable=False),
        Column("family", pa.string(), "features of a family depend on each other", nullable=False),
        Column("hypothesis", pa.string(), "one of Hypothesis", nullable=False),
        Column(
            "log10_likelihood",
            pa.float64(),
            "of what was seen, if the hypothesis were true; relative within a feature",
            nullable=False,
        ),
        Column("cap", pa.float64(), "decades beyond which the feature may not speak", nullable=False),
        Column("note", pa.string(), "the sentence it prints: counts, no values", nullable=False),
    ),
    key=("partition", "feature", "hypothesis"),
)
