"""Guesses without a header lean on lists and neighbours."""

from __future__ import annotations

import pyarrow as pa

from leakassay.detect.table import unheaded
from leakassay.detect.table.shape import measure


def guess(kit, *columns, known=None, silent=True):
    arrays = [pa.array(list(column)) for column in columns]
    shapes = [measure(array, kit) for array in arrays]
    found = unheaded.guess(shapes, known or {}, (arrays, frozenset(range(len(arrays)) if silent else ())), kit)
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


RARE = ["Zonulin", "Carbamide", "Polymorphs (absolute)", "Lymphs (absolute)", "Sed rate"]
"""Tests as no catalogue words them."""
PEOPLE = ["9990000018", "9990000026", "9990000034", "9990000042", "9990000050"]


def test_words_before_results_and_units_are_tests_whatever_they_are_called(kit):
    columns = (PEOPLE * 4, RARE * 4, [f"{n}.5" for n in range(20)], ["mmol/L", "g/L"] * 10)
    known = {0: "nhs_number"}
    found = {1: "test_name", 2: "result", 3: "result_unit"}
    assert guess(kit, *columns, known=known) == found
    assert "test_name" not in guess(kit, *columns).values()  # nobody's: a price list has units, too
    assert "test_name" not in guess(kit, columns[0], columns[1], columns[3], known=known).values()


def test_words_between_codes_of_their_own_and_results_are_tests_under_any_header(kit):
    codes = ["ZONU", "CARB", "NEUA", "LYMA", "SEDR"]
    columns = (PEOPLE * 4, codes * 4, RARE * 4, [str(n) for n in range(20)])
    known = {0: "nhs_number"}
    assert guess(kit, *columns, known=known, silent=False) == {1: "test_code", 2: "test_name", 3: "result"}
    shuffled = [codes[(n * n + n // 5) % 5] for n in range(20)]
    assert "test_name" not in guess(kit, columns[0], shuffled, *columns[2:], known=known, silent=False).values()


def test_words_before_measurements_of_specimens_are_tests_but_wards_before_beds_are_not(kit):
    known = {0: "nhs_number", 3: "collected_at"}
    dates = [f"2024-03-0{n}" for n in range(1, 6)]
    words = ["Zonulin", "Carbamide", "Evacuation specimen", "Kleihauer", "Depot assay"]
    measured = guess(
        kit, PEOPLE, words, ["0.34", "16.5", "Not detected", "1.0", "241"], dates, known=known, silent=False
    )
    assert measured == {1: "test_name", 2: "result"}
    beds = guess(kit, PEOPLE, words, ["3", "12", "4", "1", "24"], dates, known=known, silent=False)
    assert "test_name" not in beds.values()
    elsewhere = guess(
        kit, PEOPLE, words, ["0.34", "16.5", "3.1", "1.0", "241"], dates, known={0: "nhs_number"}, silent=False
    )
    assert "test_name" not in elsewhere.values()


def test_names_under_a_foreign_header_are_peoples_where_there_is_one_for_each_number(kit):
    names = ["Dabrowski, Conor", "Clarke, Oliver", "Ogunleye, Anisur", "Smith, Jane", "Jones, Ada"]
    assert guess(kit, PEOPLE, names, known={0: "nhs_number"}, silent=False) == {1: "full_name"}
    doctors = ["Clarke, Oliver", "Smith, Jane"] * 50
    people = [str(9990000018 + 8 * n) for n in range(100)]
    assert guess(kit, people, doctors, known={0: "nhs_number"}, silent=False) == {}
    assert guess(kit, PEOPLE, names, known={0: "hospital_number"}, silent=False) == {}


def test_totals_between_the_names_do_not_hide_them(kit):
    names = ["Dabrowski, Conor", "Clarke, Oliver", "Ogunleye, Anisur", "Smith, Jane", "Jones, Ada", "12", "3", "4"]
    people = [*PEOPLE, "", "", ""]
    assert guess(kit, people, names, known={0: "nhs_number"}, silent=False) == {1: "full_name"}


def test_numbers_of_specimens_tell_a_laboratory_whatever_their_header(kit):
    words = ["Zonulin", "Carbamide", "Evacuation specimen", "Kleihauer", "Depot assay"]
    results = ["0.34", "16.5", "3.1", "1.0", "241"]
    pots = [f"NB23000004{n}1" for n in range(5)]
    known = {0: "nhs_number"}
    assert guess(kit, PEOPLE, words, results, pots, known=known, silent=False) == {
        1: "test_name",
        2: "result",
        3: "specimen_id",
    }
