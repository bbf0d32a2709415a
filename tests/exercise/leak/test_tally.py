"""The totals count files as they lie and contents once."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.leak.deposit import Deposit, Place
from leakassay.exercise.leak.key_table import KeyWriter
from leakassay.exercise.leak.meter import Meter
from leakassay.exercise.leak.tally import People
from leakassay.exercise.paper.archive import zip_of
from leakassay.exercise.paper.document import Document


def test_containers_count_as_bytes_and_their_members_as_unpacked_bytes(tmp_path: Path):
    archive = zip_of("a.zip", [Document("b.txt", "text", b"x" * 5_000)])
    with KeyWriter(tmp_path / "key") as key:
        deposit = Deposit(Place(tmp_path, "disk1", "ours"), key, Meter(tmp_path, 1))
        deposit.put(archive)
        deposit.put(Document("c.txt", "text", b"y" * 10))
    counts = key.tally.counts()
    assert counts["bytes"] == len(archive.data) + 10
    assert counts["bytes_unpacked"] == 5_010
    assert (counts["files"], counts["items"], counts["subjects"]) == (2, 3, 0)


def test_what_was_packed_lies_in_other_files(tmp_path: Path):
    with KeyWriter(tmp_path / "key") as key:
        Deposit(Place(tmp_path, "disk1", "ours"), key, Meter(tmp_path, 1)).put(Document("c.txt", "text", b"y" * 10))
    key.tally.repacked(2, 500, 4)
    counts = key.tally.counts()
    assert (counts["bytes"], counts["files"], counts["items"], counts["bytes_unpacked"]) == (500, 2, 5, 10)


@given(st.lists(st.lists(st.integers(min_value=0, max_value=5_000), max_size=30), max_size=6))
def test_people_are_counted_once_however_often_they_are_met(batches: list[list[int]]):
    people = People()
    for batch in batches:
        people.add(np.array(batch, dtype=np.int64))
    assert len(people) == len({one for batch in batches for one in batch})
