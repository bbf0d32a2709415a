"""The answer key as it is read back: the truth of a rehearsal, for scoring only."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from leakassay.model.errors import OperatorError

TABLES = ("items", "people", "sightings", "events", "partitions", "canaries")


class AnswerKeyError(OperatorError, ValueError):
    """The folder is not an answer key."""


@dataclass(frozen=True)
class AnswerKey:
    """The truth: one Arrow table per file of `answer-key/` and the counts (schemas in `leak.key_table`)."""

    items: pa.Table
    people: pa.Table
    sightings: pa.Table
    events: pa.Table
    partitions: pa.Table
    canaries: pa.Table
    counts: dict[str, Any]


def load(folder: Path) -> AnswerKey:
    """Reads an answer key.

    Raises:
        AnswerKeyError: a file is missing or damaged; the message names it.
    """
    tables: dict[str, pa.Table] = {}
    for name in TABLES:
        try:
            tables[name] = pq.read_table(folder / f"{name}.parquet")
        except (OSError, pa.ArrowInvalid) as error:
            raise AnswerKeyError(_advice(folder, f"{name}.parquet", error)) from None
    try:
        counts = json.loads((folder / "counts.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise AnswerKeyError(_advice(folder, "counts.json", error)) from None
    return AnswerKey(**tables, counts=counts)


def _advice(folder: Path, name: str, error: Exception) -> str:
    return (
        f"{folder} is no answer key: {name} cannot be read ({type(error).__name__}); "
        "give the answer-key folder that `leakassay exercise write` made"
    )
