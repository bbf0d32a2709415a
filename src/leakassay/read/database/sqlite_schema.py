"""Tables of an SQLite file: names of their columns in the order in which rows keep them."""

from __future__ import annotations

import re
import sqlite3
from typing import Final, NamedTuple

from leakassay.read.database.sql_statement import columns_of

_TABLE: Final = re.compile(r"\s*CREATE\s+TABLE\s", re.IGNORECASE)
_NO_ROWID: Final = re.compile(r"\bWITHOUT\s+ROWID\b[^)]*\Z", re.IGNORECASE)
_ALLOWED: Final = frozenset({
    sqlite3.SQLITE_CREATE_TABLE, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_READ,
    sqlite3.SQLITE_PRAGMA,     sqlite3.SQLITE_CREATE_INDEX, sqlite3.SQLITE_REINDEX, sqlite3.SQLITE_FUNCTION,
})  # fmt: skip
"""What making one empty table needs; no view, no trigger, no module, no other file."""
MAX_SQL = 1 << 20
"""Characters of a CREATE TABLE."""


class Shape(NamedTuple):
    """How the rows of a table are kept.

    Attributes:
        columns: names in the order of the record.
        key: place of the column that stands for the rowid; -1 where there is none.
        has_rowid: False for a table that is its own index.
        is_sound: False where the statement is not understood.
    """

    columns: tuple[str, ...]
    key: int
    has_rowid: bool
    is_sound: bool = True


def shape_of(sql: str) -> Shape:
    """The shape of a table by the statement that made it; without columns where that is not understood."""
    has_rowid = not _NO_ROWID.search(sql)
    if len(sql) > MAX_SQL or not _TABLE.match(sql) or "\0" in sql:
        return Shape((), -1, has_rowid, is_sound=False)
    base = sqlite3.connect(":memory:")
    try:
        rows = _made(base, sql)
    except (sqlite3.Error, sqlite3.Warning, ValueError):
        found = columns_of(sql, sql.find("("))
        return Shape(found[0] if found else (), -1, has_rowid, is_sound=False)
    finally:
        base.close()
    kept = [(name, kind, key) for _, name, kind, _, _, key, hidden in rows if hidden != 2]
    keys = sorted((column for column in kept if column[2]), key=lambda column: column[2])
    if not has_rowid:
        kept = keys + [column for column in kept if not column[2]]
    alias = keys[0] if has_rowid and len(keys) == 1 and keys[0][1].upper() == "INTEGER" else None
    return Shape(tuple(column[0] for column in kept), kept.index(alias) if alias else -1, has_rowid)


def _made(base: sqlite3.Connection, sql: str) -> list[tuple[int, str, str, int, object, int, int]]:
    """Make the empty table and ask for its columns; the text is hostile and may do nothing else."""
    base.execute("pragma trusted_schema = off")
    made: list[str] = []

    def judge(action: int, name: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_CREATE_TABLE and name:
            made.append(name)
        return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY

    base.set_authorizer(judge)
    base.set_progress_handler(lambda: 1, 1_000_000)
    base.execute(sql)
    base.set_authorizer(None)
    name = made[-1].replace('"', '""') if made else ""
    return base.execute(f'pragma table_xinfo("{name}")').fetchall()
