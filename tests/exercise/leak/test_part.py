"""A partition is laid down block by block, and its truth adds up."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from leakassay.exercise.estate import stretch
from leakassay.exercise.estate.person import draw_people
from leakassay.exercise.key import AnswerKey
from leakassay.exercise.leak.deposit import Deposit, Place
from leakassay.exercise.leak.key_table import KeyWriter
from leakassay.exercise.leak.kind import Part, parts
from leakassay.exercise.leak.meter import Meter
from leakassay.exercise.leak.part import Manner, lay_part
from leakassay.exercise.leak.plan import Quota

FORMATS = {
    "7z", "astm", "binary", "csv", "dbf", "dicom", "docx", "ds_store", "edifact", "eml", "empty", "exe", "gzip",
    "hl7v2", "jpeg", "json", "lock", "mbox", "msg", "ndjson", "ods", "ole", "pdf", "png", "recycle_index", "rtf",
    "sql_dump", "sqlite", "tar", "text", "tiff", "xls", "xlsx", "xml", "zip",
}  # fmt: skip


def of(key: AnswerKey, partition: str) -> set[str]:
    items = key.items.filter(pc.equal(key.items["partition"], partition))
    return set(items["format"].to_pylist())


def test_a_partition_holds_every_format(answer_key: AnswerKey):
    assert of(answer_key, "disk1") == FORMATS


@pytest.mark.parametrize("partition", ["disk2", "disk3"])
def test_smaller_partitions_hold_every_format_too(answer_key: AnswerKey, partition: str):
    assert FORMATS - of(answer_key, partition) == set()


def test_item_counts_agree_with_the_tables(answer_key: AnswerKey):
    assert pc.sum(answer_key.items["sightings"]).as_py() == answer_key.sightings.num_rows
    assert pc.sum(answer_key.items["events"]).as_py() == answer_key.events.num_rows


def test_every_sighting_and_event_stands_in_an_item(answer_key: AnswerKey):
    items = set(answer_key.items["item_path"].to_pylist())
    for table in (answer_key.sightings, answer_key.events):
        assert set(table["item_path"].to_pylist()) <= items
        assert "" not in set(table["locator"].to_pylist())


def test_some_people_stand_in_file_and_folder_names(dump: Path, answer_key: AnswerKey):
    named = answer_key.items.filter(pc.is_valid(answer_key.items["named_person"])).to_pylist()
    people = {row["person_id"]: row for row in answer_key.people.to_pylist()}
    assert len(named) > 3
    whole = [row for row in named if people[row["named_person"]]["surname"].upper() in row["item_path"].upper()]
    # a typing error, a swapped or an earlier name stands there as it was printed
    assert len(whole) >= len(named) * 0.6
    above = [(people[row["named_person"]]["surname"].upper(), row["item_path"].upper().split("/")[-2]) for row in whole]
    folders = [surname for surname, folder in above if surname in folder]
    assert 0 < len(folders) < len(whole)


def test_the_nested_archive_opens_to_the_members_of_the_key(dump: Path, answer_key: AnswerKey):
    with zipfile.ZipFile(dump / "disk1/backup/batch_0001.zip") as outer:
        inner = zipfile.ZipFile(io.BytesIO(outer.read("inner/march.zip")))
    paths = {f"disk1/backup/batch_0001.zip!/inner/march.zip!/{name}" for name in inner.namelist()}
    assert paths <= set(answer_key.items["item_path"].to_pylist())


def test_a_third_of_the_files_are_copies_byte_for_byte(dump: Path, answer_key: AnswerKey):
    top = answer_key.items.filter(pc.invert(pc.match_substring(answer_key.items["item_path"], "!/")))
    copies = [row for row in top.to_pylist() if row["duplicate_of"]]
    assert 0.1 < len(copies) / top.num_rows < 0.4
    for row in copies:
        assert (dump / row["item_path"]).read_bytes() == (dump / row["duplicate_of"]).read_bytes()
        assert (row["sightings"], row["events"]) == (0, 0)


def laid(folder: Path, part: Part) -> tuple[pa.Table, pa.Table]:
    """Lays a part down; returns items and sightings of the key."""
    with KeyWriter(folder / "key") as key:
        deposit = Deposit(Place(folder, part.folder, part.kind), key, Meter(folder, 1))
        lay_part(deposit, part, Manner(7, Quota(None, frozenset({"csv", "pdf"}))))
    tables = {name: pq.read_table(folder / f"key/{name}.parquet") for name in ("items", "sightings")}
    return tables["items"], tables["sightings"]


@pytest.fixture
def many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    # the same code as for a hundred million events, at a size a test can afford
    monkeypatch.setattr(stretch, "EVENTS_AT_ONCE", 400)


def test_blocks_share_one_bulk_extract_and_have_folders_of_their_own(tmp_path: Path, many_blocks: None):
    part = parts("ours", draw_people(np.random.default_rng(1), 200), 3_000, 1)[0]
    items, sightings = laid(tmp_path, part)
    bulk = sightings.filter(pc.equal(sightings["item_path"], "disk1/lims/results.csv"))
    assert bulk["record"].to_pylist() == list(range(bulk.num_rows))
    lines = (tmp_path / "disk1/lims/results.csv").read_text("utf-8").splitlines()
    assert len(lines) == bulk.num_rows + 1
    assert sum(line.startswith("LABNO") for line in lines) == 1
    folders = {path.split("/")[1] for path in items["item_path"].to_pylist()} - {"lims"}
    assert len(folders) > 4


def test_one_block_lies_directly_in_its_partition(tmp_path: Path):
    part = parts("ours", draw_people(np.random.default_rng(1), 200), 1_000, 1)[0]
    items, _ = laid(tmp_path, part)
    assert "disk1/reports" in {"/".join(path.split("/")[:2]) for path in items["item_path"].to_pylist()}
