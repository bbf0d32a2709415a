"""Number of records: rows, messages, pages. Copies of a file are counted once; with them the upper end."""

from __future__ import annotations

from leakassay.claims.measured import Measured
from leakassay.claims.view import ClaimView
from leakassay.profile.claim import Claim


def check(claim: Claim, view: ClaimView) -> Measured:  # noqa: ARG001  every check is called alike
    """Count the records that were read."""
    row = view.one("record_count")
    evidence = (
        f"{row['records']:,} records were read in {row['items']:,} items; exact copies of files would add "
        f"{row['copied']:,}."
    )
    best = float(row["records"])
    return Measured(best, best, None if view.open_end else best + row["copied"], evidence)
