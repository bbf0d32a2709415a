"""Events by what they say."""

from __future__ import annotations

from claims import toy_case
from claims.toy_case import judged


def test_ten_times_the_tests_are_contradicted_when_all_was_read() -> None:
    row = judged("events", 400, "at_least")
    assert row["verdict"] == "contradicted"
    assert "30 with a result, 10 requested only" in row["evidence"]


def test_a_lower_bound_that_was_met_needs_no_full_coverage() -> None:
    row = judged("events", 40, "at_least", facts=toy_case.HALF)
    assert (row["verdict"], row["measured_high"]) == ("supported", None)
    assert "50.0 % of the unpacked bytes" in row["evidence"]


def test_an_upper_bound_cannot_be_told_from_a_part() -> None:
    assert judged("events", 100, "at_most", facts=toy_case.HALF)["verdict"] == "cannot tell"
