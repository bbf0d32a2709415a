"""Comparing an interval with a number: never a verdict against the interval, monotone in the claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.claims.measured import NUMERIC, Measured, compare, fits, presence
from leakassay.model.outcomes import ClaimVerdict

SUPPORTED, CONTRADICTED = ClaimVerdict.SUPPORTED, ClaimVerdict.CONTRADICTED
NUMBER = st.floats(0, 1e6, allow_nan=False)
SENSE = st.sampled_from(sorted(NUMERIC))


@st.composite
def intervals(draw: st.DrawFn) -> Measured:
    low, best, high = sorted(draw(st.tuples(NUMBER, NUMBER, NUMBER)))
    return Measured(low, best, draw(st.sampled_from([high, None])), "")


@given(intervals(), NUMBER, SENSE)
def test_a_truth_anywhere_in_the_interval_agrees_with_a_decided_verdict(
    found: Measured, value: float, sense: str
) -> None:
    verdict = compare(found, value, sense)
    assert found.low is not None
    for truth in (found.low, found.best, found.high if found.high is not None else found.low + 2e6):
        holds = fits(value, sense, float(truth or 0))
        assert not (verdict is SUPPORTED and not holds)
        assert not (verdict is CONTRADICTED and holds)


@given(intervals(), NUMBER, NUMBER)
def test_who_claims_less_as_a_lower_bound_is_never_judged_worse(found: Measured, one: float, other: float) -> None:
    rank = [CONTRADICTED, ClaimVerdict.NOT_SUPPORTED, ClaimVerdict.CANNOT_TELL, SUPPORTED]
    less, more = sorted((one, other))
    assert rank.index(compare(found, less, "at_least")) >= rank.index(compare(found, more, "at_least"))


@given(intervals(), NUMBER)
def test_an_open_end_never_supports_an_upper_bound_or_refutes_a_lower_one(found: Measured, value: float) -> None:
    open_ended = Measured(found.low, found.best, None, "")
    assert compare(open_ended, value, "at_most") is not SUPPORTED
    assert compare(open_ended, value, "at_least") is not CONTRADICTED


@pytest.mark.parametrize(
    ("value", "verdict"), [(109, SUPPORTED), (112, CONTRADICTED), (91, SUPPORTED), (90, CONTRADICTED)]
)
def test_about_is_a_tenth_of_the_number_claimed(value: float, verdict: ClaimVerdict) -> None:
    assert compare(Measured(100, 100, 100, ""), value, "about") is verdict


def test_what_was_not_measured_cannot_be_told() -> None:
    assert compare(Measured(None, None, None, ""), 5, "about") is ClaimVerdict.CANNOT_TELL


def test_not_found_means_nothing_while_much_is_unread() -> None:
    assert presence(0, sense="absent", complete=False) is ClaimVerdict.CANNOT_TELL
    assert presence(0, sense="contains", complete=False) is ClaimVerdict.CANNOT_TELL
    assert presence(1, sense="absent", complete=False) is CONTRADICTED
