"""The invented register: households, twins, fathers and sons, changed names and numbers, and values that are valid."""

import itertools

import numpy as np
import pytest

from leakassay.exercise.estate.person import PEOPLE, TEST_PATIENTS, draw_people, load_names
from leakassay.values.uk import nhs_number, postcode

ROWS = draw_people(np.random.default_rng(3), 5_000).to_pylist()


def test_every_number_and_postcode_is_accepted_by_the_products_own_value_types():
    assert all(nhs_number.is_valid(row["nhs_number"]) for row in ROWS)
    assert all(postcode.is_valid(row["postcode"]) for row in ROWS)


def test_no_number_is_given_twice_not_even_a_superseded_one():
    numbers = [row["nhs_number"] for row in ROWS] + [
        row["superseded_number"] for row in ROWS if row["superseded_number"]
    ]
    assert len(numbers) == len(set(numbers)) > 5_000


def test_households_share_a_home():
    homes: dict[int, set[tuple[str, str]]] = {}
    for row in ROWS:
        homes.setdefault(row["household"], set()).add((row["address"], row["postcode"]))
    assert all(len(home) == 1 for home in homes.values())
    assert len(homes) < 3_000


def test_there_are_twins_and_fathers_with_sons_of_one_name():
    twins = juniors = 0
    for one, other in itertools.pairwise(ROWS):
        same_home = one["household"] == other["household"] and one["surname"] == other["surname"]
        twins += same_home and one["date_of_birth"] == other["date_of_birth"] and one["forename"] != other["forename"]
        juniors += same_home and one["forename"] == other["forename"] and one["date_of_birth"] != other["date_of_birth"]
    assert twins > 5
    assert juniors > 5


@pytest.mark.parametrize("name", ["child", "deceased", "previous_surname", "superseded_number"])
def test_some_people_are_special_and_most_are_not(name: str):
    share = sum(bool(row[name]) for row in ROWS) / len(ROWS)
    assert 0.005 < share < 0.45


def test_the_last_rows_are_test_patients():
    assert [row["test_patient"] for row in ROWS].count(True) == TEST_PATIENTS
    assert ROWS[-1]["surname"] == "ZZTEST"


def test_telephones_lie_in_the_drama_range():
    assert all(row["telephone"].startswith("07700 900") for row in ROWS)


def test_names_fit_the_old_encoding_of_the_extracts():
    names = load_names()
    assert all(name.encode("cp1252") for name in names.surnames)


def test_the_same_seed_gives_the_same_register_by_the_schema():
    one, two = (draw_people(np.random.default_rng(8), 100) for _ in range(2))
    assert one.equals(two)
    assert one.schema == PEOPLE
