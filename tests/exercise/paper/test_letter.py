"""Letters name their patients in full and sign with people who are none."""

import pytest

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.letter import DOCTORS, day_first, letter, one_row_each, spaced


@pytest.mark.parametrize("patients", [1, 3])
def test_a_letter_holds_each_of_its_patients(estate: Estate, patients: int):
    document = letter("x.txt", records(estate, 10, 10 + patients), OURS)
    text = document.data.decode()
    assert document.records is not None
    assert document.records.num_rows == patients
    for row in document.records.to_pylist():
        assert row["surname"] in text
        assert spaced(row["nhs_number"]) in text
        assert day_first(row["date_of_birth"]) in text


def test_a_letter_about_one_person_says_what_became_of_one_test(estate: Estate):
    seen = set()
    for start in range(60):
        document = letter("x.txt", records(estate, start, start + 1), OURS)
        assert document.records is not None
        row = document.records.to_pylist()[0]
        assert document.has_events
        assert row["test_name"] in document.data.decode()
        assert ("still waiting" in document.data.decode()) == (row["status"] == "requested")
        seen.add(row["status"])
    assert {"requested", "resulted"} <= seen


def test_a_doctor_signs_and_is_no_patient(estate: Estate):
    text = letter("x.txt", records(estate, 10, 11), OURS).data.decode()
    assert any(f"Dr {first} {last}" in text for first, last in DOCTORS)
    names = set(estate.people["surname"].to_pylist())
    assert not names & {last.upper() for _, last in DOCTORS}


def test_an_empty_number_stays_empty():
    assert spaced("") == ""
    assert spaced("9990000018") == "999 000 0018"


def test_one_row_is_kept_per_record(estate: Estate):
    assert one_row_each(records(estate, 0, 9))["record"].to_pylist() == list(range(9))
