"""Clinical resources of FHIR as rows."""

import pytest

from leakassay.read.health.fhir_event import components, is_event, row, status, what
from leakassay.read.health.record_rows import ROW_FIELDS


def named(values):
    return {name: value for name, value in zip(ROW_FIELDS, values, strict=True) if value}


def observation(**more):
    return {"resourceType": "Observation", "status": "final", "code": {"text": "Sodium"}, **more}


@pytest.mark.parametrize(
    ("value", "result", "unit"),
    [
        ({"valueQuantity": {"comparator": "<", "value": 3, "unit": "u"}}, "<3", "u"),
        ({"valueCodeableConcept": {"coding": [{"code": "260385009", "display": "Negative"}]}}, "Negative", None),
        ({"valueString": "Not detected"}, "Not detected", None),
        ({"valueBoolean": False}, "false", None),
        ({"valueRange": {"low": {"value": 1, "unit": "u"}, "high": {"value": 2}}}, "1-2", "u"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 64}}}, "1:64", None),
        ({"valuePeriod": {"start": "2024"}}, "2024", None),
        ({"valueString": "long " * 60}, None, None),
    ],
)
def test_a_value_of_any_type_is_a_result(value, result, unit):
    found = named(row(observation(**value)))
    assert (found.get("result"), found.get("result_unit")) == (result, unit)


def test_range_and_flag_are_taken_and_susceptibility_is_no_flag():
    limits = [{"low": {"value": 1}, "high": {"value": 2}}]
    found = named(row(observation(referenceRange=limits, interpretation=[{"coding": [{"code": "H"}]}])))
    assert (found["range_low"], found["range_high"], found["flag"]) == ("1", "2", "H")
    found = named(row(observation(interpretation={"coding": [{"code": "R"}]})))
    assert (found["result"], "flag" in found) == ("R", False)


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({"resourceType": "Observation", "status": "final"}, "resulted"),
        ({"resourceType": "Observation", "status": "registered"}, "requested"),
        ({"resourceType": "Observation", "status": "entered-in-error"}, "unknown"),
        ({"resourceType": "ServiceRequest", "status": "active"}, "requested"),
        ({"resourceType": "ServiceRequest", "status": "cancelled"}, "unknown"),
        ({"resourceType": "Condition", "verificationStatus": {"coding": [{"code": "refuted"}]}}, "negated"),
        ({"resourceType": "Condition", "verificationStatus": "entered-in-error"}, "unknown"),
        ({"resourceType": "Immunization", "status": "not-done"}, "negated"),
        ({"resourceType": "Immunization", "notGiven": True}, "negated"),
    ],
)
def test_denied_void_and_asked_are_told_apart(tree, said):
    assert status(tree) == said


def test_each_component_is_a_row():
    part = {"code": {"text": "Systolic"}, "valueQuantity": {"value": 120}}
    assert [named(one)["result"] for one in components(observation(component=[part, part]))] == ["120", "120"]


@pytest.mark.parametrize(
    ("tree", "name"),
    [
        ({"resourceType": "Immunization", "vaccineCode": {"text": "MMR"}}, "MMR"),
        ({"resourceType": "MedicationStatement", "medicationReference": {"display": "Lithium"}}, "Lithium"),
        ({"resourceType": "MedicationRequest", "medication": {"concept": {"text": "PrEP"}}}, "PrEP"),
        ({"resourceType": "FamilyMemberHistory", "condition": [{"code": {"text": "BRCA1"}}]}, "BRCA1"),
        ({"resourceType": "Appointment", "description": "GUM clinic"}, "GUM clinic"),
        ({"resourceType": "Encounter", "class": {"code": "IMP", "display": "inpatient"}}, "inpatient"),
    ],
)
def test_what_it_is_about_stands_in_many_places(tree, name):
    assert what(tree)[1] == name
    assert is_event(tree["resourceType"])
    assert not is_event("Patient")
