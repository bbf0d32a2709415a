"""Date of the newest record, in days since 1970-01-01; a few dates are typing errors, so both ends are given."""

from __future__ import annotations

import datetime as dt

from leakassay.claims.measured import NUMERIC, Measured, compare
from leakassay.claims.view import ClaimView
from leakassay.model.errors import ProfileError
from leakassay.model.outcomes import ClaimVerdict
from leakassay.profile.claim import Claim

ABOUT_DAYS = 31.0
"""Tolerance of "about" a date: claims name a month."""
_EPOCH = dt.date(1970, 1, 1)


def check(claim: Claim, view: ClaimView) -> Measured:
    """Compare the newest record with the ISO date that the claim names.

    Raises:
        ProfileError: the value is not an ISO date, or the sense is none for a number.
    """
    claimed = _days(claim)
    row = view.one("newest_date")
    if row["newest"] is None:
        return Measured(None, None, None, "No dated clinical event was read.", ClaimVerdict.CANNOT_TELL)
    best, latest = float((row["usual"] - _EPOCH).days), float((row["newest"] - _EPOCH).days)
    evidence = (
        f"The {row['events']:,} dated events run up to {row['usual']:%Y-%m-%d}; single dates, which may be typing "
        f"errors, up to {row['newest']:%Y-%m-%d}."
    )
    measured = Measured(best, best, None if view.open_end else latest, evidence)
    verdict = compare(measured, claimed, claim.sense, tolerance=ABOUT_DAYS)
    return Measured(measured.low, measured.best, measured.high, evidence, verdict)


def _days(claim: Claim) -> float:
    wrong = ProfileError(
        f"claim '{claim.id}': newest_date needs an ISO date in quotes as value and about, at_least, at_most or exactly "
        "as sense"
    )
    if not isinstance(claim.value, str) or claim.sense not in NUMERIC:
        raise wrong
    try:
        return float((dt.date.fromisoformat(claim.value) - _EPOCH).days)
    except ValueError:
        raise wrong from None
