"""People are an interval."""

from __future__ import annotations

import pytest

from claims import toy_case
from claims.toy_case import judged


@pytest.mark.parametrize(
    ("value", "sense", "verdict"),
    [
        (80, "at_least", "supported"), (200, "exactly", "contradicted"), (101, "at_least", "not supported"),
        (95, "at_least", "cannot tell"), (97, "about", "supported"), (104, "at_most", "cannot tell"),
    ],
)  # fmt: skip
def test_claims_are_judged_against_the_whole_interval(value: float, sense: str, verdict: str) -> None:
    row = judged("subjects", value, sense)
    assert row["verdict"] == verdict
    assert "Grey links." in row["evidence"]


def test_before_people_are_resolved_it_cannot_be_told() -> None:
    row = judged("subjects", 5, "about", tables={})
    assert (row["verdict"], row["measured_best"]) == ("cannot tell", None)


def test_the_unread_may_hold_more_people() -> None:
    assert judged("subjects", 200, "exactly", facts=toy_case.HALF)["verdict"] == "cannot tell"
