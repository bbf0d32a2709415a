"""Rows of mixed tables are gathered into one batch per table."""

from __future__ import annotations

from leakassay.model.batch import Shape
from leakassay.read.tabular.json_batches import MAX_COLUMNS, Collector
from leakassay.read.tabular.json_rows import Row


def test_columns_are_the_union_and_missing_cells_are_empty() -> None:
    collector = Collector()
    assert not list(collector.add([Row("t", {"a": "1"}), Row("t", {"b": "2"})]))
    (batch,) = collector.flush()
    assert batch.headers == ("a", "b")
    assert [list(row.values()) for row in batch.data.to_pylist()] == [["1", ""], ["", "2"]]
    assert (batch.part, batch.table_name) == ("t", "t")


def test_row_numbers_run_on_per_table() -> None:
    collector = Collector()
    list(collector.add([Row("t", {"a": "1"})] * 3))
    list(collector.flush())
    list(collector.add([Row("t", {"a": "1"}), Row("u", {"a": "1"})]))
    assert [(batch.part, batch.first_row) for batch in collector.flush()] == [("t", 3), ("u", 0)]
    assert collector.rows == 5


def test_scalars_are_text() -> None:
    collector = Collector()
    list(collector.add([Row("", {"": "NHS 9990000018"})]))
    assert next(collector.flush()).shape is Shape.TEXT


def test_a_row_of_too_many_paths_is_text() -> None:
    collector = Collector()
    list(collector.add([Row("", {f"k{n}": "v" for n in range(MAX_COLUMNS + 1)})]))
    assert next(collector.flush()).shape is Shape.TEXT


def test_lone_surrogates_do_not_break_arrow() -> None:
    collector = Collector()
    list(collector.add([Row("\ud800", {"\ud800": "\udfff x"})]))
    (batch,) = collector.flush()
    batch.data.validate(full=True)


def test_blank_rows_are_no_records() -> None:
    collector = Collector()
    list(collector.add([Row("", {"a": " "})]))
    assert not list(collector.flush())
