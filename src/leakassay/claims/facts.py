"""What a judge of claims must know beside the shelf: the coverage, the kinds looked for, the systems known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leakassay.profile.organisation import Profile, SchemaFingerprint

FULL_COVERAGE = 0.99
"""Share of the unpacked bytes that must have been read before "not found" means anything."""


@dataclass(frozen=True)
class ClaimFacts:
    """Facts for judging.

    Attributes:
        fraction_bytes: share of the unpacked bytes of unique leaves that was read, 0 to 1 (law b).
        provisional: True while an item is pending.
        kinds: kinds of value that are looked for (names of the detectors).
        schemas: systems of the organisation whose headers are known.
    """

    fraction_bytes: float
    provisional: bool = False
    kinds: frozenset[str] = frozenset()
    schemas: tuple[SchemaFingerprint, ...] = ()

    @property
    def complete(self) -> bool:
        """True when what was not found may be said not to be there."""
        return self.fraction_bytes >= FULL_COVERAGE and not self.provisional

    @property
    def coverage_words(self) -> str:
        """The coverage as it stands in every evidence sentence; never rounded up to the whole."""
        shown = int(self.fraction_bytes * 1000) / 10
        state = "; the run is not finished" if self.provisional else ""
        return f"{shown:.1f} % of the unpacked bytes were read{state}"


def gather(profile: Profile, kinds: Iterable[str], fraction_bytes: float, *, provisional: bool) -> ClaimFacts:
    """Facts from the profile and the catalogue of detectors."""
    return ClaimFacts(fraction_bytes, provisional, frozenset(kinds), profile.table_schema)
