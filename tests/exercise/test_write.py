"""Writing a rehearsal: the same seed gives the same bytes, the key agrees with the files, nothing is overwritten."""

import csv
import hashlib
import json
from pathlib import Path

import duckdb
import pyarrow.compute as pc
import pytest

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.write import KINDS, Manifest, RehearsalError, tree_hash, write
from leakassay.profile import claim, organisation


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, kind: str):
    for name in ("one", "two"):
        write(tmp_path / name, kind=kind, people=40, events=300, seed=9)
    assert tree_hash(tmp_path / "one") == tree_hash(tmp_path / "two")


def test_another_seed_gives_other_bytes(tmp_path: Path):
    for seed in (1, 2):
        write(tmp_path / str(seed), kind="ours", people=40, events=300, seed=seed)
    assert tree_hash(tmp_path / "1" / "dump") != tree_hash(tmp_path / "2" / "dump")


def test_a_folder_with_something_in_it_is_left_alone_without_force(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(RehearsalError, match="not empty"):
        write(tmp_path, kind="ours", people=40, events=300, seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_force_replaces_the_rehearsal_and_nothing_else(tmp_path: Path):
    write(tmp_path, kind="ours", people=40, events=300, seed=2)
    (tmp_path / "dump" / "old.txt").write_text("old")
    (tmp_path / "mine.txt").write_text("keep")
    write(tmp_path, kind="ours", people=40, events=300, seed=1, force=True)
    assert (tmp_path / "mine.txt").exists()
    assert not (tmp_path / "dump" / "old.txt").exists()


def test_force_never_replaces_a_dump_that_no_rehearsal_made(tmp_path: Path):
    (tmp_path / "dump").mkdir()
    (tmp_path / "dump" / "evidence.csv").write_text("real")
    with pytest.raises(RehearsalError, match="answer key"):
        write(tmp_path, kind="ours", people=40, events=300, seed=1, force=True)
    assert (tmp_path / "dump" / "evidence.csv").read_text() == "real"


@pytest.mark.parametrize(("kind", "people", "events"), [("theirs", 40, 300), ("ours", 2, 300), ("ours", 40, 5)])
def test_impossible_knobs_are_refused_in_one_sentence(tmp_path: Path, kind: str, people: int, events: int):
    with pytest.raises(RehearsalError) as refused:
        write(tmp_path / "out", kind=kind, people=people, events=events, seed=1)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_every_file_of_the_dump_is_in_the_key_with_its_hash(dump: Path, answer_key: AnswerKey):
    top = answer_key.items.filter(pc.invert(pc.match_substring(answer_key.items["item_path"], "!/")))
    listed = dict(zip(top["item_path"].to_pylist(), top["sha256"].to_pylist(), strict=True))
    on_disk = {
        path.relative_to(dump).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in dump.rglob("*")
        if path.is_file()
    }
    assert listed == on_disk


def test_the_key_counts_the_rows_that_the_bulk_extract_has(dump: Path, answer_key: AnswerKey):
    with (dump / "disk1/lims/results.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    planted = answer_key.sightings.filter(pc.equal(answer_key.sightings["item_path"], "disk1/lims/results.csv"))
    assert len(rows) == planted.num_rows > 1_000
    assert [row["SURNAME"] for row in rows] == planted["surname"].to_pylist()


@pytest.mark.parametrize(
    "name", ["lims/results.csv", "lims/results_pipe.txt", "lims/failsafe.csv", "export/address_list.csv"]
)
def test_another_program_counts_the_same_rows(dump: Path, answer_key: AnswerKey, name: str):
    for partition in ("disk1", "disk2"):
        path = f"{partition}/{name}"
        planted = pc.sum(pc.equal(answer_key.sightings["item_path"], path)).as_py()
        assert duckdb.read_csv(str(dump / path), all_varchar=True, header=True).shape[0] == planted > 3


def test_profile_and_claims_are_read_by_the_products_own_readers(rehearsal: Manifest):
    profile = organisation.load(rehearsal.profile)
    assert profile.organisation.name == "Example Pathology"
    assert profile.resolve(profile.roll[0].path).exists()
    assert profile.resolve(profile.roll[0].secret_file).exists()
    assert profile.resolve(profile.earlier_leak[0].path).is_dir()
    assert {one.id for one in claim.load(rehearsal.claims).claim} == set(rehearsal.counts["claims"])


def test_every_number_lies_in_9xx_unless_issued_ranges_are_asked_for(tmp_path: Path, answer_key: AnswerKey):
    assert {number[0] for number in answer_key.people["nhs_number"].to_pylist()} == {"9"}
    write(tmp_path / "out", kind="ours", people=40, events=300, seed=1, issued_ranges=True)
    patients = (tmp_path / "out/rolls/patients.csv").read_text().splitlines()[1:]
    assert {line.strip('"')[0] for line in patients} <= {"4", "6", "7"}
    assert (tmp_path / "out/SYNTHETIC.txt").exists()


def test_the_earlier_leak_is_published_again_in_part_byte_for_byte(rehearsal: Manifest):
    earlier, again = rehearsal.dump.parent / "earlier/disk3", rehearsal.dump / "disk3"
    same = "export/results.ndjson"
    assert (earlier / same).read_bytes() == (again / same).read_bytes()
    assert not (again / "lims/results.csv").exists()


def test_counts_json_holds_the_truth_of_every_claim(rehearsal: Manifest):
    counts = json.loads((rehearsal.key / "counts.json").read_text())
    assert counts["bytes"] == sum(path.stat().st_size for path in rehearsal.dump.rglob("*") if path.is_file())
    assert {True, False} == set(counts["claims"].values())
