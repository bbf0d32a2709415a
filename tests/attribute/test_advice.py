"""What would change a verdict is always said."""

from __future__ import annotations

from itertools import product

import pytest

from attribute import toy
from leakassay.attribute.advice import would_change
from leakassay.attribute.evidence import FABRICATED, GENUINE, Evidence, Weighed
from leakassay.attribute.verdict import Finding
from leakassay.attribute.view import look
from leakassay.model.outcomes import Hypothesis, Verdict
from leakassay.model.plugin import Feature
from leakassay.profile.organisation import EMPTY

WEIGHED = (Weighed(Feature("P01", "x", "x", "a"), Evidence("disk1", {GENUINE: 0.0, FABRICATED: -1.0}, "counts")),)


@pytest.mark.parametrize("weighed", [WEIGHED, ()])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_against_every_rival_says_what_would_change_it(
    verdict: Verdict, weighed: tuple[Weighed, ...]
) -> None:
    view = look(toy.Dump().shelf(), EMPTY)
    for leading, against, coverage in product(Hypothesis, Hypothesis, (0.0, 1.0)):
        said = would_change(Finding(verdict, leading, against, 1.0, 1.0, coverage, weighed), view)
        assert said.endswith(".")
        assert said[0].isupper()


def test_a_rival_that_earlier_leaks_would_settle_asks_for_them() -> None:
    finding = Finding(Verdict.OURS, Hypothesis.OURS, Hypothesis.RECYCLED, 1.5, 1.0, 1.0, WEIGHED)
    assert "earlier leaks to compare with" in would_change(finding, look(toy.Dump().shelf(), EMPTY))
