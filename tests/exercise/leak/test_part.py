"""A partition holds every format, and its truth adds up."""

import io
import zipfile
from pathlib import Path

import pyarrow.compute as pc
import pytest

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.leak.part import PLAN, Share

FORMATS = {"csv", "json", "ndjson", "text", "zip", "gzip", "tar", "hl7v2", "edifact", "xlsx", "pdf", "eml", "empty"}


@pytest.mark.parametrize("partition", ["disk1", "disk2", "disk3", "disk4"])
def test_every_partition_holds_every_format(answer_key: AnswerKey, partition: str):
    items = answer_key.items.filter(pc.equal(answer_key.items["partition"], partition))
    assert set(items["format"].to_pylist()) == FORMATS


def test_item_counts_agree_with_the_tables(answer_key: AnswerKey):
    assert pc.sum(answer_key.items["sightings"]).as_py() == answer_key.sightings.num_rows
    assert pc.sum(answer_key.items["events"]).as_py() == answer_key.events.num_rows


def test_some_people_stand_in_file_names(dump: Path, answer_key: AnswerKey):
    named = answer_key.items.filter(pc.is_valid(answer_key.items["named_person"])).to_pylist()
    people = {row["person_id"]: row for row in answer_key.people.to_pylist()}
    assert len(named) > 3
    whole = [row for row in named if people[row["named_person"]]["surname"].upper() in row["item_path"].upper()]
    # a typing error, a swapped or an earlier name stands there as it was printed
    assert len(whole) >= len(named) * 0.7
    assert all((dump / row["item_path"]).exists() for row in named)


def test_one_file_has_the_wrong_extension(dump: Path):
    assert (dump / "disk1/misc/scan_0001.pdf").read_bytes()[:2] == b"PK"


def test_the_nested_archive_opens_to_the_members_of_the_key(dump: Path, answer_key: AnswerKey):
    with zipfile.ZipFile(dump / "disk1/backup/batch1.zip") as outer:
        inner = zipfile.ZipFile(io.BytesIO(outer.read("inner/march.zip")))
    paths = {f"disk1/backup/batch1.zip!/inner/march.zip!/{name}" for name in inner.namelist()}
    assert paths <= set(answer_key.items["item_path"].to_pylist())


def test_duplicates_are_byte_for_byte(dump: Path):
    assert (dump / "disk1/export/patients.json").read_bytes() == (dump / "disk1/misc/patients (copy).json").read_bytes()


def test_a_share_keeps_within_its_bounds():
    share = Share(0.1, most=50, least=4)
    assert [share.of(count) for count in (10, 100, 10_000)] == [4, 10, 50]
    assert sum(one.fraction for one, _ in PLAN) < 0.5
