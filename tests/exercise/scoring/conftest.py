"""Assays held against the key of the rehearsal, spoiled in one way each."""

from collections.abc import Callable, Mapping

import pyarrow as pa
import pytest

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.align import Aligned, align
from leakassay.exercise.scoring.source import of

Seen = Callable[[Mapping[str, pa.Table]], Aligned]
Spoil = Callable[[str, str, object], dict[str, pa.Table]]


@pytest.fixture
def seen(answer_key: AnswerKey) -> Seen:
    return lambda assay: align(of(assay), answer_key)


@pytest.fixture
def spoil(perfect_assay: Mapping[str, pa.Table]) -> Spoil:
    """A perfect assay with one column of one table overwritten by one value, or by a column."""

    def spoiled(table: str, column: str, value: object) -> dict[str, pa.Table]:
        rows = perfect_assay[table]
        fresh = value if isinstance(value, pa.Array | pa.ChunkedArray) else pa.array([value] * rows.num_rows)
        return {**perfect_assay, table: rows.set_column(rows.column_names.index(column), column, fresh)}

    return spoiled
