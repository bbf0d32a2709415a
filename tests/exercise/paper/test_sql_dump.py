"""Dumps are read back by other readers (sqlglot, sqlite3) and hold what the key says, value by value."""

import sqlite3

import pyarrow as pa
import pyarrow.compute as pc
import pytest
import sqlglot
from sqlglot import exp

from leakassay.exercise.estate.house import FIELDS, FORGER, OURS, PARTNER
from leakassay.exercise.estate.record import IDENTITY, Estate, records
from leakassay.exercise.paper import sql_dump
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.sql_dialect import DIALECTS

GLOT = {"mysqldump": "mysql", "pg_dump_inserts": "postgres", "tsql": "tsql", "tsql_utf8": "tsql"}


def whole(pieces: list[Document]) -> bytes:
    return b"".join(piece.data for piece in pieces)


def inserted(data: bytes, dialect: str, table: str) -> list[list[str]]:
    """Rows of the INSERT statements of one table, read by sqlglot; NULL is an empty text."""
    text = data.decode("utf-16" if dialect == "tsql" else "utf-8")
    marks = (f"INTO `{table}` ", f"INTO public.{table} ", f"INSERT [dbo].[{table}] ")
    rows = []
    for line in text.splitlines():
        if any(mark in line[: len(mark) + 10] for mark in marks):
            # the server's INSERT without INTO is older than sqlglot
            tree = sqlglot.parse_one(line.replace("INSERT [dbo]", "INSERT INTO [dbo]", 1), read=GLOT[dialect])
            rows += [[value(cell) for cell in row.expressions] for row in tree.find_all(exp.Tuple)]
    return rows


def value(cell: exp.Expression) -> str:
    literal = cell.this if isinstance(cell, exp.Cast | exp.TryCast) else cell
    return "" if isinstance(literal, exp.Null) else str(literal.name)


def copied(data: bytes, table: str) -> list[list[str]]:
    """Rows of a COPY block, by the rules of the PostgreSQL manual."""
    block = data.decode().split(f"COPY public.{table} (")[1].split("\\.\n")[0]
    unescaped = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
    rows = [line.split("\t") for line in block.splitlines()[1:]]
    return [["" if cell == "\\N" else unescaped.get(cell, cell) for cell in row] for row in rows]


def read(data: bytes, dialect: str, table: str) -> list[list[str]]:
    return copied(data, table) if dialect == "pg_dump" else inserted(data, dialect, table)


def plain(column: pa.ChunkedArray) -> list[str]:
    """Date-times as either dialect prints them, cut to seconds."""
    return [text.replace("T", " ") for text in column.to_pylist()]


@pytest.fixture(scope="module")
def slices(estate: Estate) -> list[pa.Table]:
    return [records(estate, 0, 12), records(estate, 12, 30)]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("house", [OURS, PARTNER, FORGER])
def test_a_wide_table_is_read_back_with_the_values_of_the_key(slices: list[pa.Table], dialect: str, house):
    pieces = list(sql_dump.pieces_of("x.sql", slices, house, dialect))
    key = pa.concat_tables(piece.records for piece in pieces if piece.records is not None)
    table = house.table.lower() if DIALECTS[dialect].folds else house.table
    rows = read(whole(pieces), dialect, table)
    assert len(rows) == key.num_rows
    for position, field in enumerate(FIELDS, start=1):
        assert [row[position].replace("T", " ").removesuffix(".000") for row in rows] == plain(key[field])
    assert key["record"].to_pylist() == list(range(key.num_rows))
    assert {piece.locator for piece in pieces if piece.records is not None} == {f"table {table} row"}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_related_results_point_to_the_patient_of_the_key(slices: list[pa.Table], dialect: str):
    pieces = list(sql_dump.pieces_of("x.sql", slices, OURS, dialect, related=True))
    (key,) = [piece.records for piece in pieces if piece.records is not None]
    data = whole(pieces)
    people = read(data, dialect, "patient_index")
    found = key.filter(pc.equal(key["nhs_number"], people[7][1]))["record"].to_pylist()
    assert not people[7][1] or 7 in found
    assert len(people) == len(pc.unique(key["person_id"])) == pc.max(key["record"]).as_py() + 1
    events = [(int(row[1]) - sql_dump.FIRST_PATIENT, row[2], row[3]) for row in read(data, dialect, "result_line")]
    told = zip(*(key[name].to_pylist() for name in ("record", "specimen_id", "test_code")), strict=True)
    assert sorted(events) == sorted(told)


def test_rows_of_one_patient_lie_together_and_show_one_identity(slices: list[pa.Table]):
    first = next(
        piece for piece in sql_dump.pieces_of("x", slices, OURS, "mysqldump", related=True) if piece.records is not None
    )
    assert first.records is not None
    numbers = first.records["record"].to_pylist()
    assert numbers == sorted(numbers)
    distinct = first.records.group_by("record").aggregate([(name, "count_distinct") for name in IDENTITY])
    assert {count for name in IDENTITY for count in distinct[f"{name}_count_distinct"].to_pylist()} == {1}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_apostrophes_tabs_and_breaks_survive(slices: list[pa.Table], dialect: str):
    rows = slices[0].slice(0, 2)
    odd = ["O'BRIEN \\ \"D'ARCY\"", "MÜLLER"]
    rows = rows.set_column(rows.column_names.index("surname"), "surname", pa.array(odd))
    data = whole(list(sql_dump.pieces_of("x.sql", [rows], PARTNER, dialect)))
    found = [row[3] for row in read(data, dialect, PARTNER.table)]
    assert [name.replace("\\\\", "\\") for name in found] == odd


def test_sqlite_runs_the_inserts_of_postgres_with_every_trap_intact(slices: list[pa.Table]):
    data = whole(list(sql_dump.pieces_of("x.sql", slices, OURS, "pg_dump_inserts"))).decode()
    base = sqlite3.connect(":memory:")
    base.execute("ATTACH ':memory:' AS public")
    for statement in data.split("CREATE TABLE ")[1:]:
        base.execute("CREATE TABLE " + statement.split(";")[0])
    # one comment holds a line break, so statements end at `);` and a new line
    for statement in data.split("INSERT INTO public.")[1:]:
        base.execute("INSERT INTO public." + statement.split(");\n")[0] + ")")
    bodies = [row[0] for row in base.execute("SELECT body FROM public.canned ORDER BY can_no")]
    assert bodies == [body for _, body in sql_dump._COMMENTS]
    assert base.execute("SELECT count(*) FROM public.result").fetchone()[0] == sum(part.num_rows for part in slices)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_dump_of_code_tables_names_nobody(dialect: str):
    document = sql_dump.reference_dump("codes.sql", OURS, dialect)
    assert document.records is None
    assert len(read(document.data, dialect, "audit")) == sql_dump._AUDITED


def test_statements_of_mysqldump_stay_near_their_buffer(estate: Estate):
    rows = pa.concat_tables([records(estate, 0, estate.specimens)] * 3)
    pieces = list(sql_dump.pieces_of("x.sql", [rows], OURS, "mysqldump"))
    lengths = [len(line) for line in whole(pieces).split(b"\n") if line.startswith(b"INSERT INTO `RESULT`")]
    assert 900_000 < max(lengths) <= 1_000_100
    assert max(len(piece.data) for piece in pieces) < 8_500_000


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_rows_give_the_same_bytes(slices: list[pa.Table], dialect: str):
    for related in (False, True):
        first, second = (
            whole(list(sql_dump.pieces_of("x.sql", slices, OURS, dialect, related=related))) for _ in range(2)
        )
        assert first == second


def test_a_script_of_sql_server_is_utf_16_with_a_mark(slices: list[pa.Table]):
    data = whole(list(sql_dump.pieces_of("x.sql", slices, OURS, "tsql")))
    assert data[:2] == b"\xff\xfe"
    assert data[2:].count(b"\xff\xfe") == 0
    text = data.decode("utf-16")
    assert text.startswith("USE [ExampleLIMS]\r\nGO\r\n")
    assert "SET IDENTITY_INSERT [dbo].[RESULT] ON" in text
