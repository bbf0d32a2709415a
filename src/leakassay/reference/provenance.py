"""Provenance features P01 to P40: what each measures, which account it can defeat, how it fails, and its cap."""

from dataclasses import dataclass
from functools import cache

from leakassay.reference import table

FAMILY_CAP = 3.0
"""Decades of log10 likelihood ratio that one family of correlated features may add, either way."""


@dataclass(frozen=True, slots=True)
class ProvenanceFeature:
    """One feature by which a dump tells where it came from."""

    id: str
    family: str
    feature: str
    discriminates: str
    """The accounts it can speak against: FABRICATED, PARTNER, RECYCLED, OTHER-NHS, SHUFFLED or ALL."""
    failure_mode: str
    family_cap: float


@cache
def load() -> tuple[ProvenanceFeature, ...]:
    """Return the forty features in order."""
    return tuple(
        ProvenanceFeature(
            row["id"],
            row["family"],
            row["feature"],
            row["discriminates"],
            row["failure_mode"],
            float(row["family_cap"]),
        )
        for row in table.rows("provenance_features.csv")
    )


@cache
def by_id(feature_id: str) -> ProvenanceFeature:
    """Return one feature; KeyError when there is none of that id."""
    return {feature.id: feature for feature in load()}[feature_id]


@cache
def families() -> tuple[str, ...]:
    """Return the families in order of first appearance."""
    return tuple(dict.fromkeys(feature.family for feature in load()))
