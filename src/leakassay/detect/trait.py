"""Traits: sufficient statistics for provenance (hours, weekdays, last digits, agreement with ranges), no values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from leakassay.detect.canon.stamp import NO_STAMP
from leakassay.detect.emit import Rows, listed

DAY = 86_400
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EPOCH_WEEKDAY = 3
"""1 January 1970 was a Thursday."""


@dataclass
class _Sums:
    n: int = 0
    total: float = 0.0
    squares: float = 0.0
    low: float | None = None
    high: float | None = None


class Traits:
    """Statistics of one unit, by part, name and key."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str, str], _Sums] = {}

    def count(self, part: str, name: str, key: str, n: int) -> None:
        """Add `n` observations to a bucket."""
        if n:
            self._of(part, name, key).n += n

    def values(self, part: str, name: str, key: str, values: npt.NDArray[np.float64]) -> None:
        """Add measured values, shape (n,), to a bucket with their sums and extremes."""
        if len(values):
            sums = self._of(part, name, key)
            sums.n += len(values)
            sums.total += float(values.sum())
            sums.squares += float(np.square(values).sum())
            low, high = float(values.min()), float(values.max())
            sums.low = low if sums.low is None else min(sums.low, low)
            sums.high = high if sums.high is None else max(sums.high, high)

    def _of(self, part: str, name: str, key: str) -> _Sums:
        return self._sums.setdefault((part, name, key), _Sums())

    def stamps(self, part: str, name: str, seconds: npt.NDArray[np.int64]) -> None:
        """Add event dates: `<name>_hour`, `<name>_weekday`, and the span of `record_date` in days since 1970.

        Columns that hold days without a time of day give no hours.
        """
        kept = seconds[seconds != NO_STAMP]
        if not len(kept):
            return
        days = kept // DAY
        if bool((kept % DAY).any()):
            for hour, n in enumerate(np.bincount(kept % DAY // 3600, minlength=24).tolist()):
                self.count(part, f"{name}_hour", f"{hour:02d}", n)
        for weekday, n in enumerate(np.bincount((days + _EPOCH_WEEKDAY) % 7, minlength=7).tolist()):
            self.count(part, f"{name}_weekday", WEEKDAYS[weekday], n)
        sums = self._of(part, "record_date", "")
        low, high = float(days.min()), float(days.max())
        sums.n += len(days)
        sums.total += float(days.sum())
        sums.squares += float(np.square(days.astype(np.float64)).sum())
        sums.low = low if sums.low is None else min(sums.low, low)
        sums.high = high if sums.high is None else max(sums.high, high)

    def rows(self) -> Iterator[Rows]:
        """Yield the `trait` rows, sorted; the span of dates also as oldest_record and newest_record."""
        rows: list[dict[str, Any]] = []
        for (part, name, key), sums in sorted(self._sums.items()):
            row = {"part": part, "name": name, "key": key, "n": sums.n, "total": sums.total,
                   "total_squares": sums.squares, "low": sums.low, "high": sums.high}  # fmt: skip
            rows.append(row)
            if name == "record_date":
                rows += [row | {"name": other} for other in ("newest_record", "oldest_record")]
        yield from listed("trait", rows)
