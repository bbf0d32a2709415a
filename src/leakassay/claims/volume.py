"""Volumes: delivered and unpacked, GB and GiB. The words of a claim seldom say which, so the evidence names all."""

from __future__ import annotations

from dataclasses import dataclass

from leakassay.claims.facts import FULL_COVERAGE
from leakassay.claims.measured import fits
from leakassay.claims.view import ClaimView
from leakassay.profile.claim import Claim

GIB_PER_GB = 2**30 / 10**9
"""Who writes GB and means GiB claims 7.4 % less than there is."""


@dataclass(frozen=True)
class Volume:
    """Bytes of the dump.

    Attributes:
        delivered: of the files as found.
        unpacked: of the content at any depth.
        copies: of the content that repeats another item exactly.
        closed: items whose content could not be opened or listed.
        closed_bytes: what these hold themselves.
    """

    delivered: int
    unpacked: int
    copies: int
    closed: int
    closed_bytes: int

    @property
    def open_end(self) -> bool:
        """True when so much could not be opened that what it holds may matter."""
        return self.closed_bytes > (1 - FULL_COVERAGE) * self.unpacked


def measure(view: ClaimView) -> Volume:
    """Count the bytes."""
    return Volume(**view.one("volume"))


def printed(size: int) -> str:
    """A volume in bytes, GB and GiB."""
    return f"{size:,} bytes ({size / 1e9:,.3f} GB, {size / 2**30:,.3f} GiB)"


def other_readings(claim: Claim, plain: int, other: int, name: str) -> tuple[str, ...]:
    """Readings under which a claim fits that does not fit plainly: GiB for GB, the other volume, or both."""
    if not isinstance(claim.value, float) or fits(claim.value, claim.sense, plain):
        return ()
    binary = claim.value * GIB_PER_GB
    tried = (("GiB", plain, binary), (name, other, claim.value), (f"{name}, in GiB", other, binary))
    return tuple(words for words, size, value in tried if fits(value, claim.sense, size))
