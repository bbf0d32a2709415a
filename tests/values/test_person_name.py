"""Person name: one form, printed orders, likeness."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values import person_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smith", "SMITH"),
        ("o’brien", "O'BRIEN"),
        ("O' Brien", "O'BRIEN"),
        ("smith \u2013 jones", "SMITH-JONES"),
        ("Mr. Smith", "SMITH"),
        ("St. John", "ST JOHN"),
        ("José", "JOSÉ"),
        ("Jose\u0301", "JOS\u00c9"),
        ("Lord", "LORD"),
        ("Mary Ann (Polly)", None),
        ("  de  la   Cruz ", "DE LA CRUZ"),
        ("Ｓｍｉｔｈ", "SMITH"),
    ],
)
def test_names_take_one_form(text, expected):
    assert person_name.canonical(text) == expected


@pytest.mark.parametrize(
    "text", ["", "1", "Smith2", "Mr", "-", "a@b", "x" * 100, "Smith/Jones", "FULL BLOOD COUNT: 12"]
)
def test_other_texts_are_no_names(text):
    assert not person_name.is_valid(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SMITH, John", ("SMITH", "JOHN")),
        ("Smith, Mr John Paul", ("SMITH", "JOHN PAUL")),
        ("Mr John SMITH", ("SMITH", "JOHN")),
        ("SMITH John", ("SMITH", "JOHN")),
        ("SMITH J", ("SMITH", "J")),
        ("Smith J", ("SMITH", "J")),
        ("J SMITH", ("SMITH", "J")),
        ("SMITH^JOHN^PAUL^^MR", ("SMITH", "JOHN PAUL")),
        ("Ludwig van Beethoven", ("VAN BEETHOVEN", "LUDWIG")),
        ("DE LA CRUZ Maria", ("DE LA CRUZ", "MARIA")),
        ("O’BRIEN, Mary-Ann (Polly)", ("O'BRIEN", "MARY-ANN")),
        ("Dr Jane Doe-Smith PhD", ("DOE-SMITH", "JANE")),
        ("John Lord", ("LORD", "JOHN")),
    ],
)
def test_printed_orders_are_told_by_comma_caret_capitals_or_custom(text, expected):
    assert person_name.split(text) == expected


@pytest.mark.parametrize("text", ["Smith", "Mr Smith", "", "SMITH,", ", John", "x" * 200, "12, 34"])
def test_a_single_name_or_none_is_not_split(text):
    assert person_name.split(text) is None


def test_placeholders_are_known():
    assert person_name.is_placeholder("ZZTEST")
    assert not person_name.is_placeholder("SMITH")


def test_jaro_winkler_gives_the_published_values():
    """Winkler's own examples."""
    assert person_name.jaro_winkler("MARTHA", "MARHTA") == pytest.approx(0.9611, abs=1e-4)
    assert person_name.jaro_winkler("DWAYNE", "DUANE") == pytest.approx(0.84, abs=1e-4)
    assert person_name.jaro_winkler("DIXON", "DICKSONX") == pytest.approx(0.8133, abs=1e-4)
    assert person_name.jaro_winkler("ABC", "XYZ") == 0.0


def test_accents_and_punctuation_do_not_part_names_and_maiden_names_stay_near():
    assert person_name.compare("JOSÉ", "JOSE") == 1.0
    assert person_name.compare("O'BRIEN", "OBRIEN") == 1.0
    assert person_name.compare("SMITH", "SMITH-JONES") >= 0.9
    assert person_name.compare("SMITH", "OKAFOR") < 0.6
    assert person_name.compare("", "SMITH") == 0.0


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_symmetric_and_lies_between_zero_and_one(a, b):
    score = person_name.compare(a, b)
    assert 0.0 <= score <= 1.0
    assert score == pytest.approx(person_name.compare(b, a))


@given(st.text(max_size=40))
def test_any_text_gives_none_or_a_stable_canonical_form(text):
    name = person_name.canonical(text)
    assert name is None or person_name.canonical(name) == name


@given(st.text(max_size=60))
def test_splitting_any_text_gives_none_or_two_names(text):
    pair = person_name.split(text)
    assert pair is None or all(person_name.is_valid(part) for part in pair)


def test_the_pattern_finds_titled_and_comma_names():
    text = "Dear Mrs Jane Smith, re O'BRIEN, Mary. Full blood count normal."
    assert re.findall(person_name.PATTERN, text) == ["Mrs Jane Smith", "O'BRIEN, Mary"]


@pytest.mark.parametrize(
    "name", ["ZZTEST", "XXTEST", "ZZZTEST", "XXTESTPATIENT-TGNP", "TEST", "TESTING", "TEST PATIENT"]
)
def test_names_of_test_patients_are_known(name):
    assert re.fullmatch(person_name.TEST_PATIENT, name)


@pytest.mark.parametrize("name", ["TESTA", "TESTER", "CONTEST", "SMITH-TEST", "PATIENT"])
def test_names_that_only_look_like_them_are_people(name):
    assert not re.fullmatch(person_name.TEST_PATIENT, name)
