"""Needles in what data bases leave beside their tables, and in printed reports."""

from __future__ import annotations

import random
import sqlite3
import tempfile
import zlib
from pathlib import Path

from needles.plant.text import Files
from needles.planting import Planting
from read import pg_archive
from read.database import test_dbf_memo as memos


def dbf_memo(n: Planting) -> Files:
    """A file of each kind; in FoxPro's what an older memo left, behind the end of one and in a free block."""
    foxpro = memos.foxpro([n("memo of FoxPro"), "second"])
    left = memos.padded(n("free block").encode(), 64)
    picture = memos.foxpro([n("picture or object")], kind=0)
    return [
        ("a.fpt", foxpro + left),
        ("b.dbt", memos.dbase_4([n("memo of dBase IV")])),
        ("c.dbt", memos.dbase_3([n("memo of dBase III"), n("last memo")])),
        ("d.fpt", picture),
    ]


def pg_dump(n: Planting) -> Files:
    """An archive with rows, statements, large objects and what is said of a table."""
    copied = f"COPY public.t (a, {n.word('name of a column')}) FROM stdin;\n"
    rows = f"1\t{n('row of COPY')}\n2\tfirst\\n{n('second line of a value')}\n\\.\n"
    made = [
        pg_archive.Made("COMMENT", "c", f"COMMENT ON TABLE t IS '{n('comment')}';\n"),
        pg_archive.Made("FUNCTION", "f", f"CREATE FUNCTION f() AS $$ -- {n('function')} $$;\n"),
        pg_archive.Made("VIEW", "v", f"CREATE VIEW v AS SELECT 1 AS a WHERE '{n('view')}' = '';\n"),
        pg_archive.Made("DEFAULT", "d", f"ALTER TABLE t ALTER a SET DEFAULT '{n('default')}';\n"),
        pg_archive.Made("TABLE DATA", n.word("name of a table"), copy=copied, data=(rows.encode(),)),
        pg_archive.Made("TABLE DATA", "u", data=(f"INSERT INTO u VALUES (1, '{n('row of INSERT')}');\n".encode(),)),
        pg_archive.Made("BLOBS", "BLOBS", data=(n("large object").encode(),)),
    ]  # fmt: skip
    return [("a.dump", pg_archive.archive(made))]


def pg_copy(n: Planting) -> Files:
    """A data file of a directory archive."""
    rows = "".join(f"{number}\t99\tx\t\\N\n" for number in range(9))
    text = rows + f"1\t2\t{n('value')}\t\\N\n2\t3\tfirst\\n{n('second line of a value')}\t\\N\n{rows}\\.\n\n\n"
    return [("3001.dat", text.encode())]


def _log(folder: Path, mode: str) -> sqlite3.Connection:
    base = sqlite3.connect(folder / "lab.db", isolation_level=None)
    base.execute("pragma page_size = 1024")
    base.execute(f"pragma journal_mode = {mode}")
    base.execute("pragma wal_autocheckpoint = 0")
    return base


def sqlite_wal(n: Planting) -> Files:
    """A log with a row, one that was changed, one that was deleted, a long one, and names."""
    with tempfile.TemporaryDirectory() as place:
        base = _log(Path(place), "wal")
        table, column = n.word("name of a table"), n.word("name of a column")
        base.execute(f"create table {table} (id integer primary key, {column} text)")
        base.execute(f"create index i on {table} ({column})")
        insert = f"insert into {table} ({column}) values (?)"
        for said in ("row before it was changed", "deleted row", "row"):
            base.execute(insert, [n(said)])
        base.execute(insert, ["x" * 3_000 + n("long row")])
        base.execute(f"update {table} set {column} = '{n('row as it was changed')}' where id = 1")
        base.execute(f"delete from {table} where id = 2")
        raw = (Path(place) / "lab.db-wal").read_bytes()
        base.close()
    return [("lab.db-wal", raw)]


def sqlite_journal(n: Planting) -> Files:
    """A journal of a transaction that never ended: pages as they were."""
    with tempfile.TemporaryDirectory() as place:
        base = _log(Path(place), "delete")
        base.execute("pragma cache_size = 1")
        base.execute("create table t (id integer primary key, a text)")
        base.execute(
            "insert into t (a) values (?), (?)", [n("row before it was changed"), n("row before it was deleted")]
        )
        base.executemany("insert into t (a) values (?)", [("x" * 700,) for _ in range(50)])
        base.execute("begin")
        base.execute("update t set a = 'gone' where id = 1")
        base.execute("delete from t where id = 2")
        base.executemany("update t set a = ? where id > 2", [("y" * 700,)])
        raw = (Path(place) / "lab.db-journal").read_bytes()
        base.close()
    return [("lab.db-journal", raw)]


def printed_report(n: Planting) -> Files:
    """A report with a patient, results of numbers and words, and lines that fit nothing."""
    head = n.fill(
        "«name of the laboratory»\nName   : TESTER, «forename~»            Hosp No : «hospital number~»\n"
        "Born   : 01/02/1950   Sex : F   NHS : «NHS number#»\nHome   : 1 «street~» Road, ZZ99 3VZ\n"
        "Lab ref: «specimen~»        Asked by: «requester~»\nBled   : 01/06/2024 09:00\n-----------\n"
    )
    body = n.fill(
        "Haemoglobin  138 g/L  (130-180)\n«name of a test~»  4.1 mmol/L  (3.5-5.3)\nHIST   Biopsy\n"
        "       «text below a result»\nSodium  140 mmol/L  (133-146)\n«line that fits nothing»\n"
    )
    other = head.replace("TESTER", "EXAMPLE") + "Sodium  141 mmol/L  (133-146)\n"
    return [("a.prn", (head + body + other).encode())]


def unknown(n: Planting) -> Files:
    """Bytes of no format: letters among others, and amid what packed bytes look like."""
    noise = random.Random(11).randbytes(30_000)
    plain = b"\x07\xfe\0\x01".join((
        n("line of UTF-8").encode(), n("one byte a letter").encode("cp1252"), n("wide characters").encode("utf-16-le"),
    ))  # fmt: skip
    long = f"a sentence as people write them, {n('line amid noise')}, and its end".encode()
    amid = noise[:9_000] + long + noise[9_000:18_000] + n.word("short line amid noise").encode() + noise[18_000:]
    packed = b"\x07\xfe\0\x01" + zlib.compress(b"words that come again " * 40 + n("packed").encode())
    return [("a.one", b"\x05\xfe\0\x02" * 9 + plain + b"\0\xff" * 90), ("b.two", amid), ("c.three", packed)]
