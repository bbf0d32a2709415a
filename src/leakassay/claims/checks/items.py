"""Number of items: files and members of containers at any depth; the files as delivered are named beside it."""

from __future__ import annotations

from leakassay.claims import volume
from leakassay.claims.measured import Measured, fits
from leakassay.claims.view import ClaimView
from leakassay.profile.claim import Claim


def check(claim: Claim, view: ClaimView) -> Measured:
    """Count the ledger; open above while much could not be opened."""
    row, size = view.one("item_count"), volume.measure(view)
    evidence = (
        f"{row['items']:,} items at any depth, of which {row['copies']:,} are exact copies; {row['delivered']:,} files "
        "as delivered."
    )
    if size.closed:
        evidence += f" {size.closed:,} items could not be opened and may hold more."
    count = float(row["items"])
    readings = ("the files as delivered",) if fits(claim.value, claim.sense, row["delivered"]) else ()
    return Measured(count, count, None if size.open_end else count, evidence, readings=readings)
