"""Scoring an assay against the answer key of the rehearsal: tables in, scoreboard out, nothing read from disk."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoreboard import Scoreboard
from leakassay.exercise.scoring import assurance, event, linkage, value, verdict
from leakassay.exercise.scoring.align import align


def score(tables: Mapping[str, pa.Table], key: AnswerKey, summary: Mapping[str, Any] | None = None) -> Scoreboard:
    """Compares the tables of an assay with the truth.

    Args:
        tables: the export tables `items`, `sightings` and `events`, revealed (masked values match nothing).
        key: the truth, from `key.load`.
        summary: the content of summary.json; without it verdict, subjects and claims have no value.

    Raises:
        KeyError: a table or one of its columns that the interface names is missing.
    """
    said = summary or {}
    aligned = align(tables, key)
    lines = [
        *assurance.outcomes(aligned, key), *assurance.false_assurance(aligned),
        *value.by_kind(aligned), *value.by_format(aligned, key),
        *event.by_class(aligned), *event.by_status(aligned), *event.controllers(aligned),
        *linkage.linkage(aligned),
        *verdict.verdicts(said, key), *verdict.subjects(said, key), *verdict.claims(said, key),
    ]  # fmt: skip
    return Scoreboard(tuple(lines))
