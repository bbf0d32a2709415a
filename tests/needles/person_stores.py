"""The person in what data bases leave beside their tables, and in a printed report."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from needles.person_said import HEADERS, LETTER, ROW
from read import pg_archive
from read.database import test_dbf_memo as memos

_COLUMNS = ", ".join(f'"{name.lower()}"' for name in HEADERS)
_LINE = "\t".join(ROW) + "\n"


def _archive() -> bytes:
    copy = f"COPY public.results ({_COLUMNS}) FROM stdin;\n"
    return pg_archive.archive([pg_archive.Made("TABLE DATA", "results", copy=copy, data=(f"{_LINE}\\.\n".encode(),))])


def _log(mode: str) -> bytes:
    """A write-ahead log with the row, or a journal with the row as it was."""
    with tempfile.TemporaryDirectory() as place:
        base = sqlite3.connect(Path(place) / "lab.db", isolation_level=None)
        base.execute(f"pragma journal_mode = {mode}")
        base.execute("pragma wal_autocheckpoint = 0")
        base.execute("pragma synchronous = off")
        base.execute(f"create table results ({_COLUMNS})")
        base.execute(f"insert into results values ({', '.join('?' * len(ROW))})", ROW)
        if mode == "delete":
            base.execute("begin")
            base.execute("alter table results rename to gone")  # the page with the names of columns is kept too
            base.execute("delete from gone")
        raw = (Path(place) / f"lab.db-{'wal' if mode == 'wal' else 'journal'}").read_bytes()
        base.close()
    return raw


_REPORT = """Example Pathology
Name   : TESTER, Ann            Hosp No :
Born   : 02/01/1980   Sex : F   NHS : 999 000 0018
Home   : 1 High Street, SE1 7EH
Lab ref: 24A1        Asked by: C1
Bled   : 01/06/2024 09:00
-----------
Sodium  128 mmol/L  (133-146)
"""

STORES: dict[str, Callable[[], bytes]] = {
    "pg_dump.dump": _archive, "pg_copy.dat": (_LINE + _LINE + "\\.\n\n\n").encode,
    "dbf_memo.dbt": lambda: memos.dbase_3(["\r\n".join(LETTER)]),
    "sqlite_wal.db-wal": lambda: _log("wal"), "sqlite_journal.db-journal": lambda: _log("delete"),
    "printed_report.prn": _REPORT.encode,
}  # fmt: skip
"""Name of a file, its format first, and its bytes."""
