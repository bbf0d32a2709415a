"""Sightings to persons: who joins, who must not, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from resolve.estate import ELLA, EMMA, JANE, JOHN, groups, interval, person, resolved

HOME = "SE1 9RT"


def test_one_number_is_one_person_under_any_spelling():
    answer = resolved(person(JOHN), person(JOHN, forename="J"), person(JOHN, surname=None, forename=None))
    assert groups(answer) == [[0, 1, 2]]
    assert set(answer.table("membership")["rule"].to_pylist()) == {"nhs_number"}


def test_two_different_valid_numbers_never_join_by_themselves():
    answer = resolved(person(JOHN, postcode=HOME), person(JANE, postcode=HOME))
    assert groups(answer) == [[0], [1]]
    assert interval(answer) == (1, 2, 2)  # one of the numbers may be superseded: the lower end says so


def test_a_record_between_two_numbers_is_no_bridge():
    answer = resolved(person(JOHN, postcode=HOME), person(JANE, postcode=HOME), person(postcode=HOME))
    assert sorted(map(len, groups(answer))) == [1, 2]


def test_name_and_date_of_birth_join_a_number():
    answer = resolved(person(JOHN), person(), person(postcode=HOME))
    assert groups(answer) == [[0, 1, 2]]
    assert answer.table("membership")["rule"].to_pylist() == ["nhs_number", "name_and_birth", "name_and_birth"]


def test_a_misspelled_surname_joins_by_linkage():
    answer = resolved(person(JOHN, postcode=HOME), person(surname="SMYTH", postcode=HOME))
    assert groups(answer) == [[0, 1]]
    second = answer.table("membership").to_pylist()[1]
    assert (second["rule"], second["probability"] > 0.95) == ("linkage", True)
    assert interval(answer) == (1, 1, 2)


def test_surname_and_forename_that_changed_places_join():
    assert groups(resolved(person(JOHN), person(surname="JOHN", forename="SMITH"))) == [[0, 1]]


def test_an_initial_joins_the_forename():
    assert groups(resolved(person(JOHN), person(forename="J"))) == [[0, 1]]


def test_surname_and_date_of_birth_alone_never_join():
    answer = resolved(person(JOHN), person(forename=None))
    assert groups(answer) == [[0], [1]]
    assert interval(answer) == (1, 2, 2)


def test_surname_and_date_of_birth_join_with_the_postcode():
    assert groups(resolved(person(JOHN, postcode=HOME), person(forename=None, postcode=HOME))) == [[0, 1]]


@pytest.mark.parametrize("numbers", [(EMMA, ELLA), (None, None), (EMMA, None)])
def test_twins_stay_apart(numbers):
    first, second = (
        person(number, surname="GREEN", forename=name, postcode=HOME)
        for number, name in zip(numbers, ("GRACE", "ELLA"), strict=True)
    )
    assert groups(resolved(first, second)) == [[0], [1]]


def test_father_and_son_of_one_name_stay_apart():
    son = person(postcode=HOME) | {"date_of_birth": date(2005, 6, 7)}
    assert groups(resolved(person(postcode=HOME), son)) == [[0], [1]]


def test_a_record_without_date_of_birth_joins_neither_father_nor_son():
    son = person(postcode=HOME) | {"date_of_birth": date(2005, 6, 7)}
    lone = person(postcode=HOME) | {"date_of_birth": None}
    answer = resolved(person(postcode=HOME), son, lone)
    assert groups(answer) == [[0], [1], [2]]
    assert interval(answer)[0] < 3


def test_day_and_month_that_changed_places_join():
    swapped = person(postcode=HOME) | {"date_of_birth": date(1980, 2, 1)}
    assert groups(resolved(person(JOHN, postcode=HOME), swapped)) == [[0, 1]]


def test_a_number_with_disagreeing_surname_and_date_of_birth_is_a_conflict():
    answer = resolved(
        person(JOHN), person(JOHN, surname="OKAFOR", forename="ADA") | {"date_of_birth": date(1999, 9, 9)}
    )
    subject = answer.table("subject").to_pylist()
    assert [(row["person_type"], row["surname"], row["nhs_number"]) for row in subject] == [("conflict", None, JOHN)]
    assert interval(answer) == (1, 2, 2)


def test_a_number_with_a_new_surname_only_is_one_person():
    answer = resolved(person(JANE, forename="JANE"), person(JANE, surname="OKAFOR", forename="JANE"))
    assert answer.table("subject")["person_type"].to_pylist() == ["patient"]


def test_a_default_number_on_500_rows_is_one_conflict_and_500_people():
    rows = [
        person(JOHN, surname=_word(place)) | {"date_of_birth": date(1950, 1, 1) + timedelta(days=37 * place)}
        for place in range(500)
    ]
    answer = resolved(*rows)
    assert answer.table("subject")["person_type"].to_pylist() == ["conflict"]
    assert interval(answer) == (1, 500, 500)


def test_bearers_of_a_number_in_conflict_who_stand_elsewhere_are_not_counted_twice():
    other = person(JOHN, surname="OKAFOR", forename="ADA") | {"date_of_birth": date(1999, 9, 9)}
    answer = resolved(person(JOHN), other, other | {"nhs_number": EMMA}, person(JANE))
    assert interval(answer) == (2, 2, 4)


def test_staff_are_subjects_of_their_own():
    answer = resolved(person(JOHN), person(None, person_type="staff"))
    assert groups(answer) == [[0], [1]]
    assert sorted(answer.table("subject")["person_type"].to_pylist()) == ["patient", "staff"]


def test_a_sighting_without_number_and_name_is_a_fragment():
    answer = resolved({"telephone": "07700900123"}, {"surname": "SMITH"}, {"surname": "UNKNOWN", "forename": "MALE"})
    assert answer.table("membership")["subject_id"].to_pylist() == [None, None, None]
    assert interval(answer) == (0, 0, 0)


def test_a_bare_name_joins_the_one_person_of_that_name_in_its_item():
    bare = {"surname": "SMITH", "forename": "JOHN"}
    answer = resolved(person(JOHN), bare, bare | {"item_id": 2}, bare | {"item_id": 3})
    assert groups(answer) == [[0, 1], [2, 3]]
    assert interval(answer) == (1, 2, 4)


def test_a_hospital_number_joins_within_its_authority_alone():
    mrn = {"hospital_number": "H123", "assigning_authority": "EPL"}
    answer = resolved(person(JOHN, **mrn), mrn, mrn | {"assigning_authority": "OTHER"})
    assert groups(answer) == [[0, 1], [2]]
    assert answer.table("membership")["rule"].to_pylist()[1] == "hospital_number"


def test_a_default_hospital_number_joins_nobody_who_disagrees():
    mrn = {"hospital_number": "0", "assigning_authority": "EPL"}
    ada = person(None, surname="OKAFOR", forename="ADA", **mrn) | {"date_of_birth": date(1999, 9, 9)}
    assert groups(resolved(person(JOHN, **mrn), ada)) == [[0], [1]]


def test_a_chi_number_that_stands_beside_one_nhs_number_is_that_person():
    chi = {"chi_number": "0201801234"}
    assert groups(resolved(person(JOHN, **chi), chi)) == [[0, 1]]


def _word(place: int) -> str:
    """A surname unlike that of any near place."""
    return (
        "".join(chr(65 + (place * step) % 26) for step in (1, 5, 7, 11, 17))
        + chr(65 + place % 23)
        + chr(65 + place // 26)
    )
