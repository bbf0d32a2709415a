"""From evidence to a verdict: families averaged and capped, the nearest rival, mixtures first, and "cannot tell".

Never a posterior: how likely an account is depends on what the investigator knew before, which is not in the data.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from leakassay.attribute import ratio
from leakassay.attribute.evidence import CHECK_DIGIT, Share, Weighed
from leakassay.model.outcomes import Hypothesis, Verdict
from leakassay.reference.provenance import FAMILY_CAP

CALIBRATION_SIZE = 10_000
"""Trials behind the figures: nothing rarer than one in so many may be claimed.

Set by hand until the method is calibrated on rehearsals; then it is the number of these."""
TOTAL_CAP = math.log10(CALIBRATION_SIZE)
"""Decades beyond which a verdict may not go."""
DECIDES = 1.0
"""Decades against the nearest rival from which a verdict is given: "moderate support" on the verbal scale."""
LEAST_COVERAGE = 0.01
"""Share of a partition's bytes that must have been read: the first sample for which a verdict is asked."""
LEAST_FOR_MIXTURE = 30
"""Distinct units below which a share between the poles may be chance."""
PURE = 0.05
"""A mixture with less than this of either part is called by its main part."""
RIVALS = (Hypothesis.OURS, Hypothesis.PARTNER, Hypothesis.RECYCLED, Hypothesis.FABRICATED, Hypothesis.ANOTHER_BODY)
"""Order of ties: the rival that is nearest by nature first."""


@dataclass(frozen=True)
class Finding:
    """The verdict on one partition before it is put into words.

    Attributes:
        favours: the verdict.
        leading: the hypothesis that stands best against all rivals, whether or not that suffices.
        against: its nearest rival; for a mixture the single origin that explains most.
        log10_lr: decades in favour, capped, never negative.
        share: of the units that behave as the organisation's own people, for a mixture; else 1.
        coverage: share of the bytes that was read.
        weighed: what it rests on.
    """

    favours: Verdict
    leading: Hypothesis
    against: Hypothesis
    log10_lr: float
    share: float
    coverage: float
    weighed: tuple[Weighed, ...]


def log10_lr(weighed: Sequence[Weighed], one: Hypothesis, other: Hypothesis) -> float:
    """Decades for the one account against the other: mean inside a family, sum across, each capped.

    Only features that can tell the two apart by their nature count in the mean: one that cannot says nothing, it does
    not say "equal".
    """
    families: dict[str, list[float]] = {}
    for found in weighed:
        if found.evidence.separates(one, other):
            difference = found.evidence.log10(one) - found.evidence.log10(other)
            families.setdefault(found.feature.family, []).append(_clip(difference, found.feature.cap))
    total = math.fsum(_clip(math.fsum(said) / len(said), FAMILY_CAP) for said in families.values())
    return _clip(total, TOTAL_CAP)


def nearest(weighed: Sequence[Weighed]) -> tuple[Hypothesis, Hypothesis, float]:
    """The hypothesis that stands best, its nearest rival and the decades between them (negative: none stands)."""
    standing = []
    for one in RIVALS:
        rival = min((other for other in RIVALS if other is not one), key=lambda other: log10_lr(weighed, one, other))
        standing.append((one, rival, log10_lr(weighed, one, rival)))
    return max(standing, key=lambda row: row[2])


def mixture(weighed: Sequence[Weighed]) -> tuple[float, float]:
    """Whether the most specific units are a mixture of own people and chance.

    Returns:
        Decades in favour of a mixture against the nearer of the two pure accounts, and the share of own people; 0 and 1
        where nothing speaks of it.
    """
    best = _most_specific(weighed)
    if best is None or best.tried < LEAST_FOR_MIXTURE:
        return 0.0, 1.0
    share = ratio.mixture_share(best.passed, best.tried, best.p_same, best.p_chance)
    if not PURE <= share <= 1 - PURE:
        return 0.0, 1.0
    return max(0.0, _against_purity(best)), share


def judge(weighed: Sequence[Weighed], coverage: float) -> Finding:
    """The verdict on one partition.

    Args:
        weighed: its evidence.
        coverage: share of its unpacked bytes that was read, 0 to 1.
    """
    leading, against, decades = nearest(weighed)
    mixed, share = mixture(weighed)
    decades = max(0.0, decades)
    kept = tuple(weighed)
    if coverage < LEAST_COVERAGE or not kept:
        return Finding(Verdict.CANNOT_TELL, leading, against, decades, 1.0, coverage, kept)
    if mixed >= DECIDES and not _explained(kept, _most_specific(kept)):
        return Finding(Verdict.MIXED, leading, leading, min(mixed, FAMILY_CAP, TOTAL_CAP), share, coverage, kept)
    if decades >= DECIDES:
        return Finding(Verdict(leading), leading, against, decades, 1.0, coverage, kept)
    return Finding(Verdict.CANNOT_TELL, leading, against, decades, 1.0, coverage, kept)


def judge_whole(pooled: Finding, parts: Sequence[Finding]) -> Finding:
    """The verdict on the dump: mixed when its partitions favour different accounts, else what they agree on.

    Args:
        pooled: the verdict on all of it as if it were one partition.
        parts: the verdicts on its partitions.
    """
    decided = [part for part in parts if part.favours is not Verdict.CANNOT_TELL]
    favoured = {part.favours for part in decided}
    if not decided:
        return pooled
    if len(favoured) > 1 or Verdict.MIXED in favoured:
        return _mixed_whole(pooled, decided)
    (verdict,) = favoured
    if pooled.favours is verdict:
        return pooled
    return Finding(
        Verdict.CANNOT_TELL, pooled.leading, pooled.against, pooled.log10_lr, 1.0, pooled.coverage, pooled.weighed
    )


def _mixed_whole(pooled: Finding, decided: Sequence[Finding]) -> Finding:
    """Against the single origin that explains the partitions best; its share is that of the partitions it explains."""
    against = {origin: math.fsum(_against_origin(part, origin) for part in decided) for origin in RIVALS}
    single = min(RIVALS, key=lambda origin: against[origin])
    share = sum(part.favours == Verdict(single) for part in decided) / len(decided)
    decades = min(TOTAL_CAP, max(0.0, against[single]))
    return Finding(Verdict.MIXED, single, single, decades, share, pooled.coverage, pooled.weighed)


def _against_origin(part: Finding, origin: Hypothesis) -> float:
    if part.favours is Verdict.MIXED:
        return part.log10_lr
    return max(0.0, log10_lr(part.weighed, part.leading, origin)) if part.leading is not origin else 0.0


def _most_specific(weighed: Sequence[Weighed]) -> Share | None:
    shares = [found.evidence.share for found in weighed if found.evidence.share is not None]
    return max(shares, key=lambda share: share.grade, default=None)


def _against_purity(share: Share) -> float:
    """Decades for "any share" against the nearer pure account."""
    counts = (share.passed, share.tried - share.passed)
    pure = max(ratio.compound(counts, ratio.expected(p)) for p in (share.p_same, share.p_chance))
    return ratio.compound(counts, (1.0, 1.0)) - pure


def _explained(weighed: Sequence[Weighed], share: Share | None) -> bool:
    """Whether one account explains a partial share without a mixture, by traits that are not identifiers.

    A partner treats a part of the patients. A forger borrows a part of the numbers, which check digits alone do not
    show.
    """
    traits = [found for found in weighed if found.feature.family != "identifier"]
    rivals = (Hypothesis.OURS, Hypothesis.RECYCLED)
    if all(log10_lr(traits, Hypothesis.PARTNER, other) >= DECIDES for other in rivals):
        return True
    only_digits = share is not None and share.grade == CHECK_DIGIT
    return only_digits and all(log10_lr(traits, Hypothesis.FABRICATED, other) >= DECIDES for other in rivals)


def _clip(value: float, cap: float) -> float:
    return max(-cap, min(cap, value))
