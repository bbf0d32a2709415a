"""Intervals of data subjects by stratum, as resolve left them; a stratum without one shows its count three times."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leakassay.case.shelf import Shelf

ALL = "*"
"""The stratum of the whole dump."""


@dataclass(frozen=True)
class Interval:
    """Low ≤ best ≤ high, whole persons, and why it is as wide as it is."""

    low: int
    best: int
    high: int
    driver: str = ""

    def as_dict(self) -> dict[str, int]:
        """As summary.json writes it."""
        return {"low": self.low, "best": self.best, "high": self.high}


@dataclass(frozen=True)
class Intervals:
    """The intervals of one case."""

    by_stratum: Mapping[str, Interval] = field(default_factory=dict)

    def of(self, stratum: str, counted: int = 0) -> Interval:
        """The interval of a stratum; `counted` thrice where resolve gave none."""
        return self.by_stratum.get(stratum, Interval(counted, counted, counted))


def load(shelf: Shelf) -> Intervals:
    """Read the estimates of data subjects."""
    return Intervals({row["stratum"]: _interval(row) for row in shelf.sql("report", "estimate").to_pylist()})


def _interval(row: Mapping[str, Any]) -> Interval:
    best = round(row["best"])
    return Interval(min(math.floor(row["low"]), best), best, max(math.ceil(row["high"]), best), row["driver"])
