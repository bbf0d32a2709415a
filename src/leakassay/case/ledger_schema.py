"""Versions of the ledger's schema: one line a step, so that a ledger of yesterday gets today's columns."""

from __future__ import annotations

import sqlite3
from importlib.resources import files

_REPORT_VERSION = (
    "create table report_version (number integer primary key, at text not null, ledger_root text not null, "
    "seal text not null, manifest_sha256 text not null, items integer not null) strict"
)

STEPS: tuple[tuple[str, ...], ...] = (
    (),  # 1: the ledger of case format 1
    (_REPORT_VERSION,),  # 2: what was sealed at the end of each run
)
"""What leads from one schema to the next. A new column is one more line here, beside its line in ledger.sql:
`("alter table item add column pages integer not null default 0",),`. A step is never changed once it was released; a
test compares a ledger that took every step with a fresh one."""

LATEST = len(STEPS)


def known(db: sqlite3.Connection) -> int:
    """Schema of a ledger: 0 for an empty file; 1 when it says none, as ledgers of format 1 do."""
    if db.execute("select count(*) from sqlite_schema where name = 'meta'").fetchone()[0] == 0:
        return 0
    row = db.execute("select value from meta where key = 'schema'").fetchone()
    return int(row[0]) if row and str(row[0]).isdecimal() else 1


def make(db: sqlite3.Connection) -> None:
    """Make a fresh ledger of the latest schema, wholly or not at all."""
    text = files("leakassay.case").joinpath("schema", "ledger.sql").read_text(encoding="utf-8")
    stamp = f"insert or ignore into meta values ('schema', '{LATEST}')"  # noqa: S608  a number of ours
    db.executescript(f"begin immediate;\n{text};\n{stamp};\ncommit;")


def step(db: sqlite3.Connection) -> None:
    """Take the steps that are missing; the caller holds a transaction."""
    for number in range(known(db), LATEST):
        for statement in STEPS[number]:
            db.execute(statement)
    db.execute("insert or replace into meta values ('schema', ?)", (str(LATEST),))
