"""Copies, versions and mishaps befall documents of a pile, about as often as they should, and the key says so."""

import itertools
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.leak.deposit import Deposit, Place
from leakassay.exercise.leak.desk import Desk, turns
from leakassay.exercise.leak.key_table import KeyWriter
from leakassay.exercise.leak.maker import Cut
from leakassay.exercise.leak.meter import Meter
from leakassay.exercise.paper.document import Document


def laid(folder: Path, estate: Estate, *, pile: bool, count: int = 400, room: int = 0) -> list[dict[str, Any]]:
    """Puts papers of one person each on a desk; returns the items of the key."""
    rows = records(estate, 0, 1)
    with KeyWriter(folder / "key") as key:
        desk = Desk(Deposit(Place(folder / "dump", "disk1", "ours"), key, Meter(folder, 1)), Cut(estate, 3))
        desk.keep_backups(room)
        for number in range(count):
            desk.put(Document(f"letters/{number}.txt", "text", b"x" * 900 + b"%d" % number, rows), pile=pile)
        desk.backup()
    return list(pq.read_table(folder / "key/items.parquet").to_pylist())


def test_nothing_befalls_a_paper_that_is_no_pile(tmp_path: Path, estate: Estate):
    items = laid(tmp_path, estate, pile=False)
    assert len(items) == 400
    assert {item["outcome"] for item in items} == {"read"}


def test_three_of_ten_files_are_copies_and_some_are_damaged(tmp_path: Path, estate: Estate):
    items = [item for item in laid(tmp_path, estate, pile=True) if "!/" not in item["item_path"]]
    copies = [item for item in items if item["duplicate_of"]]
    assert 0.22 < len(copies) / len(items) < 0.36
    reasons = Counter(item["reason"] for item in items)
    assert reasons["truncated"] + reasons["malformed"] > 5
    assert reasons["no_bytes"] > 0
    assert max(len(item["item_path"]) for item in items) > 260
    assert any("\\x" in item["item_path"] for item in items)


def test_every_file_on_disk_is_an_item(tmp_path: Path, estate: Estate):
    items = laid(tmp_path, estate, pile=True)
    top = [item for item in items if "!/" not in item["item_path"]]
    on_disk = [path for path in (tmp_path / "dump").rglob("*") if path.is_file()]
    assert len(top) == len(on_disk)
    assert sum(item["size_bytes"] for item in top) == sum(path.stat().st_size for path in on_disk)


def test_people_count_once_however_many_copies_there_are(tmp_path: Path, estate: Estate):
    assert sum(item["sightings"] for item in laid(tmp_path, estate, pile=True)) == 400


def test_a_backup_holds_copies_of_what_was_laid_down(tmp_path: Path, estate: Estate):
    items = laid(tmp_path, estate, pile=True, room=10**9)
    members = [item for item in items if "night_" in item["item_path"] and "!/" in item["item_path"]]
    by_path = {item["item_path"]: item["sha256"] for item in items}
    assert len(members) > 100
    assert all(by_path[item["duplicate_of"]] == item["sha256"] for item in members)


def test_two_papers_of_one_name_both_lie_there(tmp_path: Path, estate: Estate):
    with KeyWriter(tmp_path / "key") as key:
        desk = Desk(Deposit(Place(tmp_path, "disk1", "ours"), key, Meter(tmp_path, 1)), Cut(estate, 3))
        for word in (b"one", b"two"):
            desk.put(Document("a.b/c.txt", "text", word), pile=False)
    paths = pq.read_table(tmp_path / "key/items.parquet")["item_path"].to_pylist()
    assert len(set(paths)) == 2
    assert all(path.startswith("disk1/a.b/c") and path.endswith(".txt") for path in paths)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_turns_come_as_often_as_their_weight(weights: list[int]):
    drawn = Counter(itertools.islice(turns(weights), sum(weights) * 3))
    assert [drawn[place] for place in range(len(weights))] == [3 * weight for weight in weights]
