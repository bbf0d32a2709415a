"""Volume as delivered: bytes of the regular files of all sources, before anything is unpacked."""

from __future__ import annotations

from leakassay.claims import volume
from leakassay.claims.measured import Measured
from leakassay.claims.view import ClaimView
from leakassay.profile.claim import Claim


def check(claim: Claim, view: ClaimView) -> Measured:
    """Measure the delivered volume; it is counted, not read, so coverage does not bear on it."""
    size = volume.measure(view)
    evidence = f"The files as delivered hold {volume.printed(size.delivered)}; unpacked they hold {_unpacked(size)}."
    readings = volume.other_readings(claim, size.delivered, size.unpacked, "the volume after unpacking")
    return Measured(size.delivered, size.delivered, size.delivered, evidence, readings=readings)


def _unpacked(size: volume.Volume) -> str:
    more = f" and what {size.closed:,} items hold that could not be opened" if size.closed else ""
    return volume.printed(size.unpacked) + more
