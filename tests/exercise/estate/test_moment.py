"""The person as printed that day: earlier names, homes and numbers, newborns, and what the desk got wrong."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from leakassay.exercise.estate import history as life
from leakassay.exercise.estate.history import History, Span, live, lives
from leakassay.exercise.estate.moment import printed
from leakassay.exercise.estate.number import DEFAULT_NUMBER, is_valid
from leakassay.exercise.estate.person import draw_people
from leakassay.exercise.estate.record import IDENTITY

FIRST, LAST = np.datetime64("2018-01-01"), np.datetime64("2023-12-31")
PEOPLE = draw_people(np.random.default_rng(11), 2_000, issued_ranges=True)
HISTORY = live(np.random.default_rng(2), np.arange(2_000), Span(30_000, FIRST, LAST, 3), lives(PEOPLE))
PLAIN = replace(HISTORY, quirk=np.zeros_like(HISTORY.quirk))
REGISTER = PEOPLE.to_pylist()


def rows_of(history: History) -> list[dict[str, object]]:
    return pa.table(printed(PEOPLE, history, 0, len(history.person), IDENTITY)).to_pylist()


ROWS = rows_of(PLAIN)
DAYS = (PLAIN.minute // 1440).astype("datetime64[D]").astype(str).tolist()


def quirky(quirk: int) -> list[dict[str, object]]:
    return rows_of(replace(HISTORY, quirk=np.full_like(HISTORY.quirk, quirk)))


def differing(quirk: int) -> set[str]:
    both = list(zip(ROWS, quirky(quirk), strict=True))
    return {name for name in IDENTITY if any(plain[name] != odd[name] for plain, odd in both)}


def is_newborn(place: int) -> bool:
    person = REGISTER[int(PLAIN.person[place])]
    age = np.datetime64(DAYS[place]) - np.datetime64(person["date_of_birth"])
    return bool(person["mother_id"] >= 0 and age <= np.timedelta64(life.NEWBORN_DAYS, "D"))


NEWBORNS = [place for place in range(len(ROWS)) if is_newborn(place)]


@pytest.mark.parametrize(
    ("name", "earlier", "until"),
    [
        ("surname", "previous_surname", "renamed_on"), ("address", "earlier_address", "moved_on"),
        ("postcode", "earlier_postcode", "moved_on"), ("nhs_number", "superseded_number", "superseded_until"),
    ],
)  # fmt: skip
def test_what_held_before_a_day_stands_on_specimens_of_before_and_only_there(name: str, earlier: str, until: str):
    before = 0
    newborns = set(NEWBORNS)
    for place, (row, day) in enumerate(zip(ROWS, DAYS, strict=True)):
        person = REGISTER[int(PLAIN.person[place])]
        if place in newborns and name == "nhs_number":
            continue
        old = bool(person[until]) and day < person[until]
        assert row[name] == person[earlier if old else name]
        before += old
    assert before > 50


def test_newborns_are_registered_as_baby_most_of_them_under_the_mothers_number():
    assert len(NEWBORNS) > 20
    numbers = []
    for place in NEWBORNS:
        person = REGISTER[int(PLAIN.person[place])]
        assert str(ROWS[place]["forename"]).split()[0] in {"BABY", "INFANT"}
        assert ROWS[place]["surname"] == person["surname"]
        assert ROWS[place]["nhs_number"] in {"", REGISTER[person["mother_id"]]["nhs_number"]}
        numbers.append(bool(ROWS[place]["nhs_number"]))
    assert 0.4 < sum(numbers) / len(numbers) < 0.95
    assert {ROWS[place]["person_id"] for place in NEWBORNS} == {int(PLAIN.person[place]) for place in NEWBORNS}


def test_the_default_number_stands_on_records_of_the_right_person():
    rows = quirky(life.QUIRK_DEFAULT)
    assert {row["nhs_number"] for row in rows} == {DEFAULT_NUMBER}
    assert [row["person_id"] for row in rows] == HISTORY.person.tolist()


def test_without_a_number_there_is_none_of_any_country():
    rows = quirky(life.QUIRK_NO_NUMBER)
    assert {(row["nhs_number"], row["chi_number"]) for row in rows} == {("", "")}


def test_swapped_names_change_places():
    for plain, odd in zip(ROWS, quirky(life.QUIRK_SWAP), strict=True):
        assert (plain["surname"], plain["forename"]) == (odd["forename"], odd["surname"])


@pytest.mark.parametrize(
    ("quirk", "name"),
    [
        (life.QUIRK_TYPO, "surname"), (life.QUIRK_BIRTHDAY, "date_of_birth"),
        (life.QUIRK_NUMBER_TYPO, "nhs_number"), (life.QUIRK_POSTCODE_TYPO, "postcode"),
    ],
)  # fmt: skip
def test_a_typing_error_touches_one_field(quirk: int, name: str):
    assert differing(quirk) == {name}


def test_a_mistyped_number_is_not_valid():
    numbers = [int(str(row["nhs_number"])) for row in quirky(life.QUIRK_NUMBER_TYPO) if row["nhs_number"]]
    assert not is_valid(np.array(numbers)).any()


def test_a_relatives_number_is_a_number_of_somebody_else():
    known = {person["nhs_number"] for person in REGISTER}
    odd = quirky(life.QUIRK_RELATIVE)
    assert {row["nhs_number"] for row in odd} <= known
    own = [REGISTER[int(person)]["nhs_number"] for person in HISTORY.person]
    assert not any(row["nhs_number"] == number for row, number in zip(odd, own, strict=True) if number)


def test_the_maiden_name_may_be_asked_for_long_after_the_change():
    odd = quirky(life.QUIRK_PREVIOUS)
    for place, row in enumerate(odd):
        person = REGISTER[int(HISTORY.person[place])]
        assert row["surname"] == (person["previous_surname"] or person["surname"])


def test_chi_numbers_stand_on_specimens_of_people_from_scotland():
    found = {row["person_id"] for row in ROWS if row["chi_number"]}
    assert len(found) > 10
    assert all(REGISTER[int(str(one))]["chi_number"] for one in found)
