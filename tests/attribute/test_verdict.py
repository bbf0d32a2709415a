"""Families, caps, nearest rival, mixtures and "cannot tell"."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.attribute import ratio
from leakassay.attribute.evidence import (
    ANOTHER,
    CHECK_DIGIT,
    FABRICATED,
    GENUINE,
    OURS,
    PAIR,
    PARTNER,
    RECYCLED,
    SAME_SYSTEM,
    Evidence,
    Group,
    Share,
    Weighed,
)
from leakassay.attribute.verdict import TOTAL_CAP, Finding, judge, judge_whole, log10_lr, mixture, nearest
from leakassay.model.outcomes import Hypothesis, Verdict
from leakassay.model.plugin import Feature

EACH = {
    OURS: Hypothesis.OURS,
    PARTNER: Hypothesis.PARTNER,
    RECYCLED: Hypothesis.RECYCLED,
    FABRICATED: Hypothesis.FABRICATED,
    ANOTHER: Hypothesis.ANOTHER_BODY,
}


def said(family: str, accounts: dict[Group, float], *, cap: float = 3.0, share: Share | None = None) -> Weighed:
    return Weighed(Feature("P00", "x", "x", family, cap), Evidence("disk1", accounts, "counts", share))


def apart(ours: float, **others: float) -> dict[Group, float]:
    """Likelihoods per account; those not named are as `ours`."""
    return {group: others.get(str(name).split()[0], ours) for group, name in EACH.items()} | {OURS: ours}


def test_features_of_one_family_are_averaged_and_families_are_summed() -> None:
    one, two = said("a", {GENUINE: 0.0, FABRICATED: -1.0}), said("a", {GENUINE: 0.0, FABRICATED: -2.0})
    other = said("b", {GENUINE: 0.0, FABRICATED: -1.0})
    assert log10_lr([one, two], Hypothesis.OURS, Hypothesis.FABRICATED) == pytest.approx(1.5)
    assert log10_lr([one, two, other], Hypothesis.OURS, Hypothesis.FABRICATED) == pytest.approx(2.5)


def test_a_feature_that_cannot_part_two_accounts_does_not_dilute_those_that_can() -> None:
    parts, not_parts = (
        said("a", {SAME_SYSTEM: 0.0, PARTNER: -2.0, FABRICATED | ANOTHER: 0.0}),
        said("a", {GENUINE: 0.0, FABRICATED: -2.0}),
    )
    assert log10_lr([parts, not_parts], Hypothesis.OURS, Hypothesis.PARTNER) == pytest.approx(2.0)


def test_a_feature_a_family_and_the_total_are_capped() -> None:
    loud = said("a", {GENUINE: 0.0, FABRICATED: -50.0}, cap=9.0)
    assert log10_lr([loud], Hypothesis.OURS, Hypothesis.FABRICATED) == 3.0
    assert (
        log10_lr([loud, said("b", {GENUINE: 0.0, FABRICATED: -9.0}, cap=0.5)], Hypothesis.OURS, Hypothesis.FABRICATED)
        == 3.5
    )
    many = [said(family, {GENUINE: 0.0, FABRICATED: -50.0}) for family in "abcd"]
    assert log10_lr(many, Hypothesis.OURS, Hypothesis.FABRICATED) == TOTAL_CAP


def test_evidence_counts_against_the_nearest_rival() -> None:
    weighed = [said("a", apart(0.0, partner=-0.5, fabricated=-3.0, recycled=-3.0, another=-3.0))]
    assert nearest(weighed) == (Hypothesis.OURS, Hypothesis.PARTNER, 0.5)
    found = judge(weighed, 1.0)
    assert (found.favours, found.against) == (Verdict.CANNOT_TELL, Hypothesis.PARTNER)


def test_nothing_at_all_cannot_be_told() -> None:
    assert judge([], 1.0).favours is Verdict.CANNOT_TELL


def test_too_little_coverage_cannot_be_told_however_strong_the_findings() -> None:
    weighed = [said("a", apart(0.0, partner=-3.0, fabricated=-3.0, recycled=-3.0, another=-3.0))]
    assert judge(weighed, 0.009).favours is Verdict.CANNOT_TELL
    assert judge(weighed, 0.011).favours is Verdict.OURS


def test_the_most_specific_unit_speaks_of_the_mixture() -> None:
    digits, pairs = Share(500, 1000, 0.985, 1 / 11, CHECK_DIGIT), Share(930, 1000, 0.93, 1e-6, PAIR)
    accounts: dict[Group, float] = {GENUINE: 0.0, FABRICATED: 0.0}
    assert mixture([said("a", accounts, share=digits)])[0] > 1
    assert mixture([said("a", accounts, share=digits), said("a", accounts, share=pairs)]) == (0.0, 1.0)


def test_a_share_from_few_units_is_no_mixture() -> None:
    assert mixture([said("a", {GENUINE: 0.0, FABRICATED: 0.0}, share=Share(5, 10, 0.95, 0.01, PAIR))]) == (0.0, 1.0)


def finding(favours: Verdict, weighed: list[Weighed] | None = None) -> Finding:
    leading = Hypothesis.OURS if favours in (Verdict.CANNOT_TELL, Verdict.MIXED) else Hypothesis(favours)
    return Finding(favours, leading, Hypothesis.PARTNER, 2.0, 1.0, 1.0, tuple(weighed or []))


def test_a_dump_whose_parts_favour_different_accounts_is_mixed() -> None:
    forged = [said("a", {GENUINE: -3.0, FABRICATED: 0.0})]
    parts = [finding(Verdict.OURS), finding(Verdict.FABRICATED, forged)]
    whole = judge_whole(finding(Verdict.OURS), parts)
    assert (whole.favours, whole.against) == (Verdict.MIXED, Hypothesis.FABRICATED)
    assert whole.share == 0.5


def test_parts_that_cannot_be_told_leave_the_others_their_verdict() -> None:
    parts = [finding(Verdict.OURS), finding(Verdict.CANNOT_TELL)]
    assert judge_whole(finding(Verdict.OURS), parts).favours is Verdict.OURS
    assert judge_whole(finding(Verdict.CANNOT_TELL), parts).favours is Verdict.CANNOT_TELL


@given(st.integers(10, 400), st.data())
def test_one_more_hit_on_the_roll_never_favours_fabricated_or_another_body(tried: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, tried - 1))
    found = [roll(hits, tried), roll(hits + 1, tried)]
    for rival in (Hypothesis.FABRICATED, Hypothesis.ANOTHER_BODY):
        before, after = (log10_lr([one], Hypothesis.OURS, rival) for one in found)
        assert after >= before - 1e-9


def roll(hits: int, tried: int) -> Weighed:
    """P03 as the feature weighs it, on a roll of 2 million."""
    from leakassay.attribute.features import roll_number

    p_chance, p_other = 0.0073, 0.033
    regimes = {
        "chance": ratio.expected(p_chance), "other": ratio.expected(p_other), "any": (1.0, 1.0),
        "same": ratio.expected(roll_number.P_ROLL),
    }  # fmt: skip
    accounts = ratio.under((hits, tried - hits), regimes, roll_number.ACCOUNTS)
    return said("identifier", accounts)


ACCOUNT = st.floats(-6, 0, allow_nan=False)


@given(st.lists(st.tuples(st.sampled_from("abcd"), *[ACCOUNT] * 5), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_evidence_does_not_matter_and_every_verdict_is_within_the_cap(
    drawn: list[tuple[str, float, float, float, float, float]], shuffler: object
) -> None:
    weighed = [said(row[0], dict(zip(EACH, row[1:], strict=True))) for row in drawn]
    first = judge(weighed, 1.0)
    shuffler.shuffle(weighed)
    second = judge(weighed, 1.0)
    assert (first.favours, first.against) == (second.favours, second.against)
    assert first.log10_lr == pytest.approx(second.log10_lr)
    assert 0 <= first.log10_lr <= TOTAL_CAP
