"""The ledger of record: SQLite in WAL mode with synchronous=FULL, one writer, every change a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from leakassay.case import ledger_schema
from leakassay.case.crash import crash_point
from leakassay.case.part import space_error
from leakassay.model.errors import CaseExistsError, EngineError, IntegrityError

_FULL = ("database or disk is full",)
_REFUSED = ("disk I/O error", "unable to open database file", "out of memory", "readonly database", "is locked")
"""What SQLite says when the machine refuses it a call; the ledger itself is sound."""


class Ledger:
    """The open ledger of a case.

    Args:
        path: `ledger.sqlite` of the case.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._noted = 0
        with self._speaking():
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=full")
            self._db.execute("pragma trusted_schema=off")
            self._db.execute("pragma cache_size=-131072")
            self._db.execute("pragma wal_autocheckpoint=10000")
            self.schema = ledger_schema.known(self._db)
            if self.schema == 0:
                self._make()
        if self.schema > ledger_schema.LATEST:
            self.close()
            raise CaseExistsError(
                f"the ledger is of schema {self.schema}, which a newer version wrote; this one knows "
                f"{ledger_schema.LATEST}: use the newer version"
            )

    def _make(self) -> None:
        self._db.execute("pragma busy_timeout=5000")
        try:
            ledger_schema.make(self._db)
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("rollback")
            raise
        self.schema = ledger_schema.LATEST

    @property
    def is_behind(self) -> bool:
        """True when an earlier version wrote it; `upgrade` brings it up."""
        return self.schema < ledger_schema.LATEST

    def upgrade(self) -> None:
        """Take the steps to the latest schema in one transaction; the caller holds the case."""
        with self.transaction():
            ledger_schema.step(self._db)
        self.schema = ledger_schema.LATEST

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if any(words in str(error) for words in _FULL):
                raise space_error(self._path.parent) from error
            if any(words in str(error) for words in _REFUSED):
                raise EngineError(
                    f"the ledger cannot be reached ({error}); what is done stays done: look at the disk of the case "
                    "and the limit of open files, then run again"
                ) from error
            raise
        except sqlite3.DatabaseError as error:
            raise IntegrityError(
                f"the ledger {self._path.name} is damaged ({error}); restore the case from a copy"
            ) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable when it returns."""
        with self._speaking():
            crash_point("ledger.begin:before")
            self._db.execute("begin immediate")
            try:
                crash_point("ledger.begin:after")
                yield
                crash_point("ledger.commit:before")
                self._db.execute("commit")
                crash_point("ledger.commit:after")
            except BaseException:
                if self._db.in_transaction:  # on a full disk SQLite may have rolled back by itself
                    self._db.execute("rollback")
                raise

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._speaking():
            return self._db.execute(sql, params).fetchall()

    def stream(self, sql: str, params: Sequence[Any] = ()) -> Iterator[sqlite3.Row]:
        """Rows of a query, a thousand at a time; not to be mixed with changes of what it reads."""
        for batch in self.batches(sql, 1000, params):
            yield from batch

    def batches(self, sql: str, rows: int, params: Sequence[Any] = ()) -> Iterator[list[sqlite3.Row]]:
        """Rows of a query, at most `rows` of them in a list; not to be mixed with changes of what it reads."""
        with self._speaking():
            cursor = self._db.execute(sql, params)
            batch = cursor.fetchmany(rows)
        while batch:
            yield batch
            with self._speaking():
                batch = cursor.fetchmany(rows)

    def one(self, sql: str, params: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        with self._speaking():
            row = self._db.execute(sql, params).fetchone()
        return row[0] if row is not None else None

    def execute(self, sql: str, params: Sequence[Any] = ()) -> int:
        """Change something inside a transaction; how many rows it changed."""
        return self._db.execute(sql, params).rowcount

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Change many things inside a transaction."""
        self._db.executemany(sql, rows)

    @property
    def changes(self) -> int:
        """Rows changed since the ledger was opened, facts about runs apart; equal numbers: nothing happened between."""
        return self._db.total_changes - self._noted

    def note(self, sql: str, params: Sequence[Any] = ()) -> None:
        """As `execute`, for facts about runs: how long they took, what they sealed."""
        self._noted += self.execute(sql, params)

    def meta(self, key: str, default: str = "") -> str:
        """A fact about the case."""
        found = self.one("select value from meta where key = ?", (key,))
        return default if found is None else str(found)

    def set_meta(self, key: str, value: str) -> None:
        """Keep a fact about the case (inside a transaction)."""
        self.note("insert into meta values (?, ?) on conflict (key) do update set value = excluded.value", (key, value))

    def forget_pages(self) -> None:
        """Overwrite what later transactions delete, for sealed names under a key that is given up."""
        with self._speaking():
            self._db.execute("pragma secure_delete=on")

    def fold(self) -> None:
        """Fold the WAL into the database and cut it off."""
        with self._speaking():
            self._db.execute("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """Close the database; the WAL is folded in."""
        self._db.close()
