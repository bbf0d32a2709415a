"""Verdicts from the most serious to the least."""

from __future__ import annotations

from leakassay.model.outcomes import Verdict
from leakassay.resolve import origin


def test_every_verdict_of_a_partition_but_mixed_has_a_rank():
    assert set(origin.ORIGINS) == {verdict.value for verdict in Verdict} - {"mixed"}
    assert (origin.ORIGINS[0], origin.ORIGINS[-1]) == ("ours", "fabricated")


def test_a_partition_without_a_verdict_ranks_as_one_that_cannot_tell():
    given = origin.parameters()
    assert given["origins"][given["unknown"] - 1] == "cannot tell"  # SQL counts from 1
