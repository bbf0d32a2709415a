"""The stages that work on tables alone, in their order."""

from __future__ import annotations

from collections.abc import Callable

from leakassay.attribute.weigh import attribute, check_profile
from leakassay.case import coverage
from leakassay.case.case import Case
from leakassay.case.shelf import Shelf
from leakassay.claims.facts import gather
from leakassay.claims.judge import check_claims, judge
from leakassay.pipeline.catalogue.checks import CHECKS
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.pipeline.catalogue.features import FEATURES
from leakassay.profile.claim import Claims
from leakassay.profile.organisation import Profile
from leakassay.resolve.resolve import resolve

Thinking = Callable[[Case, Shelf, Profile, Claims], None]


def check_inputs(profile: Profile, claims: Claims) -> None:
    """Try what the operator gave before hours are spent on reading.

    Raises:
        ProfileError: a pattern, a roll, a secret, an earlier leak or a claim cannot be used.
    """
    check_profile(profile)
    check_claims(claims, CHECKS)


def _attribute(_case: Case, shelf: Shelf, profile: Profile, _claims: Claims) -> None:
    attribute(shelf, profile, FEATURES)


def _resolve(_case: Case, shelf: Shelf, profile: Profile, _claims: Claims) -> None:
    resolve(shelf, profile)


def _judge(case: Case, shelf: Shelf, profile: Profile, claims: Claims) -> None:
    known = gather(
        profile,
        (detector.name for detector in DETECTORS),
        coverage.fraction_bytes(case.ledger),
        provisional=coverage.pending(case.ledger) > 0,
    )
    judge(shelf, claims, known, CHECKS)


THINKING: dict[str, Thinking] = {"attribute": _attribute, "resolve": _resolve, "claims": _judge}
"""Stage by name; `pipeline/stages.py` has the order of all."""
