"""What one feature says of one partition, for tests of features."""

from __future__ import annotations

from types import ModuleType

from attribute import toy
from leakassay.attribute.evidence import Evidence
from leakassay.attribute.view import look
from leakassay.model.outcomes import Hypothesis
from leakassay.profile.organisation import EMPTY, Profile


def said(feature: ModuleType, dump: toy.Dump, profile: Profile = EMPTY) -> dict[str, Evidence]:
    """Evidence by partition, the whole dump included."""
    return {found.partition: found for found in feature.weigh(look(dump.shelf(), profile))}


def decades(found: Evidence, one: Hypothesis, other: Hypothesis) -> float:
    """Decades for the one account against the other."""
    return found.log10(one) - found.log10(other)
