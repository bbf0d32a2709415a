"""Verbal scale: words by decade, mirrored for the rival."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.reference import verbal_scale


@pytest.mark.parametrize(
    ("log10_lr", "words"),
    [
        (0, "the findings do not discriminate"),
        (0.3, "weak (limited) support"),
        (1, "moderate support"),
        (1.99, "moderate support"),
        (2, "moderately strong support"),
        (3, "strong support"),
        (4, "very strong support"),
        (6, "extremely strong support"),
        (math.inf, "extremely strong support"),
        (-1.5, "moderate support for the rival account"),
    ],
)
def test_each_decade_has_its_words(log10_lr, words):
    assert verbal_scale.words(log10_lr) == words


def test_no_number_is_no_evidence():
    with pytest.raises(ValueError, match="NaN"):
        verbal_scale.words(math.nan)


def test_the_bands_join_without_gap_up_to_infinity():
    bands = verbal_scale.bands()
    assert len(bands) == 7
    assert all(lower.log10_to == upper.log10_from for lower, upper in itertools.pairwise(bands))
    assert bands[-1].log10_to == math.inf


@given(st.floats(allow_nan=False))
def test_words_never_say_that_something_is_ours(log10_lr):
    assert "is ours" not in verbal_scale.words(log10_lr)


@given(st.floats(0.001, 20), st.floats(0.001, 20))
def test_a_larger_ratio_never_gets_weaker_words(a, b):
    order = [band.words for band in verbal_scale.bands()]
    low, high = sorted((a, b))
    assert order.index(verbal_scale.words(low)) <= order.index(verbal_scale.words(high))
