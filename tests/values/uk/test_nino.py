"""National Insurance number: letters allowed, prefixes never issued, no check digit."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import nino


@pytest.mark.parametrize("text", ["AB123456C", "JG 10 37 59 A", "ab-12-34-56-c"])
def test_documentation_examples_are_valid_by_format(text):
    assert nino.is_valid(text)
    assert len(nino.canonical(text)) == 9


@pytest.mark.parametrize("text", ["QQ123456C", "BG123456A", "AO123456A", "AB123456E", "AB123456", ""])
def test_unused_letters_prefixes_and_suffixes_are_refused(text):
    assert not nino.is_valid(text)


def test_the_prefix_made_for_examples_is_recognised():
    assert nino.is_example("QQ 12 34 56 A")
    assert not nino.is_example("AB123456C")


@given(st.text(max_size=14))
def test_any_text_gives_none_or_a_stable_canonical_form(text):
    number = nino.canonical(text)
    assert number is None or nino.canonical(number) == number


def test_one_random_string_of_the_shape_in_twelve_passes():
    """(20 x 19 - 7 unused prefixes) of 676 pairs times 4 of 26 suffixes = 8.5%."""
    draw = random.Random(20261123)
    letters = string.ascii_uppercase
    passed = sum(
        nino.is_valid(f"{draw.choice(letters)}{draw.choice(letters)}{draw.randrange(10**6):06d}{draw.choice(letters)}")
        for _ in range(50_000)
    )
    assert passed / 50_000 == pytest.approx(373 / 676 * 4 / 26, abs=0.006)
