"""The key holds what stands in a document, and only that."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leakassay.exercise.estate.number import DEFAULT_NUMBER
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.leak.key_table import EVENT, SIGHTING, KeyWriter
from leakassay.exercise.paper.delimited import by_row
from leakassay.exercise.paper.document import Document
from leakassay.values.uk import nhs_number


def test_a_specimen_is_one_sighting_and_each_test_an_event(tmp_path: Path, estate: Estate):
    rows = records(estate, 0, 12)
    with KeyWriter(tmp_path) as key:
        assert key.add("a", "disk1", "ours", Document("a", "json", b"", rows)) == (12, rows.num_rows)
    assert pq.read_table(tmp_path / "sightings.parquet").schema.names == SIGHTING.names
    assert pq.read_table(tmp_path / "events.parquet").schema.names == EVENT.names


def test_a_flat_file_has_a_sighting_per_row(tmp_path: Path, estate: Estate):
    rows = by_row(records(estate, 0, 12))
    with KeyWriter(tmp_path) as key:
        assert key.add("a", "disk1", "ours", Document("a", "csv", b"", rows)) == (rows.num_rows, rows.num_rows)


def test_columns_that_a_document_does_not_show_are_empty_in_the_key(tmp_path: Path, estate: Estate):
    shown = Document("a", "text", b"", records(estate, 0, 5), frozenset({"surname"}), has_events=False)
    with KeyWriter(tmp_path) as key:
        assert key.add("a", "disk1", "ours", shown) == (5, 0)
    table = pq.read_table(tmp_path / "sightings.parquet")
    assert "" not in table["surname"].to_pylist()
    assert set(table["forename"].to_pylist()) == set(table["nhs_number"].to_pylist()) == {""}


def test_a_number_that_is_not_valid_is_not_truth(tmp_path: Path, estate: Estate):
    rows = records(estate, 0, estate.specimens)
    with KeyWriter(tmp_path) as key:
        key.add("a", "disk1", "ours", Document("a", "json", b"", rows))
    planted = pq.read_table(tmp_path / "sightings.parquet")["nhs_number"].to_pylist()
    printed = list(dict(zip(rows["record"].to_pylist(), rows["nhs_number"].to_pylist(), strict=True)).values())
    assert DEFAULT_NUMBER in printed
    assert planted == [one if one not in {"", DEFAULT_NUMBER} and well_formed(one) else "" for one in printed]


def well_formed(printed: str) -> bool:
    """Says by the product's own rule whether a printed number is one."""
    return len(printed) == 10 and nhs_number.is_valid(printed)


def test_fabricated_people_are_no_subjects(tmp_path: Path, estate: Estate):
    with KeyWriter(tmp_path) as key:
        key.add("a", "disk1", "fabricated", Document("a", "json", b"", records(estate, 0, 5)))
    assert not any(pq.read_table(tmp_path / "sightings.parquet")["subject"].to_pylist())
    assert len(key.tally.people) == 0
    # people of the estate under a forger's folder are nobody's forgery: only invented ids count
    assert len(key.tally.fabricated) == 0


def test_a_locator_leads_to_the_record(tmp_path: Path, estate: Estate):
    rows = records(estate, 0, 3)
    own = rows.append_column("locator", pa.array([f"cell {number}" for number in range(rows.num_rows)]))
    with KeyWriter(tmp_path) as key:
        key.add("a", "disk1", "ours", Document("a", "pdf", b"", rows, locator="page"))
        key.add("b", "disk1", "ours", Document("b", "xlsx", b"", own))
    found = pq.read_table(tmp_path / "sightings.parquet")["locator"].to_pylist()
    assert found[:3] == ["page 1", "page 2", "page 3"]
    assert found[3] == "cell 0"


@pytest.mark.parametrize("name", ["items", "sightings", "events"])
def test_a_key_without_documents_still_has_its_tables(tmp_path: Path, name: str):
    with KeyWriter(tmp_path):
        pass
    assert pq.read_table(tmp_path / f"{name}.parquet").num_rows == 0


def test_a_row_without_code_and_name_of_a_test_names_a_person_only(tmp_path: Path, estate: Estate):
    rows = records(estate, 0, 6)
    blank = pa.repeat("", rows.num_rows)
    nameless = rows.set_column(rows.column_names.index("test_name"), "test_name", blank)
    neither = nameless.set_column(rows.column_names.index("test_code"), "test_code", blank)
    with KeyWriter(tmp_path) as key:
        assert key.add("a", "disk1", "ours", Document("a", "hl7v2", b"", nameless)) == (6, rows.num_rows)
        assert key.add("b", "disk1", "ours", Document("b", "hl7v2", b"", neither)) == (6, 0)
