"""Exports carry the promised columns, masked unless the audit log says otherwise."""

import csv
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leakassay.disclosure.reveal import Permit, reveal
from leakassay.model.errors import OperatorError
from leakassay.report.export import EXPORTS, FORMATS, answer, export, sensitive
from report.sample_shelf import NAMES, sample, shelf

PROMISED = {
    "items": "item_id source_id parent_id item_path size_bytes modified_at sha256 media_type format outcome reason "
    "bytes_read records reader reader_version duplicate_of",
    "columns": "item_id table_name position header kind values valid distinct reason",
    "sightings": "sighting_id item_id item_path locator nhs_number chi_number hospital_number surname forename "
    "date_of_birth sex address postcode telephone email gp_practice site_code assigning_authority sender subject_id",
    "events": "event_id sighting_id item_id locator test_code test_name test_class tier status value_flag unit "
    "collected_at received_at reported_at specimen_id requester_code client_code controller controller_rule",
    "mentions": "mention_id item_id locator kind value start end score reason",
    "properties": "item_id name value locator",
    "subjects": "subject_id person_type nhs_number surname forename date_of_birth child deceased sightings origin "
    "identifiability severity controllers",
    "controllers": "ods_code name events sightings subjects_low subjects_best subjects_high",
    "evidence": "partition feature family hypothesis log10_likelihood cap note",
    "claims": "claim_id text source unit claimed measured_low measured_best measured_high verdict evidence",
}
PEOPLE = {
    "item": [{"item_id": 10, "item_path": "a.zip!/SMITH.csv", "outcome": "read"}],
    "sighting": [
        {
            "sighting_id": 2**63 + 5,
            "item_id": 10,
            "unit_offset": 4096,
            "part": "Sheet1",
            "row": 7,
            "nhs_number": "9990000018",
        }
        | {"surname": "=TESTER", "forename": "PAT"}
    ],
    "membership": [{"sighting_id": 2**63 + 5, "subject_id": 3}],
}


class FileAudit:
    """A log on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, action: str, **facts: object) -> None:
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"action": action, **facts}) + "\n")
            stream.flush()
            os.fsync(stream.fileno())


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_an_export_has_the_columns_that_others_rely_on(name: str) -> None:
    columns = next(answer(shelf({}), name)).column_names
    assert set(PROMISED[name].split()) <= set(columns)


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("name", EXPORTS)
def test_an_empty_table_gives_a_file_without_rows(name: str, fmt: str, tmp_path: Path) -> None:
    assert export(shelf({}), name, fmt, tmp_path / "out") == 0
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600


def test_a_masked_sighting_shows_its_place_and_no_value(tmp_path: Path) -> None:
    assert export(shelf(PEOPLE), "sightings", "csv", tmp_path / "s.csv") == 1
    row = next(csv.DictReader((tmp_path / "s.csv").open(encoding="utf-8", newline="")))
    assert row["sighting_id"] == "8000000000000005"
    assert row["subject_id"] == "0000000000000003"
    assert (row["item_path"], row["locator"]) == ("•••.zip!/S•••.csv", "4096:•••:7")
    assert (row["nhs_number"], row["surname"], row["forename"]) == ("999 ••• ••••", "•••", "P•••")


def test_a_revealed_export_is_logged_first_and_tells_the_value(tmp_path: Path) -> None:
    audit, out = FileAudit(tmp_path / "audit.log"), tmp_path / "s.csv"
    reveal(
        audit,
        "pack for X01",
        "export sightings",
        lambda permit: export(shelf(PEOPLE), "sightings", "csv", out, permit=permit),
    )
    row = next(csv.DictReader(out.open(encoding="utf-8", newline="")))
    assert (row["nhs_number"], row["surname"], row["locator"]) == ("9990000018", "'=TESTER", "4096:Sheet1:7")
    assert json.loads(audit.path.read_text(encoding="utf-8"))["what"] == "export sightings"


def test_all_formats_hold_the_same_rows(tmp_path: Path) -> None:
    tables = sample(30)
    counts = {fmt: export(tables, "subjects", fmt, tmp_path / f"s.{fmt}", permit=Permit("test")) for fmt in FORMATS}
    assert set(counts.values()) == {30}
    lines = [json.loads(line) for line in (tmp_path / "s.ndjson").read_text(encoding="utf-8").splitlines()]
    assert pq.read_table(tmp_path / "s.parquet").to_pylist() == lines


def test_rows_come_in_the_same_order_twice(tmp_path: Path) -> None:
    for run in ("one", "two"):
        export(sample(50), "events", "parquet", tmp_path / run)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_controllers_carry_the_names_of_the_profile() -> None:
    table = pa.concat_tables(answer(sample(200), "controllers", NAMES))
    assert dict(zip(table["ods_code"].to_pylist(), table["name"].to_pylist(), strict=True))["X01"] == NAMES["X01"]


def test_every_sensitive_column_that_an_export_keeps_is_masked() -> None:
    for name in EXPORTS:
        columns = set(next(answer(shelf({}), name)).column_names)
        assert columns & {
            "nhs_number",
            "surname",
            "item_path",
            "locator",
            "partition",
            "test_name",
        } <= sensitive(name)


@pytest.mark.parametrize(
    ("name", "fmt", "said"), [("people", "csv", "no export 'people'"), ("items", "doc", "format 'doc'")]
)
def test_a_wrong_word_is_answered_with_the_right_ones(name: str, fmt: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=said):
        export(shelf({}), name, fmt, tmp_path / "out")


def test_a_missing_folder_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="does not exist"):
        export(shelf({}), "items", "csv", tmp_path / "gone" / "out.csv")


def test_a_failed_export_leaves_the_old_file_alone(tmp_path: Path) -> None:
    out = tmp_path / "claims.xlsx"
    out.write_bytes(b"old")
    long = {"claim_result": [{"claim_id": "a", "text": "x" * 40_000}]}
    with pytest.raises(OperatorError, match="choose csv or parquet"):
        export(shelf(long), "claims", "xlsx", out)
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]
