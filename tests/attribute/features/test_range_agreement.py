"""P34: flags that analysers compute and forgers draw."""

from __future__ import annotations

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.features import range_agreement
from leakassay.model.outcomes import Hypothesis


def flags(agree: int, disagree: int) -> toy.Dump:
    dump = toy.Dump()
    dump.trait(dump.part("disk1"), "range_agreement", agree=agree, disagree=disagree)
    return dump


def test_flags_that_fit_speak_a_little_against_a_forger_who_may_compute_them() -> None:
    found = said(range_agreement, flags(999, 1))["disk1"]
    assert 0.3 < decades(found, Hypothesis.OURS, Hypothesis.FABRICATED) < 1


def test_drawn_flags_speak_for_a_forger() -> None:
    assert decades(said(range_agreement, flags(330, 670))["disk1"], Hypothesis.FABRICATED, Hypothesis.OURS) > 1


def test_a_laboratory_that_prints_no_flags_is_not_a_forger() -> None:
    found = said(range_agreement, flags(850, 150))["disk1"]
    assert abs(decades(found, Hypothesis.OURS, Hypothesis.FABRICATED)) < 0.5


def test_a_million_rows_say_no_more_than_two_hundred() -> None:
    many, some = (said(range_agreement, flags(n, n))["disk1"] for n in (500_000, 100))
    assert many.accounts == some.accounts


def test_a_few_flags_say_nothing() -> None:
    assert said(range_agreement, flags(19, 0)) == {}
