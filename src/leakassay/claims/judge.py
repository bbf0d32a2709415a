"""The stage: public claims against what was measured, each with an interval, its coverage and a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import pyarrow as pa

from leakassay.case.shelf import MemoryStore, Shelf
from leakassay.claims.facts import ClaimFacts
from leakassay.claims.measured import NUMERIC, Measured, compare
from leakassay.claims.view import ClaimView
from leakassay.model.errors import ProfileError
from leakassay.model.outcomes import ClaimVerdict
from leakassay.model.plugin import ClaimCheck
from leakassay.model.tables.claim_result import CLAIM_RESULT
from leakassay.profile.claim import Claim, Claims

CHECKS_LIE_IN = "leakassay.claims.checks"


def judge(shelf: Shelf, claims: Claims, facts: ClaimFacts, checks: Sequence[ClaimCheck]) -> None:
    """Judge every claim and put the table claim_result, in the order of the claims file.

    Args:
        shelf: after resolve: item, source, sighting, event, mention, column, subject and estimate.
        claims: the claims file.
        facts: coverage and what is looked for.
        checks: the catalogue.

    Raises:
        ProfileError: a claim names a measure that no check knows, or a value of the wrong kind.
    """
    known = {check.name: check for check in checks}
    view = ClaimView(shelf, facts)
    rows = [_row(claim, place, known, view) for place, claim in enumerate(claims.claim)]
    shelf.put("claim_result", pa.Table.from_pylist(rows, CLAIM_RESULT.schema))


def check_claims(claims: Claims, checks: Sequence[ClaimCheck]) -> None:
    """Refuse claims that could not be judged, before a run of hours rather than after it.

    Raises:
        ProfileError: as `judge` would raise it.
    """
    judge(Shelf(MemoryStore()), claims, ClaimFacts(0.0), checks)


def _row(claim: Claim, place: int, known: dict[str, ClaimCheck], view: ClaimView) -> dict[str, object]:
    if claim.measure not in known:
        raise ProfileError(
            f"claim[{place}].measure: '{claim.measure}' is not known; one of {', '.join(sorted(known))} was expected"
        )
    check = known[claim.measure]
    measured: Measured = import_module(f"{CHECKS_LIE_IN}.{check.module}").check(claim, view)
    verdict = measured.verdict or _compared(claim, place, measured)
    return {
        "claim_id": claim.id,
        "text": claim.text,
        "source": claim.source,
        "unit": check.unit,
        "claimed": claim.value if isinstance(claim.value, float) else None,
        "measured_low": measured.low,
        "measured_best": measured.best,
        "measured_high": measured.high,
        "verdict": str(_softened(verdict, measured)),
        "evidence": _sentence(measured, verdict, view.facts),
    }


def _compared(claim: Claim, place: int, measured: Measured) -> ClaimVerdict:
    if claim.sense not in NUMERIC or not isinstance(claim.value, float):
        raise ProfileError(
            f"claim[{place}]: '{claim.measure}' needs a number as value and about, at_least, at_most or exactly as "
            "sense"
        )
    return compare(measured, claim.value, claim.sense)


def _softened(verdict: ClaimVerdict, measured: Measured) -> ClaimVerdict:
    """A claim that fits under another reading of its words is not refuted by the plain one."""
    return ClaimVerdict.NOT_SUPPORTED if verdict is ClaimVerdict.CONTRADICTED and measured.readings else verdict


def _sentence(measured: Measured, verdict: ClaimVerdict, facts: ClaimFacts) -> str:
    said = [measured.evidence, f"Coverage: {facts.coverage_words}."]
    if verdict is not ClaimVerdict.SUPPORTED:
        said += [f"The claim would fit if it meant {reading}." for reading in measured.readings]
    return " ".join(said)
