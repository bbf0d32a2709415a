"""What a check measured, and the comparison of an interval with a number claimed."""

from __future__ import annotations

from dataclasses import dataclass

from leakassay.model.outcomes import ClaimVerdict

NUMERIC = frozenset({"about", "at_least", "at_most", "exactly"})
"""Senses in which a number is claimed."""
ABOUT = 0.10
"""Tolerance of "about": claims are printed with one or two digits ("nearly 400 GB"), so a tenth either way."""


@dataclass(frozen=True)
class Measured:
    """The answer of a check.

    Attributes:
        low, best, high: in the unit of the check; high is None where the unread may hold more; best None: not measured.
        evidence: how it was measured, without the coverage (the judge adds it).
        verdict: set where no number decides (contains, absent).
        readings: other readings of the claim that fit when the plain one does not ("unpacked volume").
    """

    low: float | None
    best: float | None
    high: float | None
    evidence: str
    verdict: ClaimVerdict | None = None
    readings: tuple[str, ...] = ()


def compare(measured: Measured, value: float, sense: str, *, tolerance: float | None = None) -> ClaimVerdict:
    """Judge a number claimed against a measured interval.

    Args:
        measured: with low and best set.
        value: the number claimed.
        sense: about, at_least, at_most or exactly.
        tolerance: half-width of "about" in the unit; a tenth of the value when not given.

    Returns:
        SUPPORTED or CONTRADICTED when the interval leaves no doubt; NOT_SUPPORTED when the best value speaks against
        it; CANNOT_TELL when the unread could decide, or the claim lies within the interval.
    """
    if measured.low is None or measured.best is None:
        return ClaimVerdict.CANNOT_TELL
    width = abs(value) * ABOUT if tolerance is None else tolerance
    bounds: dict[str, tuple[float | None, float | None]] = {
        "about": (value - width, value + width),
        "exactly": (value, value),
        "at_least": (value, None),
        "at_most": (None, value),
    }
    return _within(measured.low, measured.best, measured.high, *bounds[sense])


def _within(low: float, best: float, high: float | None, least: float | None, most: float | None) -> ClaimVerdict:
    """Whether [low, high] lies in [least, most]; None is open."""
    over = most is not None and low > most
    under = least is not None and high is not None and high < least
    if over or under:
        return ClaimVerdict.CONTRADICTED
    fits_below = least is None or low >= least
    fits_above = most is None or (high is not None and high <= most)
    if fits_below and fits_above:
        return ClaimVerdict.SUPPORTED
    if high is None:
        return ClaimVerdict.CANNOT_TELL
    best_fits = (least is None or best >= least) and (most is None or best <= most)
    return ClaimVerdict.CANNOT_TELL if best_fits else ClaimVerdict.NOT_SUPPORTED


def fits(value: float | str | None, sense: str, counted: float) -> bool:
    """Whether a claim holds of something that was counted exactly; False for claims without a number."""
    if sense not in NUMERIC or not isinstance(value, float):
        return False
    return compare(Measured(counted, counted, counted, ""), value, sense) is ClaimVerdict.SUPPORTED


def presence(found: int, *, sense: str, complete: bool) -> ClaimVerdict:
    """Judge "contains" and "absent": not found means something only when all but a hundredth was read."""
    if sense == "absent":
        if found:
            return ClaimVerdict.CONTRADICTED
        return ClaimVerdict.SUPPORTED if complete else ClaimVerdict.CANNOT_TELL
    if found:
        return ClaimVerdict.SUPPORTED
    return ClaimVerdict.NOT_SUPPORTED if complete else ClaimVerdict.CANNOT_TELL
