"""Laying down: bytes, times, rows of the item table, members and duplicates."""

from pathlib import Path

import pytest

from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.leak.deposit import FILE_TIME, Deposit, Place, renamed
from leakassay.exercise.leak.key_table import ITEM, KeyWriter
from leakassay.exercise.paper.archive import encrypted, zip_of
from leakassay.exercise.paper.delimited import Layout, pieces_of
from leakassay.exercise.paper.document import Document

NOTE = Document("a/note.txt", "text", b"words")


@pytest.fixture
def deposit(tmp_path: Path) -> Deposit:
    return Deposit(Place(tmp_path, "disk1", "ours"), None)


def test_a_document_lies_below_its_partition_with_a_fixed_time(deposit: Deposit, tmp_path: Path):
    deposit.put(NOTE)
    assert (tmp_path / "disk1/a/note.txt").read_bytes() == b"words"
    assert (tmp_path / "disk1/a/note.txt").stat().st_mtime == FILE_TIME
    assert deposit.table().schema == ITEM


def test_members_are_items_with_a_chain(deposit: Deposit):
    deposit.put(zip_of("outer.zip", [zip_of("inner.zip", [NOTE])]))
    paths = [row["item_path"] for row in deposit.items]
    assert paths == ["disk1/outer.zip", "disk1/outer.zip!/inner.zip", "disk1/outer.zip!/inner.zip!/a/note.txt"]


def test_a_copy_names_its_original_and_has_its_bytes(deposit: Deposit, tmp_path: Path):
    deposit.put(NOTE)
    deposit.copy("b.txt", NOTE)
    assert deposit.items[1]["duplicate_of"] == "disk1/a/note.txt"
    assert deposit.items[1]["sha256"] == deposit.items[0]["sha256"]
    assert (tmp_path / "disk1/b.txt").read_bytes() == b"words"


def test_a_sealed_member_has_no_hash(deposit: Deposit):
    deposit.put(encrypted("x.zip", NOTE))
    assert [row["sha256"] == "" for row in deposit.items] == [False, True]


def test_a_long_document_counts_all_its_pieces(tmp_path: Path, estate: Estate):
    with KeyWriter(tmp_path / "key") as key:
        deposit = Deposit(Place(tmp_path, "disk1", "ours"), key)
        deposit.put_long(Document("x.csv", "csv", b""), pieces_of("x.csv", estate, (0, 50), Layout()))
    expected = records(estate, 0, 50).num_rows
    assert (deposit.items[0]["sightings"], deposit.items[0]["events"]) == (expected, expected)
    assert deposit.items[0]["size_bytes"] == (tmp_path / "disk1/x.csv").stat().st_size


def test_a_renamed_document_keeps_its_bytes():
    assert renamed(NOTE, "c.txt").data == NOTE.data
