"""Guesses without a header lean on lists and neighbours."""

from __future__ import annotations

import pyarrow as pa

from leakassay.detect.table import unheaded
from leakassay.detect.table.shape import measure


def guess(kit, *columns, known=None):
    arrays = [pa.array(list(column)) for column in columns]
    shapes = [measure(array, kit) for array in arrays]
    found = unheaded.guess(shapes, known or {}, (arrays, frozenset(range(len(arrays)))), kit)
    return {place: one[0] for place, one in found.items()}


def test_surnames_are_told_from_forenames(kit):
    assert guess(kit, ["SMITH", "JONES", "PATEL", "KHAN"], ["JOHN", "MARY", "SUSAN", "EMMA"]) == {
        0: "surname",
        1: "forename",
    }


def test_words_that_stand_in_no_list_are_no_names(kit):
    assert guess(kit, ["WIDGET", "SPROCKET", "FLANGE", "GASKET"]) == {}


def test_codes_that_go_with_the_test_names_are_test_codes(kit):
    names = ["Sodium", "Haemoglobin", "Potassium"] * 10
    codes = ["NAA", "HBN", "KKK"] * 10
    others = ["EGH", "RVH"] * 15
    assert guess(kit, others, codes, names) == {1: "test_code", 2: "test_name"}


def test_a_person_has_one_hospital_number_and_many_specimens(kit, numbers):
    people = [numbers[place % 20] for place in range(100)]
    hospital = [f"H100{int(number) % 97_000:05d}" for number in people]
    specimens = [f"23L{place:06d}" for place in range(100)]
    names = ["Sodium", "Haemoglobin"] * 50
    assert guess(kit, people, specimens, hospital, names, known={0: "nhs_number", 3: "test_name"}) == {
        1: "specimen_id",
        2: "hospital_number",
    }


def test_a_short_list_need_not_repeat_its_tests(kit):
    assert guess(kit, ["Sodium", "Potassium", "Creatinine"]) == {0: "test_name"}
    assert "test_name" not in guess(kit, ["Sodium", "Lorem", "Ipsum", "Dolor"]).values()
