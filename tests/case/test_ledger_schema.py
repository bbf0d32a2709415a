"""A ledger of yesterday takes the steps to today, once, and is then as a fresh one."""

from __future__ import annotations

import sqlite3
import tarfile
from pathlib import Path

import pytest

from leakassay.case import ledger_schema
from leakassay.case.ledger import Ledger
from leakassay.model.errors import CaseExistsError

V1 = Path(__file__).parents[1] / "fixtures" / "cases" / "v1.tar.gz"


@pytest.fixture
def yesterday(tmp_path: Path) -> Path:
    with tarfile.open(V1) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "whole" / "ledger.sqlite"


def shape(ledger: Ledger) -> dict[str, set[tuple[str, str, int, str, int]]]:
    """Columns of every table, whatever their order."""
    tables = [row[0] for row in ledger.rows("select name from sqlite_schema where type = 'table' order by name")]
    return {
        table: {tuple(row)[1:] for row in ledger.rows("select * from pragma_table_info(?)", (table,))}
        for table in tables
    }


def test_a_ledger_that_took_every_step_is_as_a_fresh_one(yesterday: Path, tmp_path: Path) -> None:
    """A column added to ledger.sql without its step is red here."""
    old, new = Ledger(yesterday), Ledger(tmp_path / "fresh.sqlite")
    assert (old.schema, new.schema) == (1, ledger_schema.LATEST)
    old.upgrade()
    assert shape(old) == shape(new)
    assert old.meta("schema") == new.meta("schema") == str(ledger_schema.LATEST)


def test_steps_are_taken_once(yesterday: Path) -> None:
    ledger = Ledger(yesterday)
    rows = ledger.one("select count(*) from item")
    ledger.upgrade()
    ledger.upgrade()
    ledger.close()
    again = Ledger(yesterday)
    assert (again.is_behind, again.one("select count(*) from item")) == (False, rows)


def test_a_step_that_fails_leaves_the_ledger_as_it_was(yesterday: Path) -> None:
    with sqlite3.connect(yesterday) as db:
        db.execute("create table report_version (wrong integer)")
    ledger = Ledger(yesterday)
    with pytest.raises(sqlite3.OperationalError):
        ledger.upgrade()
    assert Ledger(yesterday).is_behind


def test_a_ledger_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l")
    with ledger.transaction():
        ledger.set_meta("schema", str(ledger_schema.LATEST + 1))
    ledger.close()
    with pytest.raises(CaseExistsError, match="newer version"):
        Ledger(tmp_path / "l")
