"""The invented register: changed names, homes and numbers with their days, and values that are valid."""

import numpy as np
import pyarrow.compute as pc
import pytest

from leakassay.exercise.estate import person
from leakassay.exercise.estate.person import PEOPLE, REFERENCE_DAY, TEST_PATIENTS, draw_people
from leakassay.values.uk import chi_number, hc_number, nhs_number, postcode

ROWS = draw_people(np.random.default_rng(3), 5_000).to_pylist()
ISSUED = draw_people(np.random.default_rng(3), 5_000, issued_ranges=True).to_pylist()
SCOTS = [row for row in ISSUED if row["chi_number"]]


def test_every_number_and_postcode_is_accepted_by_the_products_own_value_types():
    assert all(nhs_number.is_test(row["nhs_number"]) and nhs_number.is_valid(row["nhs_number"]) for row in ROWS)
    assert all(postcode.is_valid(row["postcode"]) for row in ROWS)
    assert all(postcode.is_valid(row["earlier_postcode"]) for row in ROWS if row["earlier_postcode"])


def test_no_number_is_given_twice_not_even_a_superseded_one(monkeypatch: pytest.MonkeyPatch):
    # blocks of people draw on their own and must not meet
    monkeypatch.setattr(person, "BLOCK", 700)
    rows = draw_people(np.random.default_rng(3), 5_000).to_pylist()
    numbers = [row[name] for row in rows for name in ("nhs_number", "superseded_number") if row[name]]
    assert len(numbers) == len(set(numbers)) == 5_100
    assert len({row["hospital_number"] for row in rows}) == 5_000
    assert [row["person_id"] for row in rows] == list(range(5_000))
    assert sum(row["test_patient"] for row in rows) == TEST_PATIENTS


def test_people_of_several_blocks_keep_their_mothers_and_homes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(person, "BLOCK", 700)
    rows = draw_people(np.random.default_rng(3), 2_000).to_pylist()
    children = [row for row in rows if row["mother_id"] >= 0]
    assert len(children) > 200
    assert all(rows[row["mother_id"]]["household"] == row["household"] for row in children)
    assert all(rows[row["mother_id"]]["sex"] == "F" for row in children if not rows[row["mother_id"]]["test_patient"])


def test_households_share_a_home():
    homes: dict[int, set[tuple[str, str]]] = {}
    for row in ROWS:
        homes.setdefault(row["household"], set()).add((row["address"], row["postcode"]))
    assert all(len(home) == 1 for home in homes.values())
    assert len(homes) < 3_000


def test_only_rehearsals_with_issued_ranges_hold_numbers_of_scotland_and_northern_ireland():
    assert not any(row["chi_number"] for row in ROWS)
    assert 40 <= len(SCOTS) <= 60
    assert 15 <= sum(hc_number.is_valid(row["nhs_number"]) for row in ISSUED) <= 35


def test_a_chi_number_holds_birthday_and_sex():
    for row in SCOTS:
        assert chi_number.is_valid(row["chi_number"])
        assert row["date_of_birth"] in {day.isoformat() for day in chi_number.births(row["chi_number"])}
        assert chi_number.sex(row["chi_number"]) == row["sex"]
    assert len({row["chi_number"] for row in SCOTS}) == len(SCOTS)


def test_half_of_the_people_from_scotland_have_no_nhs_number_and_everybody_else_has_one():
    assert 10 < sum(not row["nhs_number"] for row in SCOTS) < 40
    assert all(row["nhs_number"] or row["chi_number"] for row in ISSUED)
    assert not any(row["superseded_number"] for row in ISSUED if not row["nhs_number"])


@pytest.mark.parametrize(
    ("name", "day"),
    [("previous_surname", "renamed_on"), ("earlier_address", "moved_on"), ("superseded_number", "superseded_until")],
)
def test_what_was_before_has_a_day_on_which_it_ended(name: str, day: str):
    changed = [row for row in ROWS if row[name]]
    assert 0.005 < len(changed) / len(ROWS) < 0.15
    assert all(bool(row[name]) == bool(row[day]) for row in ROWS)
    assert all(row["date_of_birth"] < row[day] < str(REFERENCE_DAY) for row in changed if name != "superseded_number")


@pytest.mark.parametrize("name", ["child", "deceased", "staff"])
def test_some_people_are_special_and_most_are_not(name: str):
    assert 0.005 < sum(bool(row[name]) for row in ROWS) / len(ROWS) < 0.45


def test_the_dead_have_a_day_of_death_and_the_living_have_none():
    assert all(row["deceased"] == bool(row["died_on"]) for row in ROWS)


def test_staff_are_grown_up_and_alive():
    assert not any(row["staff"] and (row["child"] or row["deceased"]) for row in ROWS)


def test_the_last_rows_are_test_patients_of_several_spellings():
    tests = [row for row in ROWS if row["test_patient"]]
    assert tests == ROWS[-TEST_PATIENTS:]
    assert len({row["surname"] for row in tests}) == TEST_PATIENTS
    assert not any(row["staff"] or row["died_on"] or row["moved_on"] for row in tests)


def test_telephones_lie_in_the_drama_range():
    assert all(row["telephone"].startswith("07700 900") for row in ROWS)


def test_people_are_registered_with_the_given_practices():
    people = draw_people(np.random.default_rng(1), 60, practices=["A00001", "A00002"])
    assert set(pc.unique(people["gp_practice"]).to_pylist()) == {"A00001", "A00002"}


def test_the_same_seed_gives_the_same_register_by_the_schema():
    one, two = (draw_people(np.random.default_rng(8), 100, issued_ranges=True) for _ in range(2))
    assert one.equals(two)
    assert one.schema == PEOPLE
