"""An answer key is read whole or refused in one sentence."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from leakassay.exercise import key
from leakassay.exercise.write import Manifest


def test_the_key_is_read_back(rehearsal: Manifest):
    loaded = key.load(rehearsal.key)
    assert loaded.people.num_rows >= 300
    assert loaded.counts["subjects"] == rehearsal.counts["subjects"]


@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_a_folder_that_is_no_key_is_refused_with_the_name_of_the_file(tmp_path: Path, damage: str):
    if damage == "broken":
        (tmp_path / "items.parquet").write_bytes(b"not parquet")
    with pytest.raises(key.AnswerKeyError, match=r"items\.parquet"):
        key.load(tmp_path)


def test_long_tables_come_in_batches_with_the_columns_asked_for(rehearsal: Manifest):
    loaded = key.load(rehearsal.key)
    batches = list(loaded.batches("events", ("item_path", "no_such_column")))
    assert {tuple(batch.column_names) for batch in batches} == {("item_path",)}
    assert sum(batch.num_rows for batch in batches) == loaded.events.num_rows > 0


def test_a_table_that_is_damaged_within_is_refused_when_it_is_read(rehearsal: Manifest, tmp_path: Path):
    shutil.copytree(rehearsal.key, tmp_path / "key")
    data = bytearray((tmp_path / "key" / "sightings.parquet").read_bytes())
    data[4:-2_000] = bytes(len(data) - 2_004)
    loaded = key.load(rehearsal.key)
    (tmp_path / "key" / "sightings.parquet").write_bytes(data)
    with pytest.raises(key.AnswerKeyError, match=r"sightings\.parquet"):
        list(replace(loaded, folder=tmp_path / "key").batches("sightings", ("surname",)))
