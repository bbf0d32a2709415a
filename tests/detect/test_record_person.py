"""People of messages: which numbers a labelled field keeps, who is somebody, who is no patient."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect import record_person
from leakassay.detect.canon import stamp

UNISSUED = "never issued"


def people(kit, **fields):
    one = {name: pa.array([value], pa.string()) for name, value in fields.items()}
    columns = record_person.canonical(one, kit, stamp.StampReader(stamp.DateForm()))
    (present,) = record_person.is_somebody(columns, 1).tolist()
    return present, {name: column[0].as_py() for name, column in columns.items()}


@pytest.mark.parametrize(
    ("printed", "kind", "reason"),
    [
        ("999 000 0018", "nhs_number", "test range"),
        ("5100000007", "nhs_number", UNISSUED),
        ("1540000001", "nhs_number", UNISSUED),
        ("3990000101", "hc_number", "passes its check digit"),
        ("0101010109", "chi_number", "passes its check digit"),
    ],
)
def test_a_number_in_the_field_of_nhs_numbers_is_kept_under_the_kind_of_its_range(kit, printed, kind, reason):
    _, found = people(kit, nhs_number=printed)
    assert {name for name in ("nhs_number", "hc_number", "chi_number") if found.get(name)} == {kind}
    assert found[kind] == printed.replace(" ", "")
    assert reason in found["reason"]


@pytest.mark.parametrize("printed", ["9990000019", "8100000018", "", "none"])
def test_a_number_that_fails_or_belongs_to_another_country_is_left_out(kit, printed):
    present, found = people(kit, nhs_number=printed)
    assert (present, found["nhs_number"]) == (False, None)


def test_the_field_of_its_own_goes_before_a_stray(kit):
    assert people(kit, nhs_number="3990000101", hc_number="3300000009")[1]["hc_number"] == "3300000009"


def test_who_has_a_name_is_somebody_whatever_the_number_says(kit):
    present, found = people(
        kit, nhs_number="5100000008", surname="SU:TEST4", forename="SARAH", date_of_birth="19730412", sex="2"
    )
    assert present
    assert (found["nhs_number"], found["surname"], found["date_of_birth"]) == (None, "SU:TEST4", dt.date(1973, 4, 12))


def test_a_forename_needs_a_birth_beside_it(kit):
    assert people(kit, forename="SARAH", date_of_birth="19730412")[0]
    assert not people(kit, forename="SARAH")[0]
    assert not people(kit, date_of_birth="19730412")[0]


def test_words_that_stand_for_no_name_are_none(kit):
    assert not people(kit, surname="UNKNOWN")[0]
    assert not people(kit, surname='""')[0]


@pytest.mark.parametrize(("said", "kind"), [("", "patient"), ("relative", "unknown"), ("staff", "staff")])
def test_somebody_beside_the_patient_is_no_patient(kit, said, kind):
    assert people(kit, surname="KIN", person_type=said)[1]["person_type"] == kind


@given(st.fixed_dictionaries({name: st.text(max_size=30) for name in record_person.FIELDS}))
def test_any_fields_give_columns_of_one_row(kit, fields):
    _, found = people(kit, **fields)
    assert found["person_type"] in ("patient", "staff", "unknown")
    assert found["surname"] is None or found["surname"] == found["surname"].upper()
