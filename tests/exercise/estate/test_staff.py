"""Staff are data subjects of their own; a few are patients, and a forger's house has none."""

import numpy as np
import pyarrow.compute as pc

from leakassay.exercise.estate.house import FORGER, OURS, PARTNER
from leakassay.exercise.estate.person import PEOPLE, draw_people
from leakassay.exercise.estate.record import RECORD, Estate
from leakassay.exercise.estate.staff import STAFF_FROM, as_records, staff_of
from leakassay.exercise.leak.knobs import MOST_PEOPLE

PATIENTS = draw_people(np.random.default_rng(4), 4_000)


def test_doctors_come_first_and_a_few_patients_last():
    staff = staff_of(OURS, PATIENTS, (("Imelda", "Quillfeather"),))
    assert staff.schema == PEOPLE
    assert (staff["forename"][0].as_py(), staff["surname"][0].as_py()) == ("Imelda", "Quillfeather")
    too = staff.filter(pc.less(staff["person_id"], STAFF_FROM))
    assert 0 < too.num_rows <= staff.num_rows // 5
    known = dict(zip(PATIENTS["person_id"].to_pylist(), PATIENTS["surname"].to_pylist(), strict=True))
    assert [known[one] for one in too["person_id"].to_pylist()] == too["surname"].to_pylist()


def test_nobody_has_the_id_of_somebody_else():
    ids = [
        one
        for house in (OURS, PARTNER)
        for one in staff_of(house, PATIENTS)["person_id"].to_pylist()
        if one >= STAFF_FROM
    ]
    assert len(ids) == len(set(ids)) > 20
    assert STAFF_FROM >= MOST_PEOPLE


def test_a_house_always_has_the_same_staff():
    assert staff_of(OURS, PATIENTS) == staff_of(OURS, PATIENTS)


def test_a_forger_has_no_staff():
    assert staff_of(FORGER, PATIENTS).num_rows == 0


def test_as_records_they_are_named_and_nothing_was_tested(estate: Estate):
    staff = staff_of(OURS, PATIENTS)
    rows = as_records(staff)
    assert rows.schema == RECORD
    assert rows["record"].to_pylist() == list(range(staff.num_rows))
    assert rows["surname"].to_pylist() == staff["surname"].to_pylist()
    assert set(rows["test_name"].to_pylist()) == {""}
