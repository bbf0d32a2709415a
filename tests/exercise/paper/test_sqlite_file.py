"""Databases open with SQLite itself and hold what the key says."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pyarrow as pa
import pytest

from leakassay.exercise.estate.house import OURS, PARTNER, House
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.sqlite_file import COLUMNS, TABLE, database


def opened(document: Document) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.deserialize(document.data)
    return base


@pytest.mark.parametrize("house", [OURS, PARTNER])
def test_the_wide_table_holds_the_values_of_the_key(estate: Estate, house: House):
    document = database("x.db", records(estate, 0, 120), house)
    key = document.records
    assert key is not None
    base = opened(document)
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for name, field in COLUMNS:
        found = [row[0] or "" for row in base.execute(f"SELECT {name} FROM {TABLE} ORDER BY rowid")]
        told = key[field].to_pylist()
        assert found == ([text.replace("T", " ") for text in told] if field.endswith("_at") else told)
    assert key["record"].to_pylist() == list(range(key.num_rows))


def test_deleted_rows_stand_in_free_pages_and_in_no_query(estate: Estate):
    rows, old = records(estate, 0, 300), records(estate, 300, 420)
    old = old.set_column(
        old.column_names.index("surname"), "surname", pa.array(["ZZYXWILLOUGHBY"] * old.num_rows, pa.string())
    )
    document = database("x.db", rows, OURS, deleted=old)
    assert document.data.count(b"ZZYXWILLOUGHBY") > 50
    base = opened(document)
    assert base.execute(f"SELECT count(*) FROM {TABLE} WHERE surname = 'ZZYXWILLOUGHBY'").fetchone() == (0,)
    assert base.execute(f"SELECT count(*) FROM {TABLE}").fetchone() == (rows.num_rows,)
    assert base.execute("PRAGMA freelist_count").fetchone()[0] > 3
    assert document.records is not None
    assert document.records.num_rows == rows.num_rows


def test_the_view_shows_what_the_table_holds_already(estate: Estate):
    document = database("x.db", records(estate, 0, 300), OURS)
    assert document.records is not None
    requested = document.records["status"].to_pylist().count("requested")
    assert opened(document).execute("SELECT count(*) FROM outstanding").fetchone() == (requested,)


def test_code_tables_name_no_patient(estate: Estate):
    base = opened(database("x.db", records(estate, 0, 5), OURS))
    assert base.execute("SELECT count(*) FROM tests").fetchone()[0] >= 40
    assert base.execute("SELECT count(*) FROM sources").fetchone()[0] == len(OURS.clients)
    assert all(row[0].startswith("Dr ") for row in base.execute("SELECT signed_by FROM signatories"))


def test_the_same_rows_give_the_same_bytes(estate: Estate):
    rows, old = records(estate, 0, 200), records(estate, 200, 230)
    assert database("x.db", rows, OURS, deleted=old).data == database("x.db", rows, OURS, deleted=old).data


def test_the_program_of_a_user_opens_it(estate: Estate, tmp_path: Path):
    program = shutil.which("sqlite3")
    if program is None:
        pytest.skip("the sqlite3 program is not installed")
    document = database("x.db", records(estate, 0, 50), OURS)
    (tmp_path / "x.db").write_bytes(document.data)
    done = subprocess.run(
        [program, "-readonly", tmp_path / "x.db", f"SELECT count(*) FROM {TABLE}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert document.records is not None
    assert int(done.stdout) == document.records.num_rows
