"""FHIR exports parse and hold the records, entry by entry and line by line."""

import json
from typing import Any

import pyarrow as pa
import pytest
from lxml import etree

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import IDENTITY, Estate, records
from leakassay.exercise.paper import fhir
from leakassay.exercise.paper.fhir_resource import NHS_NUMBER, R4, STU3, Spelling

NAMESPACE = {"f": "http://hl7.org/fhir"}


def resources(data: bytes, kind: str) -> list[dict[str, Any]]:
    entries = [entry["resource"] for entry in json.loads(data)["entry"]]
    return [one for one in entries if one["resourceType"] == kind]


@pytest.mark.parametrize("spelling", [R4, STU3])
def test_a_bundle_has_a_patient_and_a_report_per_specimen_and_an_observation_per_test(
    estate: Estate, spelling: Spelling
):
    rows = records(estate, 0, 30)
    document = fhir.bundle("x.json", rows, OURS, spelling)
    assert len(resources(document.data, "Patient")) == len(resources(document.data, "DiagnosticReport")) == 30
    tests = [one["code"]["coding"][0]["code"] for one in resources(document.data, "Observation")]
    assert tests == rows["test_code"].to_pylist()
    profile = resources(document.data, "Patient")[0]["meta"]["profile"][0]
    assert profile.endswith("UKCore-Patient" if spelling is R4 else "CareConnect-Patient-1")
    assert bool(resources(document.data, "ServiceRequest")) is (spelling is R4)


def test_a_record_stands_at_the_entry_of_its_patient(estate: Estate):
    document = fhir.bundle("x.json", records(estate, 0, 30), OURS)
    entries = json.loads(document.data)["entry"]
    assert document.records is not None
    for row in document.records.to_pylist():
        patient = entries[int(row["locator"].split()[1]) - 1]["resource"]
        numbers = [one["value"] for one in patient["identifier"] if one["system"] == NHS_NUMBER]
        assert numbers == [row["nhs_number"]] * bool(row["nhs_number"])
        assert patient["name"][0]["family"] == row["surname"]
        assert patient["generalPractitioner"][0]["identifier"]["value"] == row["gp_practice"]


def test_every_reference_of_a_bundle_leads_to_an_entry(estate: Estate):
    whole = json.loads(fhir.bundle("x.json", records(estate, 0, 30), OURS, kind="transaction").data)
    addresses = {entry["fullUrl"] for entry in whole["entry"]}
    assert len(addresses) == len(whole["entry"])
    text = json.dumps(whole)
    assert all(part.split('"')[0] in addresses for part in text.split('"reference": "')[1:])
    assert {entry["request"]["method"] for entry in whole["entry"]} == {"POST"}


def test_a_test_that_was_only_asked_for_has_no_value(estate: Estate):
    rows = records(estate, 0, estate.specimens)
    found = resources(fhir.bundle("x.json", rows, OURS).data, "Observation")
    for one, row in zip(found, rows.to_pylist(), strict=True):
        assert (one["status"] == "registered") is (row["status"] == "requested")
        assert ("valueQuantity" in one or "valueString" in one) is bool(row["value"])
        if "valueQuantity" in one:
            assert float(row["value"]) == one["valueQuantity"]["value"]


def test_a_scottish_number_has_its_own_system(estate: Estate):
    rows = records(estate, 0, 1)
    if "chi_number" in rows.column_names:
        rows = rows.drop_columns(["chi_number"])
    rows = rows.append_column("chi_number", pa.array(["0101505076"] * rows.num_rows))
    patient = resources(fhir.bundle("x.json", rows, OURS).data, "Patient")[0]
    assert {"use": "official", "system": "https://phs.scot/chinumber", "value": "0101505076"} in patient["identifier"]


@pytest.mark.parametrize("spelling", [R4, STU3])
def test_the_xml_says_what_the_json_says(estate: Estate, spelling: Spelling):
    rows = records(estate, 0, 30)
    tree = etree.fromstring(fhir.xml_bundle("x.xml", rows, OURS, spelling).data)
    assert tree.tag == "{http://hl7.org/fhir}Bundle"
    families = tree.xpath("//f:Patient/f:name/f:family/@value", namespaces=NAMESPACE)
    expected = resources(fhir.bundle("x.json", rows, OURS, spelling).data, "Patient")
    assert families == [one["name"][0]["family"] for one in expected]
    names = tree.xpath("//f:Observation/f:code/f:text/@value", namespaces=NAMESPACE)
    assert names == rows["test_name"].to_pylist()
    assert len(tree.xpath("//f:Patient//f:extension[@url]", namespaces=NAMESPACE)) > 0


def test_a_bulk_export_keeps_people_and_tests_in_two_files(estate: Estate):
    rows = records(estate, 0, 200)
    patients, results = fhir.bulk_export("bulk", rows, OURS)
    people = [json.loads(line) for line in patients.data.splitlines()]
    tests = [json.loads(line) for line in results.data.splitlines()]
    assert len(people) == len(set(rows["person_id"].to_pylist()))
    assert {one["subject"]["reference"] for one in tests} == {f"Patient/{one['id']}" for one in people}
    assert (patients.has_events, patients.shows) == (False, set(IDENTITY))
    assert (results.has_events, results.shows) == (True, frozenset())
    assert results.records is not None
    assert [one["code"]["text"] for one in tests] == results.records["test_name"].to_pylist()
    assert results.records["record"].to_pylist() == list(range(len(tests)))
    assert all(name not in results.data.decode() for name in ("birthDate", '"family"', "postalCode"))


def test_the_same_rows_give_the_same_bytes(estate: Estate):
    rows = records(estate, 0, 5)
    assert fhir.bundle("x.json", rows, OURS, indent=2).data == fhir.bundle("y.json", rows, OURS, indent=2).data
