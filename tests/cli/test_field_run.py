"""The main job over every real file that others wrote: nothing is skipped, and what gave nothing is not called read."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

pytestmark = pytest.mark.field


def test_every_file_has_a_row_and_both_laws_close(field_case: Path, field_data: Path) -> None:
    summary = json.loads((field_case / "summary.json").read_text(encoding="utf-8"))
    files = sum(1 for path in field_data.rglob("*") if path.is_file() or path.is_symlink())
    with sqlite3.connect(field_case / "ledger.sqlite") as ledger:
        top = ledger.execute("select count(*) from item where parent_id is null").fetchone()[0]
        open_ends = ledger.execute("select count(*) from item where outcome = ''").fetchone()[0]
    assert top == files
    assert open_ends == 0
    assert summary["coverage"]["closes"] is True
    assert summary["dump"]["items"] >= files


def test_what_gave_nothing_is_not_called_read(field_case: Path) -> None:
    with sqlite3.connect(field_case / "ledger.sqlite") as ledger:
        hollow = ledger.execute(
            "select count(*) from item where outcome = 'read' and records = 0 and own_bytes > 0 "
            "and duplicate_of is null and volume_of is null"  # the records of a set are its first file's
        ).fetchone()[0]
    assert hollow == 0


def test_no_reader_crashed_or_answered_badly(field_case: Path) -> None:
    """A crash costs one item only, but none of our own readers should die on these files."""
    with sqlite3.connect(field_case / "ledger.sqlite") as ledger:
        rows = ledger.execute(
            "select format, reason, count(*) from item "
            "where reason in ('crashed', 'bad_answer', 'timed_out') group by 1, 2"
        ).fetchall()
    assert rows == []
