"""Telephone: national form, drama blocks, the dropped zero."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values import telephone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("020 7946 0123", "02079460123"),
        ("07700 900123", "07700900123"),
        ("+44 7700 900123", "07700900123"),
        ("+44 (0)7700 900123", "07700900123"),
        ("0044 7700 900123", "07700900123"),
        ("0161 496 0123", "01614960123"),
        ("01632 960123", "01632960123"),
        ("(01632) 960123", "01632960123"),
        ("01632-960123 ext 45", "01632960123"),
        ("03069 990123", "03069990123"),
        ("08081 570123", "08081570123"),
        ("07700\u00a0900\u2011123", "07700900123"),
    ],
)
def test_drama_numbers_in_every_print_form_become_one(text, expected):
    assert telephone.canonical(text) == expected
    assert telephone.is_drama(expected)


@pytest.mark.parametrize("text", ["07700 90012", "12345", "", "7700900123", "0000000000", "9990000018", "0" * 80])
def test_other_runs_of_digits_are_refused(text):
    assert not telephone.is_valid(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+1-518-640-0854", "+15186400854"),
        ("+41 (0)71 526 99 04", "+41715269904"),
        ("+353 1 700 0000 ext 4", "+35317000000"),
        ("+998 71 200 00 00", "+998712000000"),
    ],
)
def test_a_foreign_number_keeps_its_country(text, expected):
    assert telephone.canonical(text) == expected


@pytest.mark.parametrize("text", ["+1 23", "+999 123 456 789", "+1 2345 6789 0123 4567", "1-518-640-0854"])
def test_a_country_that_is_none_and_digits_without_one_are_refused(text):
    assert telephone.canonical(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("33 93 31", "339331"), ("(579)888-3058", "5798883058"), ("07700 900123", "07700900123"), ("12 34", None),
     ("1" * 16, None), ("1" * 65, None)],
)  # fmt: skip
def test_behind_a_label_six_digits_are_enough(text, expected):
    assert telephone.labelled(text) == expected


def test_the_zero_a_spreadsheet_dropped_is_restored_only_on_demand():
    assert telephone.restored("7700900123") == "07700900123"
    assert telephone.restored("9990000018") is None


def test_an_ordinary_number_is_not_drama():
    assert not telephone.is_drama("07700800123")


@given(st.text("+0123456789 ()-ext", max_size=24))
def test_any_run_gives_none_or_a_stable_canonical_form(text):
    number = telephone.canonical(text)
    assert number is None or telephone.canonical(number) == number


def test_the_pattern_finds_numbers_in_text():
    text = "T: 020 7946 0123 M: +44 7700 900123 id 12345678901"
    assert [telephone.canonical(found) for found in re.findall(telephone.PATTERN, text)] == [
        "02079460123",
        "07700900123",
    ]


def test_a_tenth_of_random_eleven_digit_runs_begin_like_a_number_so_the_zero_must_stand():
    draw = random.Random(20261123)
    passed = sum(telephone.is_valid(f"{draw.randrange(10**11):011d}") for _ in range(50_000))
    assert passed / 50_000 == pytest.approx(0.069, abs=0.01)
