"""Number of data subjects: the interval of the linkage, all origins but fabricated."""

from __future__ import annotations

from leakassay.claims.measured import Measured
from leakassay.claims.view import ClaimView
from leakassay.profile.claim import Claim


def check(claim: Claim, view: ClaimView) -> Measured:  # noqa: ARG001  every check is called alike
    """Take the interval that resolve left; the unread may hold more people."""
    rows = view.ask("subject_count")
    if not rows:
        return Measured(None, None, None, "People were not resolved: the stage has not run.")
    row = rows[0]
    evidence = (
        f"Linkage gives {row['best']:,.0f} people (between {row['low']:,.0f} and {row['high']:,.0f}). {row['driver']}"
    )
    return Measured(row["low"], row["best"], None if view.open_end else row["high"], evidence.strip())
