"""Scoring an assay against the answer key of the rehearsal: tables in, scoreboard out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoreboard import Row, Scoreboard
from leakassay.exercise.scoring import (
    assurance,
    calibration,
    canary,
    coverage,
    event,
    file_format,
    free_text,
    linkage,
    source,
    value,
    verdict,
)
from leakassay.exercise.scoring.align import align


def score(
    tables: Mapping[str, pa.Table] | source.Tables, key: AnswerKey, summary: Mapping[str, Any] | None = None
) -> Scoreboard:
    """Compares the tables of an assay with the truth.

    Args:
        tables: the export tables `items`, `sightings` and `events`, with `mentions`, `subjects` and `evidence` where
            there are any, revealed (masked values match nothing); in memory, or in batches where they are long.
        key: the truth, from `key.load`.
        summary: the content of summary.json; without it verdict, subjects, coverage and claims have no value.

    Raises:
        KeyError: a table or one of its columns that the interface names is missing.
        AnswerKeyError: the key is damaged.
    """
    said = summary or {}
    given = source.of(tables)
    aligned = align(given, key)
    measures: tuple[Callable[[], Sequence[Row]], ...] = (
        lambda: assurance.outcomes(aligned), lambda: coverage.coverage(aligned, said),
        lambda: assurance.false_assurance(aligned), lambda: assurance.unread(aligned),
        lambda: value.by_kind(aligned), lambda: file_format.by_format(aligned),
        lambda: free_text.free_text(aligned), lambda: free_text.file_names(aligned, key),
        lambda: event.by_class(aligned), lambda: event.by_status(aligned), lambda: event.controllers(aligned),
        lambda: calibration.calibration(aligned, given),
        lambda: linkage.linkage(aligned), lambda: canary.canaries(aligned, given, key),
        lambda: verdict.verdicts(said, key), lambda: verdict.subjects(said, key, aligned),
        lambda: verdict.claims(said, key),
    )  # fmt: skip
    lines: list[Row] = []
    for measure in measures:
        lines += measure()
        # what one measure grouped is no use to the next, and Arrow would keep a third of a gigabyte
        pa.default_memory_pool().release_unused()
    return Scoreboard(tuple(lines))
