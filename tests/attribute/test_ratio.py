"""Likelihoods of counts: the worked table, the worked mixture, and more of the expected never counts against it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.attribute import ratio

WORKED = (  # n, valid, log10 LR of a real list against random digits (p 0.985 against 1/11)
    (10, 10, 10.35), (10, 1, -15.01), (20, 18, 15.06), (100, 98, 97.85), (100, 9, -152.9), (100, 60, -9.21),
    (1000, 990, 1006.66), (1000, 91, -1526.14),
)  # fmt: skip


@pytest.mark.parametrize(("tried", "passed", "expected"), WORKED)
def test_the_worked_ratios_of_the_domain_table_come_out(tried: int, passed: int, expected: float) -> None:
    assert ratio.binomial_lr(passed, tried, 0.985, 1 / 11) == pytest.approx(expected, abs=0.06)


def test_the_worked_mixture_is_31_per_cent_where_the_naive_product_says_ten_to_the_minus_275() -> None:
    assert ratio.mixture_share(300, 1000, 0.95, 0.0073) == pytest.approx(0.31, abs=0.005)
    assert ratio.binomial_lr(300, 1000, 0.95, 0.0073) == pytest.approx(-275, abs=2)


@given(st.integers(0, 500), st.integers(0, 500), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_mixture_share_is_a_share(passed: int, more: int, p_one: float, p_other: float) -> None:
    if passed + more and abs(p_one - p_other) > 1e-6:
        assert 0 <= ratio.mixture_share(passed, passed + more, p_one, p_other) <= 1


@given(
    st.integers(1, 300), st.integers(0, 299), st.sampled_from([0.9, 0.95, 0.985]), st.sampled_from([1e-5, 0.01, 0.1])
)
def test_one_more_hit_never_speaks_for_chance(tried: int, hits: int, high: float, low: float) -> None:
    hits = min(hits, tried - 1)

    def for_high(passed: int) -> float:
        counts = (passed, tried - passed)
        return ratio.compound(counts, ratio.expected(high)) - ratio.compound(counts, ratio.expected(low))

    assert for_high(hits + 1) >= for_high(hits) - 1e-9


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=4), st.integers(1, 500))
def test_tempered_counts_keep_their_shares_and_stay_small(counts: list[int], most: int) -> None:
    scaled = ratio.tempered(counts, most)
    assert sum(scaled) <= most + len(counts)
    if sum(counts) > most:
        assert all(abs(s - c * most / sum(counts)) <= 0.5 for s, c in zip(scaled, counts, strict=True))


def test_likelihoods_of_all_outcomes_add_up_to_one() -> None:
    regime = ratio.expected(0.95)
    total = sum(math.comb(7, k) * 10 ** ratio.compound((k, 7 - k), regime) for k in range(8))
    assert total == pytest.approx(1.0)


def test_a_blend_lies_between_its_parts() -> None:
    assert ratio.blend([(0.5, -1.0), (0.5, -3.0)]) == pytest.approx(math.log10(0.0505))
    assert ratio.blend([(1.0, -400.0), (0.0, 0.0)]) == pytest.approx(-400.0)


def test_counts_and_regime_must_have_the_same_length() -> None:
    with pytest.raises(ValueError, match="2 counts"):
        ratio.compound((1, 2), (1.0, 1.0, 1.0))


def test_an_account_is_a_blend_of_regimes() -> None:
    said = ratio.under((9, 1), {"high": (19.0, 1.0), "low": (1.0, 19.0)}, {"a": {"high": 1.0}, "b": {"low": 1.0}})
    assert said["a"] > said["b"]
