"""A wrapped dump has a key that still leads to every item."""

import hashlib
from pathlib import Path

import py7zr
import pyarrow.compute as pc
import pytest

from leakassay.exercise import key as keys
from leakassay.exercise.key import AnswerKey
from leakassay.exercise.write import Manifest, write

OUTER = "ChatExport_2024-06-20/files/leak.7z.001"


@pytest.fixture(scope="module")
def wrapped(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    out = tmp_path_factory.mktemp("telegram") / "r"
    return write(out, kind="ours", people=60, events=400, seed=4, telegram_export=True)


@pytest.fixture(scope="module")
def key(wrapped: Manifest) -> AnswerKey:
    return keys.load(wrapped.key)


def test_what_lies_on_disk_is_what_the_key_lists_at_the_top(wrapped: Manifest, key: AnswerKey):
    top = key.items.filter(pc.invert(pc.match_substring(key.items["item_path"], "!/")))
    listed = dict(zip(top["item_path"].to_pylist(), top["sha256"].to_pylist(), strict=True))
    on_disk = {
        path.relative_to(wrapped.dump).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in wrapped.dump.rglob("*")
        if path.is_file()
    }
    assert listed == on_disk


def test_another_program_finds_every_planted_file_under_its_new_path(wrapped: Manifest, key: AnswerKey, tmp_path: Path):
    volumes = sorted((wrapped.dump / OUTER).parent.glob("leak.7z.*"))
    whole = tmp_path / "leak.7z"
    whole.write_bytes(b"".join(path.read_bytes() for path in volumes))
    with py7zr.SevenZipFile(whole) as outer:
        outer.extractall(tmp_path / "outer")
    found: dict[str, str] = {}
    for inner in sorted((tmp_path / "outer").glob("*.7z")):
        with py7zr.SevenZipFile(inner) as archive:
            archive.extractall(tmp_path / inner.stem)
        for path in (tmp_path / inner.stem).rglob("*"):
            if path.is_file():
                name = path.relative_to(tmp_path / inner.stem).as_posix()
                found[f"{OUTER}!/{inner.name}!/{name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    rows = key.items.to_pylist()
    planted = {
        row["item_path"]: row["sha256"] for row in rows if row["partition"] and row["item_path"].count("!/") == 2
    }
    assert planted == found


def test_sightings_and_events_lie_in_listed_items(key: AnswerKey):
    items = set(key.items["item_path"].to_pylist())
    for table in (key.sightings, key.events):
        paths = set(table["item_path"].to_pylist())
        assert len(paths) > 10
        assert paths <= items
    assert {row for row in key.items["duplicate_of"].to_pylist() if row} <= items


def test_counts_are_those_of_the_files_that_lie_there_now(wrapped: Manifest, key: AnswerKey):
    files = [path for path in wrapped.dump.rglob("*") if path.is_file()]
    assert wrapped.counts["files"] == len(files)
    assert wrapped.counts["bytes"] == sum(path.stat().st_size for path in files)
    assert wrapped.counts["items"] == key.items.num_rows
