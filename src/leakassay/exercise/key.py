"""The answer key as it is read back: the truth of a rehearsal, for scoring only; long tables come in batches."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from leakassay.model.errors import OperatorError

TABLES = ("items", "people", "sightings", "events", "partitions", "canaries")
BATCH_ROWS = 65_536
"""Rows in memory at once; of ten columns they are about 10 MB."""


class AnswerKeyError(OperatorError, ValueError):
    """The folder is not an answer key."""


@dataclass(frozen=True)
class AnswerKey:
    """The truth: the files of `answer-key/` and the counts (schemas in `leak.key_table`).

    Attributes:
        folder: where the Parquet files lie; what is not an attribute here is read from them when it is asked for.
        items, partitions, canaries: whole tables, since they are small.
        counts: counts.json.
    """

    folder: Path
    items: pa.Table
    partitions: pa.Table
    canaries: pa.Table
    counts: dict[str, Any]

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Reads a table piece by piece.

        Args:
            name: one of `TABLES`.
            columns: columns wanted; those that the key does not have (an older one) are left out.

        Raises:
            AnswerKeyError: the file is damaged.
        """
        try:
            with pq.ParquetFile(self.folder / f"{name}.parquet") as file:
                present = [column for column in columns if column in file.schema_arrow.names]
                for batch in file.iter_batches(BATCH_ROWS, columns=present):
                    yield pa.Table.from_batches([batch])
        except (OSError, pa.ArrowInvalid) as error:
            raise AnswerKeyError(_advice(self.folder, f"{name}.parquet", error)) from None

    @cached_property
    def people(self) -> pa.Table:
        """Returns the invented people, whole."""
        return self._whole("people")

    @cached_property
    def sightings(self) -> pa.Table:
        """Returns the planted sightings, whole: for small keys."""
        return self._whole("sightings")

    @cached_property
    def events(self) -> pa.Table:
        """Returns the planted events, whole: for small keys."""
        return self._whole("events")

    def _whole(self, name: str) -> pa.Table:
        return _read(self.folder, name)


def load(folder: Path) -> AnswerKey:
    """Opens an answer key.

    Raises:
        AnswerKeyError: a file is missing or damaged; the message names it.
    """
    for name in TABLES:
        try:
            pq.read_schema(folder / f"{name}.parquet")
        except (OSError, pa.ArrowInvalid) as error:
            raise AnswerKeyError(_advice(folder, f"{name}.parquet", error)) from None
    try:
        counts = json.loads((folder / "counts.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise AnswerKeyError(_advice(folder, "counts.json", error)) from None
    small = {name: _read(folder, name) for name in ("items", "partitions", "canaries")}
    return AnswerKey(folder, **small, counts=counts)


def _read(folder: Path, name: str) -> pa.Table:
    try:
        return pq.read_table(folder / f"{name}.parquet")
    except (OSError, pa.ArrowInvalid) as error:
        raise AnswerKeyError(_advice(folder, f"{name}.parquet", error)) from None


def _advice(folder: Path, name: str, error: Exception) -> str:
    return (
        f"{folder} is no answer key: {name} cannot be read ({type(error).__name__}); "
        "give the answer-key folder that `leakassay exercise write` made"
    )
