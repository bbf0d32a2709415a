"""SQL dumps: rows of every dialect under their columns, units agree with the whole, nothing is lost in damage."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.paper import sql_dump as paper
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database import sql_dump
from read.estate import rows
from read.reading import Summary, read_all, read_bytes

NUMBER = "9990000018"
HIDING = {
    "a row of many": "INSERT INTO t (a,b) VALUES (1,'x'),(2,'{}');\n",
    "a row without a column list": "CREATE TABLE t (a int, b text);\nINSERT INTO t VALUES (2,'{}');\n",
    "a block of COPY": "COPY t (a, b) FROM stdin;\n1\t{}\n\\.\n",
    "bytes that are text": "INSERT INTO t (a,b) VALUES (1,0x{hex});\n",
    "a dollar quote": "INSERT INTO t (a,b) VALUES (1,$q${}$q$);\n",
    "a call": "INSERT INTO t (a,b) VALUES (1,TRIM('{}'));\n",
    "a comment": "-- it was {}\n",
    "a comment in a statement of MySQL": "/*!50003 SET @x = '{}' */;\n",
    "a default": "CREATE TABLE t (a text DEFAULT '{}');\n",
    "a procedure": "CREATE PROCEDURE p AS BEGIN SELECT '{}' END\nGO\n",
    "an update": "UPDATE t SET b='{}' WHERE a=1;\n",
    "rows of a select": "INSERT INTO t (a,b) SELECT 1,'{}' UNION ALL SELECT 2,'y';\n",
    "rows whose head is gone": "0,'x'),(1,'y'),(2,'{}'),(3,'z');\n",
    "rows that are commented out": "-- INSERT INTO t (a,b) VALUES (1,'{}');\n",
}
"""Places in a dump where a person may stand."""


def everything(summary: Summary) -> str:
    return summary.text + "\n" + "\n".join("\t".join(row) for row in summary.rows)


@pytest.mark.parametrize("place", HIDING)
def test_a_number_is_told_wherever_it_stands(place: str) -> None:
    raw = HIDING[place].format(NUMBER, hex=NUMBER.encode().hex()).encode()
    summary = read_bytes(sql_dump.read, raw)
    assert NUMBER in everything(summary)
    assert summary.covered == len(raw)
    whole = place not in ("an update", "rows of a select", "rows whose head is gone")
    assert (not summary.gaps) is whole


@pytest.mark.parametrize("dialect", ["mysqldump", "pg_dump", "pg_dump_inserts", "tsql", "tsql_utf8"])
def test_every_row_of_a_rehearsed_dump_arrives_under_its_columns(dialect: str) -> None:
    planted = rows(60)
    raw = b"".join(piece.data for piece in paper.pieces_of("x", [planted], OURS, dialect))
    summary = read_bytes(sql_dump.read, raw)
    assert (summary.gaps, summary.accounted) == ([], len(raw))
    tables = Counter[str]()
    for batch in summary.batches:
        tables[batch.table_name.lower()] += batch.data.num_rows
        assert not batch.table_name or all(batch.headers)
    assert tables[OURS.table.lower()] == planted.num_rows
    found = Counter(cell for row in summary.rows for cell in row)
    for field in ("nhs_number", "surname", "address", "value"):
        said = Counter(one for one in planted[field].to_pylist() if one)
        assert not {one: count for one, count in said.items() if found[one] < count}


DUMPS = {
    "mysqldump": "-- MySQL dump\nCREATE TABLE `t` (`id` int, `who` text);\n"
    + "".join(f"INSERT INTO `t` VALUES ({n},'O\\'Brien {n}');\n" for n in range(3000))
    + "-- Dump completed\n",
    "one statement": "CREATE TABLE `t` (`id` int, `who` text);\nINSERT INTO `t` VALUES "
    + ",".join(f"({n},'a),(b {n}')" for n in range(6000))
    + ";\n",
    "copy": "COPY public.t (id, who) FROM stdin;\n"
    + "".join(f"{n}\tline\\none {n}\n" for n in range(6000))
    + "\\.\n\nSELECT 1;\n",
    "two copies": "COPY public.t (id, who) FROM stdin;\n" + "".join(f"{n}\tx\n" for n in range(4000)) + "\\.\n\n"
    "COPY public.u (id, what) FROM stdin;\n" + "".join(f"{n}\ty\n" for n in range(4000)) + "\\.\n",
    "wizard": "".join(
        f"INSERT [dbo].[t] ([id], [who]) VALUES ({n}, N'O''Brien\r\n{n}')\r\nGO\r\n" for n in range(3000)
    ),
}


@pytest.mark.parametrize("name", DUMPS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_units_agree_with_the_whole(name: str, encoding: str) -> None:
    raw = DUMPS[name].encode(encoding)
    item = in_memory(raw)
    whole = read_all(sql_dump.read, item)
    units = sql_dump.split(item, 20_000)
    parts = [
        read_all(sql_dump.read, replace(item, offset=at, length=length, anchors=tuple(anchors)))
        for at, length, *anchors in units
    ]
    assert len(units) > 2
    assert [at for at, *_ in units] == [sum(unit[1] for unit in units[:n]) for n in range(len(units))]
    assert max(unit[1] for unit in units) <= 20_000
    assert [record for part in parts for record in part.records] == whole.records
    assert len(whole.records) >= 3000
    assert [gap for part in parts for gap in part.gaps] == whole.gaps == []
    assert sum(part.accounted for part in parts) == len(raw)


@pytest.mark.parametrize("name", ["one statement", "mysqldump", "copy"])
def test_a_unit_needs_no_more_than_its_bytes_and_its_anchors(name: str) -> None:
    """Of a dump in an archive the rest is a hole; and a statement of gigabytes is not searched for its head."""
    raw = DUMPS[name].encode()
    whole = read_all(sql_dump.read, in_memory(raw))
    records = []
    for at, length, *anchors in sql_dump.split(in_memory(raw), 20_000):
        seen = bytearray(len(raw))
        for start, end in ((0, 4096), (at, at + length), *((anchor, anchor + 2048) for anchor in anchors)):
            seen[start:end] = raw[start:end]
        item = replace(in_memory(bytes(seen)), offset=at, length=length, anchors=tuple(anchors))
        records += read_all(sql_dump.read, item).records
    assert records == whole.records


def test_blocks_of_a_stream_agree_with_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = "".join(DUMPS.values()).encode()
    whole = read_bytes(sql_dump.read, raw)
    from leakassay.read import line_blocks

    real = line_blocks.blocks
    monkeypatch.setattr(sql_dump, "blocks", lambda item, encoding: real(item, encoding, size=5000))
    small = read_bytes(sql_dump.read, raw)
    assert small.records == whole.records
    assert small.gaps == whole.gaps


@pytest.mark.parametrize(
    "broken",
    [
        "INSERT INTO t (a,b) VALUES (1,'x'),(2,'y,(3,'z'),(4,'{}'),(5,'v');\n",
        "INSERT INTO t (a,b) VALUES (1,'x'),(2,'y'z'),(4,'{}'),(5,'v');\n",
        "INSERT INTO t (a,b) VALUES (1,'x'),(2,'y'),(4,'{}'",
        "INSERT INTO t (a,b) VALUES (1,'x'),(4,'{}'),\n-- Dump completed\n",
        "COPY t (a, b) FROM stdin;\n1\tx\n2\n4\t{}\n\\.\n",
        "COPY t (a, b) FROM stdin;\n1\tx\n4\t{}\n",
        "INSERT INTO t (a,b) VALUXS (1,'x'),(4,'{}');\n",
        "INSERT INTO t (a,b) VALUES (1,'x',3),(4,'{}');\n",
        "INSERT INTO t (a,b) VALUES (1,'x') (4,'{}');\n",
        "-- MySQL dump 10\nINSERT INTO `t` (a,b) VALUES (4,'{}');\n",
    ],
)
def test_damage_loses_nobody_and_is_told(broken: str) -> None:
    raw = broken.format(NUMBER).encode()
    summary = read_bytes(sql_dump.read, raw)
    assert NUMBER in everything(summary)
    assert summary.gaps


def test_rows_go_on_behind_a_damaged_one() -> None:
    raw = b"INSERT INTO t (a,b) VALUES (1,'x'),(2,'y'z'),(3,'u'),(4,'v');\nINSERT INTO s VALUES (9);\n"
    assert read_bytes(sql_dump.read, raw).rows == [["1", "x"], ["3", "u"], ["4", "v"], ["9"]]


def test_messages_kept_in_a_table_are_taken_apart_all_the_same() -> None:
    message = r"MSH|^~\\&|LAB|RJ1|||20230102||ORU^R01|1|P|2.3\rPID|1||1^^^RJ1^MR||TESTER^ANN\rOBX|1|NM|K||5.1\r"
    raw = f"COPY public.message (id, content) FROM stdin;\n1\t{message}\n2\t{message}\n\\.\n".encode()
    for content in (raw, raw.decode().encode("utf-16")):
        summary = read_bytes(sql_dump.read, content)
        assert summary.reasons == {Reason.STRINGS_ONLY}
        assert len(sql_dump.split(in_memory(content))) == 1


def test_white_space_alone_is_empty() -> None:
    fault = read_bytes(sql_dump.read, b" \n" * 40).fault
    assert fault is not None
    assert fault.outcome is Outcome.EMPTY


@pytest.mark.field
@pytest.mark.parametrize("dialect", ["Db2", "MySql", "Oracle", "PostgreSql", "SqlServer", "Sqlite"])
def test_chinook_has_the_rows_and_columns_of_its_data_base(field_data: Path, dialect: str) -> None:
    base = sqlite3.connect(field_data / "s16-chinook-sql" / "Chinook_Sqlite.sqlite")
    names = [name for (name,) in base.execute("select name from sqlite_master where type = 'table'")]
    want = {}
    for name in names:
        cursor = base.execute(f"select * from {name}")
        want[name.lower()] = (len(cursor.fetchall()), [column[0].lower() for column in cursor.description])
    raw = (field_data / "s16-chinook-sql" / f"Chinook_{dialect}.sql").read_bytes()
    summary = read_bytes(sql_dump.read, raw)
    found: dict[str, tuple[int, list[str]]] = {}
    for batch in summary.batches:
        if batch.table_name:
            name = batch.table_name.lower().replace("_", "")
            before = found.get(name, (0, []))[0]
            found[name] = (before + batch.data.num_rows, [one.lower().replace("_", "") for one in batch.headers])
    assert found == want
    assert (summary.gaps, summary.covered) == ([], len(raw))


PARTS = [
    b"INSERT INTO t (a) VALUES ", b"(1,'x')", b",", b";\n", b"CREATE TABLE t (a int);\n",
    b"COPY t (a, b) FROM stdin;\n",
    b"1\t2\n", b"\\.\n", b"'", b"\"", b"(", b")", b"$$", b"/*", b"--", b"\xff", b"\0", b"),('", b"GO\n", b"\\", b"0x41",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=60))
@settings(deadline=None)
def test_any_bytes_are_accounted_for(parts: list[bytes]) -> None:
    raw = b"".join(parts)
    summary = read_bytes(sql_dump.read, raw)
    assert summary.fault is not None or summary.accounted == len(raw)
    item = in_memory(raw)
    assert sum(unit[1] for unit in sql_dump.split(item, 16)) == len(raw)


@pytest.mark.parametrize("unit", ["INSERT INTO t VALUES ('", "),(1,$a{}$", "CREATE TABLE a(", "),('", "(1,(", "'),('a"])
def test_hostile_text_is_linear(unit: str) -> None:
    raw = ("INSERT INTO t VALUES (1)," + "".join(unit.replace("{}", str(n)) for n in range(60_000))).encode()
    start = time.process_time()
    summary = read_bytes(sql_dump.read, raw)
    assert summary.accounted == len(raw)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "definition",
    [
        "`do07700900318','HIV 1+2 antibody','Not detected');\n",
        "`nhsno` varchar(80),\n  `forename` 1+2 antibody','Not detected');\n",
        "`result` varchar(80)\n) ENGINE=Inn0900318','HIV 1+2 antibody','Not detected');\n",
    ],
)
def test_a_definition_that_runs_into_a_row_is_damaged(definition: str) -> None:
    summary = read_bytes(
        sql_dump.read, f"-- MySQL dump 10\nCREATE TABLE `t` (\n  {definition}-- Dump completed\n".encode()
    )
    assert Reason.MALFORMED in summary.reasons


@pytest.mark.parametrize(
    "definition",
    [
        "a enum('x','y') default 'x',\n b set('p', 'q') comment 'x, y'",
        "'a','b'",
        "a int check (a in ('x','y')), b text",
    ],
)
def test_lists_of_permitted_values_are_no_damage(definition: str) -> None:
    summary = read_bytes(
        sql_dump.read, f"CREATE TABLE t (\n{definition}\n);\nINSERT INTO t VALUES ('x','y');\n".encode()
    )
    assert summary.reasons == set()
