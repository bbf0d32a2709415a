"""The shelf: the same answer from memory and from encrypted parts; nothing but what a page declares."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from case.shop import fresh, rows
from leakassay.case.shelf import MemoryStore, Shelf
from leakassay.case.sqlpage import parse
from leakassay.model.errors import IntegrityError, TerminalError

COUNT = parse(
    "t/count",
    "-- in: figure  out: counted\n-- How many?\nselect label, count(*) as n from figure group by label order by label",
)
FIGURES = rows("figure", {"label": "b"}, {"label": "a"}, {"label": "b"})


@pytest.fixture(params=["memory", "case"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path):
    if request.param == "memory":
        yield Shelf(MemoryStore(), memory="200MB", threads=1)
        return
    case = fresh(tmp_path)
    yield case.shelf("200MB", 1)
    case.close()


def test_both_stores_answer_alike(shelf: Shelf) -> None:
    shelf.put("figure", FIGURES)
    assert shelf.query(COUNT).to_pylist() == [{"label": "a", "n": 1}, {"label": "b", "n": 2}]
    assert shelf.table("figure") == FIGURES
    assert shelf.table("figure", ["label"]).column_names == ["label"]


def test_a_table_that_nobody_filled_is_empty(shelf: Shelf) -> None:
    assert shelf.query(COUNT).num_rows == 0
    assert shelf.table("sighting").schema == rows("sighting").schema


def test_rows_are_cast_to_the_declared_schema_by_name(shelf: Shelf) -> None:
    turned = pa.table({name: FIGURES[name].cast(pa.large_string()) for name in reversed(FIGURES.column_names)})
    shelf.put("figure", turned)
    assert shelf.table("figure") == FIGURES


def test_parameters_are_bound_and_tables_lent(shelf: Shelf) -> None:
    page = parse("t/x", "-- in: roll  out: x\n-- Which?\nselect name from roll where name = $name order by name")
    lent = {"roll": pa.table({"name": ["x' or 1=1 --", "y"]})}
    assert shelf.query(page, {"name": "x' or 1=1 --"}, lent).num_rows == 1


def test_a_table_that_is_neither_declared_nor_lent_is_refused(shelf: Shelf) -> None:
    with pytest.raises(TerminalError, match="neither declared nor lent"):
        shelf.query(parse("t/x", "-- in: nowhere  out: x\n-- What?\nselect 1"))


def test_a_page_sees_no_variable_of_python(shelf: Shelf) -> None:
    """DuckDB would take a local variable for a table."""
    hidden = pa.table({"a": [1]})
    assert hidden.num_rows == 1
    with pytest.raises(duckdb.Error):
        shelf.query(parse("t/x", "-- in:  out: x\n-- What?\nselect * from hidden"))


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('/etc/hostname')",
        "copy (select 1) to 'leak.csv'",
        "install httpfs",
        "set threads = 4",
    ],
)
def test_a_page_reaches_no_file_no_network_and_no_setting(sql: str, shelf: Shelf) -> None:
    with pytest.raises(duckdb.Error):
        shelf.query(parse("t/x", f"-- in:  out: x\n-- What?\n{sql}"))
    assert not Path("leak.csv").exists()


def test_an_answer_that_does_not_fit_is_refused_and_nothing_is_spilled(shelf: Shelf, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    with pytest.raises(TerminalError, match="--memory"):
        shelf.query(
            parse("t/x", "-- in:  out: x\n-- What?\nselect range, random() as r from range(40000000) order by r")
        )
    assert set(tmp_path.rglob("*")) == before


def test_an_answer_that_is_read_in_batches_says_the_same_of_memory(shelf: Shelf) -> None:
    page = parse("t/x", "-- in:  out: x\n-- What?\nselect range, random() as r from range(40000000) order by r")
    with pytest.raises(TerminalError, match="--memory"), shelf.asking(page) as connection:
        list(connection.sql(page.text).to_arrow_reader(1_000))


def test_what_one_question_was_lent_another_does_not_see(shelf: Shelf) -> None:
    """All share one database; tables that are lent go with their question."""
    lent = pa.table({"x": [1]})
    page = parse("t/lent", "-- in: token  out: x\n-- What?\nselect x from token")
    assert shelf.query(page, lent={"token": lent}).num_rows == 1
    thief = parse("t/thief", "-- in: figure  out: x\n-- What?\nselect x from token")
    with pytest.raises(duckdb.CatalogException):
        shelf.query(thief)


def test_a_file_that_vanished_under_a_question_is_said(shelf: Shelf, tmp_path: Path) -> None:
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq

    paths = [tmp_path / f"{number}.parquet" for number in range(3)]
    for path in paths:
        pq.write_table(pa.table({"name": ["x"]}), path)
    lent = {"roll": ds.dataset([str(path) for path in paths], format="parquet")}
    paths[1].unlink()
    page = parse("t/gone", "-- in: roll  out: x\n-- Which?\nselect name from roll order by name")
    with pytest.raises(IntegrityError, match="t/gone"):
        shelf.query(page, lent=lent)
    with pytest.raises(duckdb.InvalidInputException):
        shelf.query(
            parse("t/wrong", "-- in: roll  out: x\n-- What?\nselect $a from roll"),
            {},
            lent={"roll": pa.table({"a": [1]})},
        )
