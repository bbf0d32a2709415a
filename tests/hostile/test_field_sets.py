"""Hostile files that others made: every one accounted for, with the outcome that was looked at and found right.

`field_sets.csv` holds what is expected of each; a line is changed by hand, after looking at the file.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from hostile import judge, record
from hostile.case import Rows, word

pytestmark = [pytest.mark.field, pytest.mark.slow]

SETS = ("s20-blns", "s20-csv-spectrum", "s20-defusedxml", "s20-python-stdlib", "s20-rarfile")
EXPECTED = Path(__file__).with_name("field_sets.csv")
COLUMNS = ("file", "format", "outcome", "members")


def listed(rows: Rows) -> list[tuple[str, ...]]:
    """What became of each file, and of what was inside it."""
    inside: dict[int, Counter[str]] = {}
    parents = {row["item_id"]: row["parent_id"] for row in rows}
    for row in rows:
        if row["parent_id"] is not None:
            top = row["parent_id"]
            while parents[top] is not None:
                top = parents[top]
            inside.setdefault(top, Counter())[word(row)] += 1
    return sorted(
        (
            row["name"].decode(),
            row["format"],
            word(row),
            ", ".join(f"{count} {said}" for said, count in sorted(inside.get(row["item_id"], Counter()).items())),
        )
        for row in rows
        if row["parent_id"] is None
    )


def test_every_file_has_the_outcome_that_is_right(field_data: Path, tmp_path: Path) -> None:
    base = judge.arena(tmp_path)
    for name in SETS:
        shutil.copytree(field_data / name, base / "dump" / name)
    subprocess.run(judge.command(base, stages="custody,read"), env=judge.environment(base), check=True)
    files = sum(path.is_file() for path in (base / "dump").rglob("*"))
    found = listed(judge.rows_of(base))
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        expected = [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file)]
    for name, form, outcome, members in found:
        record.note("field", id="F", file=name, format=form, outcome=outcome, members=members)
    assert len(found) == files
    assert found == expected
