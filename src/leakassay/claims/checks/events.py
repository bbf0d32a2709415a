"""Number of clinical events: tests requested, resulted, negated; copies of a file are counted once."""

from __future__ import annotations

from leakassay.claims.measured import Measured
from leakassay.claims.view import ClaimView
from leakassay.profile.claim import Claim


def check(claim: Claim, view: ClaimView) -> Measured:  # noqa: ARG001  every check is called alike
    """Count the events that were read."""
    row = view.one("event_count")
    evidence = (
        f"{row['events']:,} clinical events were read: {row['resulted']:,} with a result, {row['requested']:,} "
        f"requested only, {row['negated']:,} negated, {row['unclear']:,} unclear."
    )
    best = float(row["events"])
    return Measured(best, best, None if view.open_end else best, evidence)
