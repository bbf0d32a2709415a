"""Needles in data bases and their dumps."""

# ruff: noqa: E501 -- parts of files, one a line

from __future__ import annotations

import io
import sqlite3
import struct
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import feather

from needles.plant.text import Files
from needles.planting import Planting
from read.database import test_dbf, test_mssql
from read.database.test_sql_dump import HIDING as OF_DUMPS

_OF_SQLITE = {
    "cell": ["create table t (a, b)", "insert into t values (1, '{}')"],
    "number": ["create table t (a, b)", "insert into t values (1, {number})"],
    "key": ["create table t (a integer primary key, b)", "insert into t values ({number}, 1)"],
    "bytes that are text": ["create table t (a, b)", "insert into t values (1, cast('{}' as blob))"],
    "overflow page": ["create table t (a, b)", "insert into t values (1, hex(zeroblob(90000)) || ' {}')"],
    "table without rowid": ["create table t (a, b, primary key (b)) without rowid", "insert into t values (1, '{}')"],
    "search index": ["create virtual table t using fts5(b)", "insert into t values ('{}')"],
    "view": ["create view t as select '{}'"],
    "trigger": ["create table u (a)", "create trigger t after insert on u begin select '{}'; end"],
    "default of a column": ["create table t (a, b default '{}')", "insert into t (a) values (1)"],
    "comment in a definition": ["create table t (a /* {} */)", "insert into t values (1)"],
    "name of a table": ["create table \"{}\" (a)", "insert into \"{}\" values (1)"],
    "name of a column": ["create table t (\"{}\")", "insert into t values (1)"],
    "deleted row": ["create table t (a, b, c)", "insert into t values (1, '{}', 'x'), (2, 'b', 'y')",
                    "delete from t where a = 1"],
    "dropped table": ["create table u (a)", "create table t (a, b)", "insert into t values (1, '{}')", "drop table t"],
    "row before it was changed": ["create table t (a, b)", "insert into t values (1, '{} and more')", "update t set b = 'x'"],
    "partial index": ["create table t (a, b)", "insert into t values (1, 'x')", "create index i on t (a) where b = '{}'"],
}  # fmt: skip


def _sqlite(statements: list[str], encoding: str = "utf-8") -> bytes:
    base = sqlite3.connect(":memory:", isolation_level=None)
    base.execute("pragma secure_delete = off")
    base.execute(f"pragma encoding = '{encoding}'")
    for statement in statements:
        base.execute(statement)
    return base.serialize()


def sqlite(n: Planting) -> Files:
    """A data base for each place; some only exist while nothing else is written."""
    made = []
    for place, statements in _OF_SQLITE.items():
        needle = n.number(place) if "{number}" in statements[-1] else n(place)
        made.append(_sqlite([one.replace("{number}", needle).replace("{}", needle) for one in statements]))
    made.append(_sqlite(["create table t (a)", f"insert into t values ('{n('UTF-16')}')"], "UTF-16be"))
    return [(f"{number}.sqlite", data) for number, data in enumerate(made)]


def sql_dump(n: Planting) -> Files:
    """Dumps of several programs in one file after the other."""
    frame = "CREATE TABLE w (a int, b text);\nINSERT INTO w (a,b) VALUES (1,'x');\n"
    more = {
        "name of a column": "CREATE TABLE v (a int, `{}` text);\nINSERT INTO v VALUES (1,'x');\n",
        "comment of a table": "CREATE TABLE v (a int) COMMENT='{}';\n", "check": "ALTER TABLE v ADD CHECK (a <> '{}');\n",
        "condition of a delete": "DELETE FROM v WHERE b='{}';\n", "comment behind a row": "INSERT INTO w (a,b) VALUES (1,'x') -- {}\n;\n",
        "call with arguments": "EXEC p @who = N'{}';\nGO\n", "hexadecimal of UTF-16": "INSERT INTO w (a,b) VALUES (1,0x{wide});\n",
        "escaped quote": "INSERT INTO w (a,b) VALUES (1,'O\\'Brien {}');\n", "second insert of the line": "INSERT INTO w (a,b) VALUES (1,'x'); INSERT INTO w (a,b) VALUES (2,'{}');\n",
        "text behind the dump": "-- Dump completed\nnote: {}\n",
    }  # fmt: skip
    made = []
    for place, statement in {**OF_DUMPS, **more}.items():
        needle = n(place)
        raw = needle.encode()
        filled = statement.format(needle, hex=raw.hex(), wide=needle.encode("utf-16-le").hex())
        made.append(((frame if "gone" not in place else "") + filled).encode())
    made.append(b"\xff\xfe" + (frame + f"INSERT [dbo].[t] ([a]) VALUES (N'{n('UTF-16')}')\nGO\n").encode("utf-16-le"))
    return [(f"{number}.sql", data) for number, data in enumerate(made)]


def dbf(n: Planting) -> Files:
    """A table with a record of each kind, and one behind the count."""
    name = n.word("name of a field").upper()[:10]
    n.given("name of a field", name)
    fields = [("NAME", "C", 40), (name, "C", 40), ("SUM", "N", 12)]
    records = []
    for mark, first, second, number in (
        (" ", n("record"), "", n.number("number")), ("*", n("deleted record"), "", "1"),
        (" ", "Ann\0\0" + n("behind a zero byte"), n("last field of characters"), "2"),
    ):  # fmt: skip
        records.append(f"{mark}{first:<40}{second:<40}{number:>12}".encode())
    behind = f" {n('record behind the count'):<40}{'':<40}{'3':>12}".encode()
    raw = test_dbf.made(fields, [*records, behind], count=len(records))
    head = 33 + 32 * len(fields)
    wide = bytearray(test_dbf.made(fields, records))
    wide[head - 1 : head] = b"\r" + n("between head and records").encode()  # as Visual FoxPro keeps a path there
    struct.pack_into("<H", wide, 8, head + len(n("between head and records")))
    return [("a.dbf", raw), ("b.dbf", bytes(wide))]


def _columns(n: Planting) -> pa.Table:
    number = n.number
    listed = [{"id": n.word("struct in a list"), "raw": n.word("bytes in a list").encode(), "on": date(2024, 1, 1)}]
    columns = {
        "text": pa.array([n("text"), None]), "number": pa.array([int(number("number")), 1]),
        "large": pa.array([n("large text"), ""], pa.large_string()),
        "dictionary": pa.array([n("dictionary")] * 2).dictionary_encode(),
        "bytes": pa.array([n("bytes").encode(), b"\xff" * 4]),
        "decimal": pa.array([Decimal(number("decimal")), None], pa.decimal128(12, 0)),
        "float": pa.array([float(number("floating point")), None]), "list": pa.array([listed, None]),
        "map": pa.array([[(n.word("key of a map"), n("value of a map"))], []], pa.map_(pa.string(), pa.string())),
        n("name of a column"): pa.array(["a", "b"]),
    }  # fmt: skip
    fields = [pa.field(name, one.type, metadata={"note": n("metadata of a column")}) for name, one in columns.items()]
    schema = pa.schema(fields, metadata={"note": n("metadata of the file")})
    return pa.Table.from_arrays(list(columns.values()), schema=schema)


def parquet(n: Planting) -> Files:
    """Columns of every kind, in a file of two row groups and without compression."""
    made = io.BytesIO()
    later = pa.table({"text": ["x", n("second row group")]})
    second = io.BytesIO()
    pq.write_table(_columns(n), made)
    pq.write_table(later, second, row_group_size=1, compression="zstd")
    return [("a.parquet", made.getvalue()), ("b.parquet", second.getvalue())]


def arrow(n: Planting) -> Files:
    """The same as Arrow, and Feather of both versions."""
    made = []
    for table in (_columns(n), pa.table({"text": ["x", n("second batch")]})):
        sink = io.BytesIO()
        with pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table, max_chunksize=1)
        made.append(sink.getvalue())
    for version, place in ((1, "Feather"), (2, "packed Feather")):
        sink = io.BytesIO()
        feather.write_feather(pa.table({"text": [n(place)]}), sink, version=version)
        made.append(sink.getvalue())
    return [(f"{number}.arrow", data) for number, data in enumerate(made)]


def mssql_backup(n: Planting) -> Files:
    """A tape with a page of rows: narrow and wide characters."""
    block, stamp = test_mssql.block, test_mssql.stamp
    raw = block(b"TAPE", 1024, {80: n.word("software")}, {88: stamp(2024, 6, 1, 2, 14, 9)})
    raw += block(
        b"SSET", 1024, {64: n.word("name of the backup"), 76: f"X\\{n.word('who made it')}"},
        {88: stamp(2024, 6, 1, 2, 15, 0)},
    )  # fmt: skip
    raw += block(b"MSCI", 2048, {}, {}) + test_mssql.boot_page()
    return [("a.bak", raw + _row(n))]


def mssql_data(n: Planting) -> Files:
    """A data file: its head page, then a page of rows."""
    head = bytearray(8192)
    head[:2], head[36:38] = b"\x01\x0f", b"\x08\0"
    return [("a.mdf", bytes(head) + _row(n))]


def _row(n: Planting) -> bytes:
    wide, narrow = n("wide characters").encode("utf-16-le"), n("narrow characters").encode()
    return b"\x30\0\x08\0" + wide + b"\0\0\x01\x02" + narrow + b"\0" * 4000
