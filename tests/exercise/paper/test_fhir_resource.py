"""Resources are spelt as their release spells them."""

import re
import uuid

from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import fhir_resource as made
from leakassay.exercise.paper.fhir_resource import R4, STU3


@given(st.text(max_size=20), st.integers())
def test_an_identity_is_a_uuid_and_the_same_again(kind: str, number: int):
    found = made.identity(kind, number)
    assert str(uuid.UUID(found)) == found == made.identity(kind, number)
    assert uuid.UUID(found).version == 4


def test_a_person_without_a_number_has_only_the_local_one(estate: Estate):
    row = records(estate, 0, 1).to_pylist()[0] | {"nhs_number": "", "chi_number": ""}
    patient = made.patient(row, "id", OURS, R4)
    assert [one["value"] for one in patient["identifier"]] == [row["hospital_number"]]


def test_the_older_release_says_interpretation_once_and_the_newer_in_a_list(estate: Estate):
    row = records(estate, 0, 1).to_pylist()[0] | {"value_flag": "H"}
    links = {"subject": "s", "specimen": "p"}
    assert isinstance(made.observation(row, "id", links, OURS, R4)["interpretation"], list)
    assert isinstance(made.observation(row, "id", links, OURS, STU3)["interpretation"], dict)


def test_a_requester_is_an_organisation_of_either_release(estate: Estate):
    row = records(estate, 0, 1).to_pylist()[0]
    newer, older = (made.request(row, "id", "s", spelling)["requester"] for spelling in (R4, STU3))
    assert newer == older["agent"]
    assert newer["identifier"]["value"] == row["controller"]


def test_a_report_names_its_specimen_and_an_instant(estate: Estate):
    row = records(estate, 0, 1).to_pylist()[0]
    links = {"subject": "s", "specimen": "p", "request": "r", "results": ["o"]}
    report = made.report(row, "id", links, OURS, R4)
    assert report["identifier"][0]["value"] == row["specimen_id"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", report["issued"])
    assert made.specimen(row, "id", "s", R4)["accessionIdentifier"]["value"] == row["specimen_id"]
