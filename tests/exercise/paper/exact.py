"""What the tests of letters and mails share: whether a text shows exactly what the key says."""

import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.record import IDENTITY, Estate, records
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import day_first, day_in_words, spaced


def specimens(estate: Estate, count: int, together: int = 1) -> Iterator[pa.Table]:
    """The rows of the first specimens, so many together; drawing them all at once is ten times as fast."""
    rows = records(estate, 0, count)
    for start in range(0, count - together + 1, together):
        record = rows["record"]
        yield rows.filter(pc.and_(pc.greater_equal(record, start), pc.less(record, start + together)))


def joined(text: str) -> str:
    """Text without the breaks that wrapping put between words."""
    return " ".join(text.split())


def changed(rows: pa.Table, values: dict[str, str]) -> pa.Table:
    """The same rows with other values in some columns."""
    for name, value in values.items():
        rows = rows.set_column(rows.column_names.index(name), name, pa.array([value] * rows.num_rows))
    return rows


def printed(row: dict[str, Any], column: str) -> set[str]:
    """The ways in which a value may stand in a letter."""
    value = row[column]
    if column == "date_of_birth":
        return {day_first(value), day_in_words(value)}
    return {spaced(value), value} if column == "nhs_number" else {value}


def holds(text: str, row: dict[str, Any], column: str) -> bool:
    """Whether the value stands in the text by itself, in any case."""
    folded = joined(text).casefold()
    return any(
        re.search(rf"(?<!\w){re.escape(joined(one).casefold())}(?!\w)", folded) for one in printed(row, column) if one
    )


def assert_key_is_exact(document: Document, text: str, rows: list[dict[str, Any]]) -> None:
    """What the key shows stands in the text, and what it does not show is absent; `rows` say what there was to show."""
    assert document.records is not None
    for row in rows:
        for column in IDENTITY:
            if column in document.shows and row[column]:
                assert holds(text, row, column), column
            # sexes and practice codes are too short, and too many share them, to be looked for
            elif column not in {"sex", "gp_practice", "surname", "forename"} and row[column]:
                assert not holds(text, row, column), column
        assert not document.has_events or holds(text, row, "test_name")
    for row in document.records.to_pylist():
        for column in ("specimen_id", "unit", "value"):
            assert not row[column] or joined(row[column]) in joined(text)
