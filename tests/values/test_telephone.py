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
