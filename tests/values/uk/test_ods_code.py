"""ODS code: four shapes, and the shapes that need membership."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import ods_code


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("practice", ["G85001", "Y06345", "A81001"]),
        ("trust", ["RJ1", "RJZ", "RV5", "RPG", "RJ2", "R0A"]),
        ("site", ["RJ121", "RJZ01"]),
        ("anana", ["G7H8J", "G6V2S"]),
    ],
)
def test_examples_are_told_by_their_shape(kind, codes):
    assert [ods_code.kind(code) for code in codes] == [kind] * len(codes)
    assert all(ods_code.is_valid(code.lower()) for code in codes)


@pytest.mark.parametrize("text", ["G8500", "GG85001", "RJ", "XJ1", "RJ12", "G7HJ8", "", "R J 1 2 1 2 3"])
def test_other_shapes_are_refused(text):
    assert not ods_code.is_valid(text)


def test_codes_of_other_bodies_are_read_where_the_column_is_known():
    assert [ods_code.canonical_any(text) for text in ("nqv", "QKK", "72Q", "ALD001", "RJ", "RJ1/2?")] == [
        "NQV", "QKK", "72Q", "ALD001", None, None,
    ]  # fmt: skip


def test_an_old_site_code_shows_its_trust_and_a_new_one_does_not():
    assert ods_code.parent_trust("RJ121") == "RJ1"
    assert ods_code.parent_trust("G7H8J") is None


@given(st.text(max_size=9))
def test_any_text_gives_none_or_a_code_with_a_kind(text):
    code = ods_code.canonical(text)
    assert code is None or ods_code.kind(code) is not None


def test_two_thirds_of_letter_and_five_digit_strings_pass_so_shape_alone_decides_nothing():
    """Design fact: the base rate in text is high; 17 of 26 letters begin a practice code."""
    draw = random.Random(20261123)
    passed = sum(
        ods_code.is_valid(f"{draw.choice(string.ascii_uppercase)}{draw.randrange(10**5):05d}") for _ in range(50_000)
    )
    assert passed / 50_000 == pytest.approx(17 / 26, abs=0.01)
