"""Each grade of forger gets more right than the one below."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from leakassay.exercise.estate import number, person
from leakassay.exercise.estate.forger import GRADES, Forger, forge
from leakassay.exercise.estate.number import is_valid
from leakassay.exercise.estate.person import FABRICATED_FROM, PEOPLE, draw_people

REAL = draw_people(np.random.default_rng(2), 600)
KNOWN = set(REAL["nhs_number"].to_pylist())


def forged(grade: int, count: int = 400) -> pa.Table:
    return forge(np.random.default_rng(1), REAL, count, Forger(grade))


def numbers(people: pa.Table) -> list[str]:
    return people["nhs_number"].to_pylist()


@pytest.mark.parametrize("grade", GRADES)
def test_forged_people_follow_the_schema_and_are_told_apart_by_their_ids(grade: int):
    people = forged(grade)
    assert people.schema == PEOPLE
    assert people["person_id"].to_pylist() == list(range(FABRICATED_FROM, FABRICATED_FROM + 400))
    assert not pc.any(people["test_patient"]).as_py()
    assert pc.max(people["mother_id"]).as_py() == -1


def test_the_first_grade_types_random_digits():
    drawn = np.array([int(one) for one in numbers(forged(1))])
    assert 0.03 < is_valid(drawn).mean() < 0.2


def test_the_second_grade_has_real_numbers_beside_other_names():
    people = forged(2)
    assert set(numbers(people)) <= KNOWN
    owner = {row["nhs_number"]: (row["surname"], row["forename"]) for row in REAL.to_pylist()}
    same = [row for row in people.to_pylist() if owner[row["nhs_number"]] == (row["surname"], row["forename"])]
    assert len(same) < 4


@pytest.mark.parametrize("grade", [3, 4])
def test_the_higher_grades_have_valid_numbers_of_nobody_each_once(grade: int):
    drawn = numbers(forged(grade))
    assert len(set(drawn)) == len(drawn) == 400
    assert is_valid(np.array([int(one) for one in drawn])).all()
    assert not set(drawn) & KNOWN


def test_a_forger_of_the_higher_grades_never_hits_a_real_number(monkeypatch: pytest.MonkeyPatch):
    # so few numbers that a blind draw would hit some
    few = ((999_990_000, 1_000_000_000),)
    monkeypatch.setattr(number, "TEST_BLOCKS", few)
    monkeypatch.setattr(person, "TEST_BLOCKS", few)
    real = draw_people(np.random.default_rng(2), 2_000)
    people = forge(np.random.default_rng(1), real, 400, Forger(3))
    assert not set(numbers(people)) & set(numbers(real))
    assert people.num_rows == 400


def test_only_the_fourth_grade_has_households_and_lives_that_change():
    for grade in GRADES:
        people = forged(grade)
        homes = len(pc.unique(people["household"]))
        moved = pc.sum(pc.not_equal(people["moved_on"], "")).as_py()
        assert (homes < 250) == (moved > 10) == (grade == 4)


def test_rhythm_and_flags_come_grade_by_grade():
    traits = {grade: (Forger(grade).style.flags, Forger(grade).style.hours, Forger(grade).slips) for grade in GRADES}
    assert traits == {
        1: (False, False, False),
        2: (False, False, False),
        3: (True, False, False),
        4: (True, True, True),
    }


@pytest.mark.parametrize("grade", GRADES)
def test_forgers_use_the_ranges_that_real_people_have(grade: int):
    issued = draw_people(np.random.default_rng(2), 600, issued_ranges=True)
    people = forge(np.random.default_rng(1), issued, 100, Forger(grade))
    assert {drawn[0] for drawn in numbers(people)} <= set("34567")
