"""Specimen numbers: the profile's patterns, compiled safely."""

import random
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values import pattern_budget
from leakassay.values.uk import specimen_number


@pytest.mark.parametrize(
    ("system", "valid", "invalid"),
    [
        ("winpath", ["13U444444", "20V042424", "20V0424245", "11U123456"], ["13UU44444", "U1344444"]),
        ("copath", ["UH20-4444", "UR20-4444", "UH20-519080"], ["UH2-4444"]),
        ("bank_manager", ["19B44444"], ["19B4444"]),
    ],
)
def test_shapes_of_known_systems_are_told_apart(system, valid, invalid):
    matcher = specimen_number.matcher([specimen_number.EXAMPLES[system]])
    assert [matcher.canonical(text) for text in valid] == valid
    assert not any(matcher.is_valid(text) for text in invalid)


def test_spaces_and_small_letters_of_print_are_tolerated():
    matcher = specimen_number.matcher([r"\d{2}[A-Z]\d{6}"])
    assert matcher.canonical(" 13u 444444 ") == "13U444444"


def test_without_patterns_nothing_is_a_specimen_number():
    matcher = specimen_number.matcher([])
    assert not matcher.is_valid("")
    assert not matcher.is_valid("13U444444")


def test_a_pattern_that_could_stall_the_run_is_refused():
    with pytest.raises(pattern_budget.PatternRefusedError):
        specimen_number.matcher([r"\d{2}", r"(\d+)+[A-Z]"])


def test_the_joined_pattern_finds_every_shape_in_text():
    matcher = specimen_number.matcher(list(specimen_number.EXAMPLES.values()))
    text = "samples 13U444444, UH20-4444 and 19B44444 received"
    assert re.findall(matcher.pattern, text) == ["13U444444", "UH20-4444", "19B44444"]


@given(st.text(max_size=80))
def test_any_text_gives_none_or_a_stable_canonical_form(text):
    matcher = specimen_number.matcher(list(specimen_number.EXAMPLES.values()))
    number = matcher.canonical(text)
    assert number is None or matcher.canonical(number) == number


def test_random_tokens_of_nine_characters_pass_once_in_ten_thousand():
    """Design fact: about 1e-4."""

    draw = random.Random(20261123)
    matcher = specimen_number.matcher([specimen_number.EXAMPLES["winpath"]])
    signs = string.ascii_uppercase + string.digits
    assert sum(matcher.is_valid("".join(draw.choices(signs, k=9))) for _ in range(50_000)) < 20
