"""Laying down: bytes, times, rows of the item table, members and duplicates."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.leak.deposit import FILE_TIME, Deposit, Place, renamed
from leakassay.exercise.leak.key_table import KeyWriter
from leakassay.exercise.leak.meter import Meter
from leakassay.exercise.paper.archive import encrypted, zip_of
from leakassay.exercise.paper.delimited import Layout, pieces_of
from leakassay.exercise.paper.document import Document
from leakassay.model.errors import SpaceError

NOTE = Document("a/note.txt", "text", b"words")


def laid(folder: Path, *documents: Document, copies: tuple[tuple[str, Document], ...] = ()) -> list[dict[str, Any]]:
    """Lays documents down and returns the rows of the item table."""
    with KeyWriter(folder / "key") as key:
        deposit = Deposit(Place(folder, "disk1", "ours"), key, Meter(folder, 1))
        for document in documents:
            assert deposit.put(document) == len(document.data)
        for name, of in copies:
            deposit.copy(name, of)
    return list(pq.read_table(folder / "key/items.parquet").to_pylist())


def test_a_document_lies_below_its_partition_with_a_fixed_time(tmp_path: Path):
    laid(tmp_path, NOTE)
    assert (tmp_path / "disk1/a/note.txt").read_bytes() == b"words"
    assert (tmp_path / "disk1/a/note.txt").stat().st_mtime == FILE_TIME


def test_two_documents_of_one_name_are_a_fault_of_the_plan(tmp_path: Path):
    with pytest.raises(FileExistsError):
        laid(tmp_path, NOTE, NOTE)


def test_members_are_items_with_a_chain(tmp_path: Path):
    rows = laid(tmp_path, zip_of("outer.zip", [zip_of("inner.zip", [NOTE])]))
    paths = [row["item_path"] for row in rows]
    assert paths == ["disk1/outer.zip", "disk1/outer.zip!/inner.zip", "disk1/outer.zip!/inner.zip!/a/note.txt"]


def test_a_copy_names_its_original_and_has_its_bytes(tmp_path: Path):
    rows = laid(tmp_path, NOTE, copies=(("b.txt", NOTE),))
    assert rows[1]["duplicate_of"] == "disk1/a/note.txt"
    assert rows[1]["sha256"] == rows[0]["sha256"]
    assert (tmp_path / "disk1/b.txt").read_bytes() == b"words"


def test_what_lies_in_a_copied_archive_is_a_copy(tmp_path: Path, estate: Estate):
    member = Document("x.json", "json", b"{}", records(estate, 0, 3))
    archive = zip_of("a.zip", [member])
    rows = laid(tmp_path, archive, copies=(("b.zip", archive),))
    assert [row["duplicate_of"] for row in rows] == ["", "", "disk1/a.zip", "disk1/a.zip!/x.json"]
    assert [row["sightings"] for row in rows] == [0, 3, 0, 0]


def test_a_sealed_member_has_no_hash(tmp_path: Path):
    assert [row["sha256"] == "" for row in laid(tmp_path, encrypted("x.zip", NOTE))] == [False, True]


def test_a_long_document_counts_all_its_pieces(tmp_path: Path, estate: Estate):
    with KeyWriter(tmp_path / "key") as key:
        deposit = Deposit(Place(tmp_path, "disk1", "ours"), key, Meter(tmp_path, 1))
        long = deposit.open_long(Document("x.csv", "csv", b"", locator="row"), "extract")
        for piece in pieces_of("x.csv", estate, (0, 50), Layout()):
            long.add(piece)
        long.close()
    row = pq.read_table(tmp_path / "key/items.parquet").to_pylist()[0]
    expected = records(estate, 0, 50).num_rows
    assert (row["sightings"], row["events"], row["category"]) == (expected, expected, "extract")
    assert row["size_bytes"] == (tmp_path / "disk1/x.csv").stat().st_size
    assert pq.read_table(tmp_path / "key/sightings.parquet")["locator"][0].as_py() == "row 1"


def test_a_long_document_without_a_piece_is_no_item(tmp_path: Path):
    with KeyWriter(tmp_path / "key") as key:
        deposit = Deposit(Place(tmp_path, "disk1", "ours"), key, Meter(tmp_path, 1))
        deposit.open_long(Document("x.csv", "csv", b""), "extract").close()
    assert pq.read_table(tmp_path / "key/items.parquet").num_rows == 0


def test_a_full_disk_stops_with_advice(tmp_path: Path):
    (tmp_path / "disk1").mkdir()
    (tmp_path / "disk1/long.csv").symlink_to("/dev/full")
    with KeyWriter(tmp_path / "key") as key:
        deposit = Deposit(Place(tmp_path, "disk1", "ours"), key, Meter(tmp_path, 9_000_000_000))
        with pytest.raises(SpaceError, match=r"9\.0 GB more are needed"):
            deposit.write("disk1/long.csv", b"x" * 100_000, more=True)


def test_a_renamed_document_keeps_its_bytes():
    assert renamed(NOTE, "c.txt").data == NOTE.data
