"""Rows of many tables arrive in batches, numbered inside their table."""

from __future__ import annotations

from leakassay.read.database import row_batches
from leakassay.read.database.row_batches import RowBatches, clean


def test_rows_of_two_tables_are_numbered_each_on_its_own() -> None:
    rows = RowBatches()
    given = [batch for n in range(5) for batch in rows.add("ab"[n % 2], ("x",), [str(n)])]
    given += rows.flush()
    given += [batch for n in range(2) for batch in rows.add("a", ("x",), [str(n)])]
    given += rows.flush()
    assert [(batch.part, batch.first_row, batch.data.num_rows) for batch in given] == [
        ("a", 0, 3), ("b", 0, 2), ("a", 3, 2),
    ]  # fmt: skip


def test_no_more_waits_than_the_limit() -> None:
    rows = RowBatches()
    given = [batch for n in range(40) for batch in rows.add("t", ("x",), ["y" * (1 << 20)])]
    assert sum(batch.data.num_rows for batch in given) >= 32
    assert rows.characters <= row_batches.WAITING_CHARACTERS


def test_half_a_surrogate_pair_is_a_question_mark() -> None:
    assert clean("a\ud800") == "a?"
