"""Likelihoods of counts, base-10: what was seen, if a share of the units behaved so; ratios are differences.

A share is never one number: an account says "about 95 %", and by how much it may be off is a Beta (or Dirichlet)
distribution. That is what keeps a thousand rows from being a thousand independent proofs (domain fact 10).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

_LN10 = math.log(10.0)
_Key = TypeVar("_Key")

Regime = tuple[float, ...]
"""Dirichlet parameters, one per kind of count: their ratio is the expected share, their sum how sure it is."""


def binomial_lr(passed: int, tried: int, p_one: float, p_other: float) -> float:
    """Log10 ratio of two fixed shares, unit by unit, uncapped: for showing what a naive product would say.

    Args:
        passed: units that pass.
        tried: all units.
        p_one: share that passes under the one account, between 0 and 1, both excluded.
        p_other: the same under the other account.
    """
    return passed * math.log10(p_one / p_other) + (tried - passed) * math.log10((1 - p_one) / (1 - p_other))


def mixture_share(passed: int, tried: int, p_one: float, p_other: float) -> float:
    """Share of the units that behave as the one account expects, between 0 and 1: pi = (k/n - p0)/(p1 - p0)."""
    return min(1.0, max(0.0, (passed / tried - p_other) / (p_one - p_other)))


def expected(share: float) -> Regime:
    """A regime of two counts (yes, no) that expects `share`, broad enough to be wrong about it.

    High shares have their mode at 1 and low ones at 0, so that more of the expected never counts against it.
    """
    return (share / (1 - share), 1.0) if share >= 0.5 else (1.0, (1 - share) / share)


def compound(counts: Sequence[int], regime: Regime) -> float:
    """Log10 likelihood of counts under a regime (Dirichlet-multinomial without its constant coefficient)."""
    if len(counts) != len(regime):
        raise ValueError(f"{len(counts)} counts were given for a regime of {len(regime)}")
    found = math.lgamma(sum(regime)) - math.lgamma(sum(regime) + sum(counts))
    for count, alpha in zip(counts, regime, strict=True):
        found += math.lgamma(alpha + count) - math.lgamma(alpha)
    return found / _LN10


def blend(parts: Iterable[tuple[float, float]]) -> float:
    """Log10 of a weighted sum of likelihoods given as (weight, log10 likelihood)."""
    kept = [(weight, log10) for weight, log10 in parts if weight > 0]
    most = max(log10 for _, log10 in kept)
    return most + math.log10(math.fsum(weight * 10.0 ** (log10 - most) for weight, log10 in kept))


def under(
    counts: Sequence[int], regimes: Mapping[str, Regime], accounts: Mapping[_Key, Mapping[str, float]]
) -> dict[_Key, float]:
    """Log10 likelihood of the counts under each account, an account being a blend of regimes.

    Args:
        counts: how many units of each kind.
        regimes: by name.
        accounts: account to the weights of regimes, which add up to 1.
    """
    spoken = {name: compound(counts, regime) for name, regime in regimes.items()}
    return {
        account: blend((weight, spoken[name]) for name, weight in weights.items())
        for account, weights in accounts.items()
    }


def tempered(counts: Sequence[int], most: int) -> tuple[int, ...]:
    """Counts scaled down to `most` in all: rows of one laboratory day are not independent observations."""
    total = sum(counts)
    if total <= most:
        return tuple(counts)
    return tuple(round(count * most / total) for count in counts)
