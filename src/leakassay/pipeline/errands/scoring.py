"""Scoring: the exports of a case in the clear, a few columns at a time, for holding against an answer key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from leakassay.case.case import Case
from leakassay.case.shelf import Shelf
from leakassay.case.sqlpage import load
from leakassay.disclosure.reveal import reveal
from leakassay.model.errors import TerminalError

BATCH_ROWS = 65_536
"""Rows in memory at once; of ten columns they are about 10 MB."""
_ORDER = "\norder by "


class ScoredExports:
    """The exports of a case as scoring reads them: no order, only the columns asked for.

    Args:
        shelf: the tables.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Yields rows of an export with those of `columns` that it has.

        Args:
            name: an export without names of controllers: items, sightings, events, mentions, subjects, evidence.
            columns: of the export.
        """
        page = load("report", f"export_{name}")
        # a score needs no order, and the order of two million events would not fit beside them
        text, found, _ = page.text.rpartition(_ORDER)
        if not found:
            raise TerminalError(f"the page {page.name} does not end with its order; scoring reads pages that do")
        with self._shelf.asking(page) as connection:
            asked = connection.sql(text)
            present = [column for column in columns if column in asked.columns]
            for batch in asked.project(", ".join(present)).to_arrow_reader(BATCH_ROWS):
                yield pa.Table.from_batches([batch])


def exports_for_scoring(case: Case, reason: str) -> ScoredExports:
    """The exports of a case, unmasked; audited like any reveal before the first row is read."""
    return reveal(
        case.audit, reason, "all exports, in memory, for scoring", lambda _permit: ScoredExports(case.shelf())
    )


def with_partitions(summary: dict[str, Any], tables: ScoredExports) -> dict[str, Any]:
    """A summary whose partitions bear their names again, for scoring; what is printed stays masked."""
    fields = ("partition", "favours", "log10_lr", "words")
    rows = [row for batch in tables.batches("assessments", fields) for row in batch.to_pylist()]
    parts = sorted((row for row in rows if row["partition"] != "*"), key=lambda row: str(row["partition"]))
    return summary | {"verdict": summary["verdict"] | {"partitions": parts}}
