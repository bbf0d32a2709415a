"""Evidence names every account once and knows which it cannot part."""

from __future__ import annotations

import pytest

from leakassay.attribute.evidence import FABRICATED, GENUINE, OURS, SAME_PEOPLE, Evidence
from leakassay.model.outcomes import Hypothesis


def test_likelihoods_are_relative_to_the_best_account() -> None:
    said = Evidence("disk1", {GENUINE: -2.0, FABRICATED: -5.0}, "counts")
    assert said.log10(Hypothesis.OURS) == 0
    assert said.log10(Hypothesis.FABRICATED) == -3


def test_accounts_of_one_group_are_not_separated() -> None:
    said = Evidence("disk1", {GENUINE: -2.0, FABRICATED: -5.0}, "counts")
    assert not said.separates(Hypothesis.OURS, Hypothesis.PARTNER)
    assert said.separates(Hypothesis.OURS, Hypothesis.FABRICATED)


@pytest.mark.parametrize("groups", [(SAME_PEOPLE, FABRICATED), (GENUINE, FABRICATED, OURS)])
def test_an_account_that_is_missing_or_named_twice_is_refused(groups: tuple[frozenset[Hypothesis], ...]) -> None:
    with pytest.raises(ValueError, match="every hypothesis once"):
        Evidence("disk1", dict.fromkeys(groups, 0.0), "counts")
