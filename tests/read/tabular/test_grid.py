"""Sparse cells as batches."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Batch, Shape
from leakassay.read.tabular import grid
from leakassay.read.tabular.grid import Grid, Row, column_of, letters, merged


def batches(rows: list[Row]) -> list[Batch]:
    cells = Grid("People")
    return [*(batch for row in rows for batch in cells.add(*row)), *cells.close()]


def test_what_stands_together_is_one_table() -> None:
    (one,) = batches([(2, {1: "a", 2: "b"}), (5, {1: "c"})])
    assert (one.part, one.table_name, one.first_row) == ("People", "People", 2)
    assert [list(row.values()) for row in one.data.to_pylist()] == [["a", "b"], ["", ""], ["", ""], ["c", ""]]


def test_a_cell_far_below_or_beside_is_a_batch_of_its_own() -> None:
    near, below, beside = batches([(0, {0: "a", 16_383: "x"}), (1, {0: "b"}), (1_048_575, {0: "c"})])
    assert (near.data.num_rows, below.first_row, below.table_name) == (2, 1_048_575, "People")
    assert (beside.table_name, beside.data.num_columns) == ("People XFD", 1)


def test_a_long_list_keeps_its_columns_from_batch_to_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "HELD_CELLS", 2_000)
    found = batches([(row, {0: str(row), 3: "x"}) for row in range(2_500)])
    assert {(one.table_name, one.data.num_columns) for one in found} == {("People", 2)}
    assert sum(one.data.num_rows for one in found) == 2_500
    assert [one.first_row for one in found] == [0, 1_000, 2_000]


def test_cells_that_are_no_table_become_text() -> None:
    found = batches([(row, {row * 30: f"v{row}"}) for row in range(300)])
    assert {one.shape for one in found} == {Shape.TEXT}
    assert "DQ5: v4" in found[0].data.column(0).to_pylist()


def test_a_row_that_is_written_twice_keeps_both() -> None:
    (one,) = batches([(0, {0: "a"}), (0, {0: "b", 1: "c"})])
    assert list(one.data.to_pylist()[0].values()) == ["a\nb", "c"]
    assert merged({0: "a"}, {0: "a"}) == {0: "a"}


def test_letters_name_columns() -> None:
    assert [letters(place) for place in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_of(letters(place)) == place for place in range(0, 20_000, 7))


drawn = st.dictionaries(st.integers(0, 20_000), st.text(min_size=1, max_size=5), max_size=6)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1_048_575), drawn), max_size=30))
def test_no_cell_is_lost_and_no_batch_is_larger_than_its_cells(rows: list[Row]) -> None:
    found = batches(rows)
    told = "\n".join(str(cell) for one in found for row in one.data.to_pylist() for cell in row.values())
    assert all(text in told for _, row in rows for text in row.values() if "\n" not in text and text.isprintable())
    filled = sum(len(row) for _, row in rows)
    assert sum(one.data.num_rows * one.data.num_columns for one in found) <= 65 * filled + 4_096 * 40
