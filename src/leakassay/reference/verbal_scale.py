"""Verbal scale: which words a likelihood ratio earns, seven levels, printed in every report because scales differ."""

import math
from dataclasses import dataclass
from functools import cache

from leakassay.reference import table


@dataclass(frozen=True, slots=True)
class Band:
    """One level of the scale, from ``log10_from`` (included) up to ``log10_to`` (excluded; infinite for the last)."""

    log10_from: float
    log10_to: float
    lr_band: str
    words: str


@cache
def bands() -> tuple[Band, ...]:
    """Return the scale from no support upwards."""
    return tuple(
        Band(float(row["log10_from"]), float(row["log10_to"] or math.inf), row["lr_band"], row["words"])
        for row in table.rows("verbal_scale.csv")
    )


def words(log10_lr: float) -> str:
    """Return the words for a log10 likelihood ratio; a negative one supports the rival and is said so.

    Args:
        log10_lr: Base-10 logarithm of the ratio; 0 means the findings fit both accounts alike.

    Raises:
        ValueError: For NaN, which no evidence can yield.
    """
    if math.isnan(log10_lr):
        raise ValueError("log10_lr is NaN: a likelihood ratio was expected")
    size = abs(log10_lr)
    level = next((band for band in reversed(bands()) if size >= band.log10_from), bands()[0])
    if size == 0:
        return bands()[0].words
    return level.words if log10_lr > 0 else f"{level.words} for the rival account"
