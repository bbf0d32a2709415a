"""Volume after unpacking: content bytes at any depth; a container adds only what belongs to no member."""

from __future__ import annotations

from leakassay.claims import volume
from leakassay.claims.measured import Measured
from leakassay.claims.view import ClaimView
from leakassay.profile.claim import Claim


def check(claim: Claim, view: ClaimView) -> Measured:
    """Measure the unpacked volume; open above while something could not be opened."""
    size = volume.measure(view)
    high = None if size.open_end else float(size.unpacked)
    evidence = (
        f"Unpacked, the content is {volume.printed(size.unpacked)} (of which {volume.printed(size.copies)} are exact "
        f"copies); as delivered the files hold {volume.printed(size.delivered)}."
    )
    if size.closed:
        evidence += f" {size.closed:,} items could not be opened and may hold more."
    readings = volume.other_readings(claim, size.unpacked, size.delivered, "the volume as delivered")
    return Measured(float(size.unpacked), float(size.unpacked), high, evidence, readings=readings)
