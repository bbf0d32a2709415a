"""The benchmark file has twelve columns, about a hundred bytes a row, and values that are what they say."""

import csv
from pathlib import Path

import pytest

from leakassay.exercise.bulk import COLUMNS, pathology_csv
from leakassay.values.uk import nhs_number, postcode


@pytest.fixture(scope="module")
def bulk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bulk") / "x.csv"
    pathology_csv(path, 20_001, 3)
    return path


def test_every_row_has_twelve_values_that_are_valid(bulk: Path):
    with bulk.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 20_001
    assert tuple(rows[0]) == COLUMNS
    for row in rows[::97]:
        assert nhs_number.is_valid(row["NHSNO"])
        assert postcode.is_valid(row["POSTCODE"])
        assert float(row["RESULT"]) >= 0
        assert row["COLLECTED"][6:10] == "2020"


def test_a_row_is_about_a_hundred_bytes(bulk: Path):
    assert 90 < bulk.stat().st_size / 20_001 < 110


def test_one_specimen_belongs_to_one_person(bulk: Path):
    with bulk.open(newline="") as file:
        pairs = {(row["LABNO"], row["NHSNO"]) for row in csv.DictReader(file)}
    assert len({number for number, _ in pairs}) == len(pairs) == 10_001


def test_the_same_seed_gives_the_same_bytes(bulk: Path, tmp_path: Path):
    pathology_csv(tmp_path / "again.csv", 20_001, 3)
    assert (tmp_path / "again.csv").read_bytes() == bulk.read_bytes()
