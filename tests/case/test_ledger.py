"""The ledger: every change a transaction; a full disk and a damaged file are one sentence each."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from leakassay.case.ledger import Ledger
from leakassay.model.errors import IntegrityError, SpaceError


@pytest.fixture
def ledger(tmp_path: Path):
    found = Ledger(tmp_path / "ledger.sqlite")
    yield found
    found.close()


def test_what_is_committed_is_there_for_others_at_once(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.transaction():
        ledger.set_meta("a", "1")
    other = Ledger(tmp_path / "ledger.sqlite")
    assert other.meta("a") == "1"
    other.close()


def test_a_transaction_that_fails_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(KeyError), ledger.transaction():  # noqa: PT012  the error has to rise inside
        ledger.set_meta("a", "1")
        raise KeyError
    assert ledger.meta("a", "none") == "none"


def test_a_fact_is_replaced(ledger: Ledger) -> None:
    for value in ("1", "2"):
        with ledger.transaction():
            ledger.set_meta("a", value)
    assert ledger.meta("a") == "2"
    assert ledger.one("select count(*) from meta where key <> 'schema'") == 1


def test_it_is_durable_by_its_settings(ledger: Ledger) -> None:
    assert (ledger.one("pragma journal_mode"), ledger.one("pragma synchronous")) == ("wal", 2)


def test_it_can_be_read_while_another_writes(ledger: Ledger, tmp_path: Path) -> None:
    """`status` during a run."""
    with ledger.transaction():
        ledger.set_meta("a", "1")
        other = Ledger(tmp_path / "ledger.sqlite")
        assert other.meta("a", "not yet") == "not yet"
        other.close()


def test_a_stream_gives_every_row_once(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.execute_many("insert into meta values (?, '')", [(f"{number:05d}",) for number in range(2500)])
    found = [row["key"] for row in ledger.stream("select key from meta where key <> 'schema' order by key")]
    assert found == [f"{number:05d}" for number in range(2500)]


@pytest.mark.parametrize("reading", ["rows", "one", "stream"])
def test_a_damaged_ledger_is_said_to_be_one(reading: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    made = Ledger(path)
    with made.transaction():
        made.execute_many("insert into meta values (?, ?)", [(f"{number}", "x" * 500) for number in range(500)])
    made.close()
    content = bytearray(path.read_bytes())
    content[len(content) // 3 : len(content) // 3 * 2] = b"\x5a" * (len(content) // 3)
    path.write_bytes(content)
    with pytest.raises(IntegrityError, match="damaged"):  # noqa: PT012  opening may see it already
        list(getattr(Ledger(path), reading)("select max(length(value)) from meta"))
        raise AssertionError


def test_a_file_that_is_no_ledger_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "l").write_bytes(b"not a database" * 100)
    with pytest.raises(IntegrityError):
        Ledger(tmp_path / "l")


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_is_one_sentence_and_nothing_committed_is_lost(tmp_path: Path) -> None:
    """Wherever it fills: in the body, at the commit; the next transaction starts clean."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(tmp_path)], check=False).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        ledger = Ledger(tmp_path / "ledger.sqlite")
        kept = 0
        with pytest.raises(SpaceError, match="run again"):  # noqa: PT012  which of the writes meets it is SQLite's affair
            for number in range(1000):
                with ledger.transaction():
                    ledger.execute("insert into meta values (?, ?)", (str(number), "x" * 3000))
                kept = number + 1
        with pytest.raises(SpaceError), ledger.transaction():
            ledger.execute_many("insert into meta values (?, ?)", [(f"m{n}", "x" * 9000) for n in range(100)])
        assert ledger.one("select count(*) from meta where key <> 'schema'") == kept > 0
        ledger.close()
    finally:
        subprocess.run(["umount", str(tmp_path)], check=False)


def test_telling_copies_apart_needs_no_walk_through_all_items(ledger: Ledger) -> None:
    """A dump of a million files: the search for a copy must go by an index."""
    plan = ledger.rows(
        "explain query plan select o.item_id from item as o where o.sha256 = 'a' and o.sha256 <> '' "
        "and o.size_bytes = 1 and o.seq < 9 order by o.seq limit 1"
    )
    assert ["item_content" in row["detail"] and "SEARCH" in row["detail"] for row in plan] == [True]


@pytest.mark.parametrize(
    ("question", "index"),
    [
        ("hashed = 0 and done = 0 and parent_id is null and seq > 5 order by seq limit 9", "item_listed"),
        ("ready = 0 and hashed = 1 and parent_id is null order by seq", "item_unnumbered"),
    ],
)
def test_what_is_left_to_do_is_found_without_a_walk_through_all_items(
    question: str, index: str, ledger: Ledger
) -> None:
    """Asked for each half a thousand files: else a million cost a million millions."""
    plan = ledger.rows(f"explain query plan select * from item indexed by {index} where {question}")
    assert [index in row["detail"] for row in plan] == [True]  # and no sorting


def test_facts_about_runs_are_no_changes(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.set_meta("x", "1")
        ledger.note("insert into stage values ('read', 1.0, 1)")
    before = ledger.changes
    with ledger.transaction():
        ledger.set_meta("x", "2")
    assert ledger.changes == before
    with ledger.transaction():
        ledger.execute("delete from stage")
    assert ledger.changes == before + 1


def test_the_schema_refuses_what_is_not_of_its_type(ledger: Ledger) -> None:
    with pytest.raises(IntegrityError), ledger.transaction():
        ledger.execute("insert into stage values ('a', 'long', 0)")
    assert sqlite3.sqlite_version_info >= (3, 37)


_CUT_OFF = """
import os, sys
from pathlib import Path
from leakassay.case.ledger import Ledger
ledger = Ledger(Path(sys.argv[1]))
for number in range(60):
    with ledger.transaction():
        ledger.execute("insert into stage values (?, ?, 1)", (f"{number:04d}", number))
os._exit(0)
"""


@pytest.mark.parametrize("damage", ["cut", "zeros", "garbage"])
@pytest.mark.parametrize("size", [64, 700, 4096, 40_000])
def test_a_damaged_tail_of_the_wal_leaves_a_prefix_and_never_a_hole(damage: str, size: int, tmp_path: Path) -> None:
    """Power loss under the log: SQLite goes back to the last whole transaction, or we say that it is damaged."""
    path = tmp_path / "ledger.sqlite"
    subprocess.run([sys.executable, "-c", _CUT_OFF, path], check=True)
    wal = path.with_name("ledger.sqlite-wal")
    whole = wal.read_bytes()
    wal.write_bytes(whole[:-size] + {"cut": b"", "zeros": bytes(size), "garbage": os.urandom(size)}[damage])
    try:
        ledger = Ledger(path)
        found = [row[0] for row in ledger.rows("select stage from stage order by stage")]
        assert ledger.one("pragma integrity_check") == "ok"
    except IntegrityError:
        return
    assert found == [f"{number:04d}" for number in range(len(found))]
    assert len(found) < 60 or damage == "cut"
