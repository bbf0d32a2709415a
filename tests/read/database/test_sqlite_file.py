"""SQLite files: every row of every table, what was deleted, and damage that is told."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.paper.sqlite_file import TABLE, database
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database import sqlite_file
from read.estate import rows
from read.reading import Summary, read_bytes

NUMBER = "9990000018"


def made(*statements: str, **pragmas: str) -> bytes:
    base = sqlite3.connect(":memory:", isolation_level=None)
    base.execute("pragma secure_delete = off")
    for name, value in pragmas.items():
        base.execute(f"pragma {name} = {value}")
    for statement in statements:
        base.execute(statement)
    return base.serialize()


def tables(summary: Summary) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for batch in summary.batches:
        if batch.table_name:
            found.setdefault(batch.table_name, []).extend(tuple(row.values()) for row in batch.data.to_pylist())
    return found


def everything(summary: Summary) -> str:
    return summary.text + "\n" + "\n".join("\t".join(row) for row in summary.rows)


def printed(base: sqlite3.Connection, table: str) -> list[tuple[str, ...]]:
    """Rows by SQLite itself, printed as the reader prints them."""
    return [
        tuple("" if v is None else repr(v).removesuffix(".0") if isinstance(v, float) else str(v) for v in row)
        for row in base.execute(f'select * from "{table}"')
    ]


HIDING = {
    "a cell": ["create table t (a, b)", f"insert into t values (1, '{NUMBER}')"],
    "a number": ["create table t (a, b)", f"insert into t values (1, {NUMBER})"],
    "the key": ["create table t (a integer primary key, b)", f"insert into t values ({NUMBER}, 1)"],
    "bytes that are text": ["create table t (a, b)", f"insert into t values (1, cast('{NUMBER}' as blob))"],
    "an overflow page": ["create table t (a, b)", f"insert into t values (1, hex(zeroblob(90000)) || ' {NUMBER}')"],
    "a table without rowid": ["create table t (a, b, primary key (b)) without rowid",
                              f"insert into t values (1, '{NUMBER}')"],
    "a table of a search index": ["create virtual table t using fts5(b)", f"insert into t values ('{NUMBER}')"],
    "a view": [f"create view t as select '{NUMBER}'"],
    "a trigger": ["create table u (a)", f"create trigger t after insert on u begin select '{NUMBER}'; end"],
    "a deleted row": ["create table t (a, b, c)", f"insert into t values (1, '{NUMBER}', 'x'), (2, 'b', 'y')",
                      "delete from t where a = 1"],
    "a dropped table": ["create table u (a)", "create table t (a, b)", f"insert into t values (1, '{NUMBER}')",
                        "drop table t"],
}  # fmt: skip
"""Places in a file where a person may stand."""


@pytest.mark.parametrize("place", HIDING)
@pytest.mark.parametrize("encoding", ["'UTF-8'", "'UTF-16le'"])
def test_a_number_is_told_wherever_it_stands(place: str, encoding: str) -> None:
    raw = made(*HIDING[place], encoding=encoding)
    summary = read_bytes(sqlite_file.read, raw)
    assert NUMBER in everything(summary)
    assert summary.accounted == len(raw)


@pytest.mark.parametrize("page_size", ["512", "4096", "65536"])
def test_rows_are_those_of_the_library(page_size: str) -> None:
    draw = random.Random(1)
    base = sqlite3.connect(":memory:")
    base.execute(f"pragma page_size = {page_size}")
    base.execute('create table "my table" (id integer primary key, "full name" text, x real, y, z default 3)')
    base.execute("create table w (a text, b int, c, primary key (b, a)) without rowid")
    base.execute("create table g (a, b as (a + 1), c as (a * 2) stored)")
    base.execute("create index i on w (c)")
    for n in range(1500):
        value = draw.choice([None, n, -n * 7**9, n / 3, "é" * draw.randrange(300), "x" * draw.randrange(4000)])
        base.execute('insert into "my table" values (?, ?, ?, ?, 4)', (n * 3, f"O'Brien {n}", n / 7, value))
        base.execute("insert into w values (?, ?, ?)", (f"k{n}", n % 7, "v" * draw.randrange(900)))
    base.execute("insert into g (a) values (1), (2)")
    base.execute('alter table "my table" add column later text')
    base.commit()
    summary = read_bytes(sqlite_file.read, base.serialize())
    found = tables(summary)
    assert sorted(found["my table"]) == sorted(printed(base, "my table"))
    assert sorted((b, a, c) for a, b, c in printed(base, "w")) == sorted(found["w"])
    assert found["g"] == [("1", "2"), ("2", "4")]
    assert {batch.headers for batch in summary.batches if batch.table_name == "w"} == {("b", "a", "c")}
    assert not summary.gaps


def test_deleted_rows_are_told_as_such() -> None:
    planted = rows(60)
    gone = planted.slice(0, 10)
    document = database("x", planted.slice(10), OURS, deleted=gone)
    summary = read_bytes(sqlite_file.read, document.data)
    found = tables(summary)
    assert len(found[TABLE]) == planted.num_rows - 10
    told = Counter(cell for row in found.get(f"{TABLE} deleted", []) for cell in row)
    left = [row for row in gone.to_pylist() if f"{row['specimen_id']}{row['nhs_number']}".encode() in document.data]
    assert len(left) >= 4  # SQLite has written over the others
    assert all(told[row["surname"]] and told[row["nhs_number"]] for row in left)


def test_large_text_that_is_no_text_is_a_gap() -> None:
    raw = made("create table t (a)", "insert into t values (randomblob(900))")
    assert read_bytes(sqlite_file.read, raw).reasons == {Reason.NO_READER}


def test_a_damaged_page_costs_its_rows_only() -> None:
    raw = bytearray(
        made(
            "create table t (a, b)",
            "create index i on t (a)",
            *(f"insert into t values ({n}, 'row {n}')" for n in range(900)),
        )
    )
    raw[3 * 4096] = 99
    summary = read_bytes(sqlite_file.read, bytes(raw))
    assert Reason.MALFORMED in summary.reasons
    assert 500 < len(tables(summary)["t"]) < 900
    assert "row" in everything(summary)


def test_a_file_that_is_cut_is_not_called_whole() -> None:
    raw = made("create table t (a)", *(f"insert into t values ('row {n}')" for n in range(900)))
    for end in (len(raw) - 1, len(raw) - 4096, 5000):
        assert read_bytes(sqlite_file.read, raw[:end]).gaps


def test_a_file_that_lost_its_pages_is_not_an_empty_data_base() -> None:
    """Found by mutation: no table was left in the schema, and the rest lay behind the last whole page."""
    whole = made("create table t (a, b)", f"insert into t values (1, '{NUMBER}')", page_size="512")
    at = whole.index(NUMBER.encode())
    cut = whole[:100] + b"\x0d\0\0\0\0\2\0\0" + bytes(404) + whole[at - 20 : at + 30]
    found = read_bytes(sqlite_file.read, cut)
    assert NUMBER in found.text
    assert Reason.TRUNCATED in found.reasons
    assert read_bytes(sqlite_file.read, cut[:520]).fault.reason is Reason.TRUNCATED


def test_a_page_whose_cells_begin_nowhere_is_a_doubt() -> None:
    """Found by mutation: a head of zero bytes left a schema without a table."""
    whole = made("create table t (a, b)", f"insert into t values (1, '{NUMBER}')", page_size="512")
    assert not read_bytes(sqlite_file.read, whole).reasons
    assert read_bytes(sqlite_file.read, whole[:103] + bytes(4) + whole[107:]).reasons


def test_a_damaged_name_in_the_schema_is_a_doubt() -> None:
    whole = made("create table t (alpha, b)", f"insert into t values (1, '{NUMBER}')")
    found = read_bytes(sqlite_file.read, whole.replace(b"alpha", b"al\xff\xffa"))
    assert Reason.MALFORMED in found.reasons


def test_cells_on_top_of_each_other_and_rings_of_pages_end() -> None:
    raw = bytearray(
        made("create table t (a)", *(f"insert into t values ('row {n}')" for n in range(900)), page_size="65536")
    )
    head = 65536
    count = 8000
    raw[head] = 13
    raw[head + 3 : head + 5] = count.to_bytes(2, "big")
    raw[head + 8 : head + 8 + 2 * count] = (30000).to_bytes(2, "big") * count
    summary = read_bytes(sqlite_file.read, bytes(raw))
    assert Reason.MALFORMED in summary.reasons
    assert len(summary.rows) < 9000


def test_an_empty_data_base_is_empty_and_noise_is_malformed() -> None:
    assert read_bytes(sqlite_file.read, b"SQLite format 3\0" + b"\xff" * 90).fault is not None
    fault = read_bytes(sqlite_file.read, made("pragma user_version = 1")).fault
    assert fault is not None
    assert fault.outcome is Outcome.EMPTY


@pytest.mark.field
def test_chinook_is_read_cell_by_cell(field_data: Path) -> None:
    path = field_data / "s16-chinook-sql" / "Chinook_Sqlite.sqlite"
    base = sqlite3.connect(path)
    found = tables(read_bytes(sqlite_file.read, path.read_bytes()))
    assert len(found) == 11
    for name, cells in found.items():
        assert sorted(cells) == sorted(printed(base, name))


SMALL = made(
    "create table t (a integer primary key, b)", "create table w (a primary key, b) without rowid",
    *(f"insert into t values ({n}, 'row {n}')" for n in range(50)), "insert into w values (1, zeroblob(2000))",
    "delete from t where a < 9", page_size="512",
)  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=20), st.integers(100, len(SMALL))
)
@settings(deadline=None, max_examples=200)
def test_any_damage_gives_readings_or_an_error(changes: list[tuple[int, int]], end: int) -> None:
    raw = bytearray(SMALL)
    for at, byte in changes:
        raw[at] = byte
    summary = read_bytes(sqlite_file.read, bytes(raw[:end]))
    assert summary.fault is not None or summary.accounted == end
