"""References of FHIR: addresses, ids, contained resources, identifiers."""

import pytest

from leakassay.read.health.fhir_links import Links, short_name

PATIENT = {"resourceType": "Patient", "id": "p", "identifier": [{"system": "s", "value": "1"}]}


def linked(*resources, **entry):
    links = Links()
    links.add({"resourceType": "Bundle", "entry": [{"resource": one, **entry} for one in resources]})
    return links


@pytest.mark.parametrize(
    "reference",
    [
        {"reference": "Patient/p"}, {"reference": "https://x/fhir/Patient/p/_history/3"},
        {"reference": "urn:uuid:1"}, {"identifier": {"system": "s", "value": "1"}},
    ],
)  # fmt: skip
def test_a_reference_of_any_kind_leads_to_the_patient(reference):
    links = linked(PATIENT, fullUrl="urn:uuid:1")
    links.add({"resourceType": "Observation", "subject": reference})
    found, _ = links.subject(links.resources[-1])
    assert found is not None
    assert found.tree is PATIENT


def test_a_contained_patient_is_found_from_inside_only():
    links = linked({"resourceType": "Observation", "contained": [PATIENT], "subject": {"reference": "#p"}})
    observation = links.resources[1]
    assert links.subject(observation)[0].tree is PATIENT
    assert links.find({"reference": "#p"}, links.resources[0]) is None


def test_a_result_without_a_subject_has_that_of_its_report():
    links = linked(
        {"resourceType": "Observation", "id": "o"}, {"resourceType": "DiagnosticReport", "subject": {"display": "A"}}
    )
    links.resources[1].report = links.resources[2]
    assert links.subject(links.resources[1]) == (None, {"display": "A"})


def test_groups_and_devices_are_nobody():
    links = linked({"resourceType": "Observation", "subject": {"reference": "Group/1"}})
    assert links.subject(links.resources[1]) == (None, {})


def test_rings_end():
    links = linked({"resourceType": "Observation"}, {"resourceType": "Observation"})
    _, one, other = links.resources
    one.report, other.report = other, one
    assert links.subject(one) == (None, {})


def test_an_address_is_shortened_to_type_and_id():
    assert short_name("https://x/fhir/Patient/1/_history/2") == "Patient/1"
