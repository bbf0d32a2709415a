"""People of FHIR: numbers by system, names by use, contacts."""

import pytest

from leakassay.read.health.fhir_person import described, number_of, patient, referred, system_name
from leakassay.read.health.record_rows import PERSON_FIELDS

NHS = "https://fhir.nhs.uk/Id/nhs-number"


def named(values):
    return {name: value for name, value in zip(PERSON_FIELDS, values, strict=True) if value}


@pytest.mark.parametrize(
    ("system", "kind", "field"),
    [
        (NHS, "", "nhs_number"), ("http://fhir.nhs.net/Id/nhs-number", "", "nhs_number"), ("", "NH", "nhs_number"),
        ("urn:oid:2.16.840.1.113883.2.1.4.1", "", "nhs_number"),
        ("https://fhir.nhs.scot/Id/chi-number", "", "chi_number"),
        ("https://x/health-and-care-number", "", "hc_number"), ("https://rx1/mrn", "MR", "hospital_number"),
    ],
)  # fmt: skip
def test_a_number_belongs_where_its_system_says(system, kind, field):
    assert number_of(system, kind) == field


def test_a_patient_is_told_whole():
    tree = {
        "identifier": [
            {"system": NHS, "value": "9990000018"},
            {"use": "old", "system": "x", "value": "OLD1"},
            {"use": "usual", "system": "https://rx1/Id/mrn", "value": "H1", "assigner": {"display": "RX1"}},
        ],
        "name": [{"use": "maiden", "family": "BORN"}, {"use": "official", "family": "TESTER", "given": ["ANN", "BEA"]}],
        "telecom": [{"system": "phone", "value": "tel:020"}, {"system": "email", "value": "a@b.test"}],
        "address": [{"use": "old", "text": "OLD"}, {"use": "home", "line": ["1 LANE"], "postalCode": "SE1 7EH"}],
        "gender": "female", "birthDate": "1980-01-02",
    }  # fmt: skip
    assert named(patient(tree)) == {
        "nhs_number": "9990000018", "hospital_number": "H1", "assigning_authority": "RX1", "surname": "TESTER",
        "forename": "ANN", "date_of_birth": "1980-01-02", "sex": "female", "address": "1 LANE", "postcode": "SE1 7EH",
        "telephone": "020", "email": "a@b.test",
    }  # fmt: skip


def test_a_bare_number_that_passes_its_check_is_an_nhs_number():
    assert named(patient({"identifier": [{"value": "999 000 0018"}]})) == {"nhs_number": "999 000 0018"}
    assert named(patient({"identifier": [{"value": "9990000019"}]})) == {"hospital_number": "9990000019"}
    assert named(patient({"id": "9990000018"})) == {"nhs_number": "9990000018"}
    assert named(patient({"id": "9990000019"})) == {}


@pytest.mark.parametrize("text", ["Ann Tester", "Tester, Ann"])
def test_a_name_in_one_piece_is_parted(text):
    assert named(described({"name": {"text": text}})) == {"surname": "Tester", "forename": "Ann"}


def test_a_reference_alone_tells_what_it_bears():
    reference = {"reference": "https://x/Patient/9990000018/_history/2", "display": "TESTER, Ann"}
    assert named(referred(reference)) == {"nhs_number": "9990000018", "surname": "TESTER", "forename": "Ann"}
    assert named(referred({"identifier": {"system": NHS, "value": "9990000026"}})) == {"nhs_number": "9990000026"}
    assert named(referred({"reference": "Patient/12"})) == {}


def test_a_system_is_named_by_its_last_step():
    assert system_name("https://rx1.nhs.uk/Id/mrn/") == "mrn"
