"""The stage: is it ours? Evidence for and against each account, per partition and for the dump, then verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module

import pyarrow as pa

from leakassay.attribute import advice, earlier, roll
from leakassay.attribute.evidence import WHOLE, Weighed
from leakassay.attribute.verdict import Finding, judge, judge_whole
from leakassay.attribute.view import View, check_patterns, look
from leakassay.case.shelf import Shelf
from leakassay.model.outcomes import Hypothesis
from leakassay.model.plugin import Feature
from leakassay.model.tables.assessment import ASSESSMENT
from leakassay.model.tables.evidence import EVIDENCE
from leakassay.profile.organisation import Profile
from leakassay.reference.verbal_scale import words

FEATURES_LIE_IN = "leakassay.attribute.features"
DIGITS = 6
"""Decimals that are kept: the rest is noise of the logarithm and may differ between machines."""


def attribute(shelf: Shelf, profile: Profile, features: Sequence[Feature]) -> None:
    """Weigh every partition and put the tables evidence and assessment.

    Args:
        shelf: holds item, partition, column, sighting, event, mention, trait and document_property.
        profile: what the organisation says of itself; without one hardly anything can be told, and that is said.
        features: the catalogue.

    Raises:
        ProfileError: a roll, a secret, an earlier leak or a pattern of the profile cannot be used.
    """
    view = look(shelf, profile)
    weighed = sorted(_weigh(view, features), key=lambda found: (found.evidence.partition, found.feature.id))
    shelf.put("evidence", pa.Table.from_pylist([row for found in weighed for row in _rows(found)], EVIDENCE.schema))
    found = _judge(view, weighed)
    rows = [_assessment(partition, finding, view) for partition, finding in found.items()]
    shelf.put("assessment", pa.Table.from_pylist(rows, ASSESSMENT.schema))


def check_profile(profile: Profile) -> None:
    """Refuse a profile that could not be used, before a run of hours rather than after it.

    Raises:
        ProfileError: a pattern is none, or a roll, a secret or an earlier leak is not there.
    """
    check_patterns(profile)
    roll.check(profile)
    earlier.check(profile)


def _weigh(view: View, features: Sequence[Feature]) -> Iterator[Weighed]:
    for feature in features:
        for evidence in import_module(f"{FEATURES_LIE_IN}.{feature.module}").weigh(view):
            yield Weighed(feature, evidence)


def _judge(view: View, weighed: Sequence[Weighed]) -> dict[str, Finding]:
    """Findings by partition in order of their names, the whole dump first."""
    by_partition: dict[str, list[Weighed]] = {}
    for found in weighed:
        by_partition.setdefault(found.evidence.partition, []).append(found)
    coverage = {WHOLE: 0.0}
    for row in view.ask("coverage"):
        coverage[row["partition"]] = row["read_bytes"] / row["own_bytes"] if row["own_bytes"] else 0.0
    parts = {
        partition: judge(by_partition.get(partition, []), share)
        for partition, share in sorted(coverage.items())
        if partition != WHOLE
    }
    pooled = judge(by_partition.get(WHOLE, []), coverage[WHOLE])
    return {WHOLE: judge_whole(pooled, list(parts.values()))} | parts


def _rows(found: Weighed) -> Iterator[dict[str, object]]:
    for hypothesis in Hypothesis:
        yield {
            "partition": found.evidence.partition,
            "feature": found.feature.id,
            "family": found.feature.family,
            "hypothesis": str(hypothesis),
            "log10_likelihood": round(found.evidence.log10(hypothesis), DIGITS),
            "cap": found.feature.cap,
            "note": found.evidence.note,
        }


def _assessment(partition: str, finding: Finding, view: View) -> dict[str, object]:
    decades = round(finding.log10_lr, DIGITS)
    return {
        "partition": partition,
        "favours": str(finding.favours),
        "against": str(finding.against),
        "log10_lr": decades,
        "words": words(decades),
        "share": round(finding.share, DIGITS),
        "would_change": advice.would_change(finding, view),
    }
