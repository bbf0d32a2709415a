"""P25: records that end long before the dump was taken.

When that was is not known here: the newest file or record of the dump stands for it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from leakassay.attribute.evidence import ANOTHER, FABRICATED, OURS, PARTNER, RECYCLED, Evidence, Group
from leakassay.attribute.view import View

FRESH: Group = OURS | PARTNER | ANOTHER | FABRICATED
LIVE_DAYS = 30.0
"""Mean days between the newest record of a folder in use and the theft."""
SPAN_DAYS = 3650.0
"""Ten years over which the end of an old folder may lie anywhere."""
P_LIVE: dict[Group, float] = {FRESH: 0.8, RECYCLED: 0.05}
"""That a folder was in use when it was taken; every disk holds old folders too."""
LEAST_DAYS = 5
"""Distinct days with records below which an end is no end."""


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh the end of every partition with dated events."""
    ends = [row for row in view.ask("newest_record") if row["days"] >= LEAST_DAYS]
    if not ends:
        return
    files = [row["newest"] for row in view.shelf.sql("attribute", "newest_file").to_pylist() if row["newest"]]
    taken = max([row["newest"] for row in ends] + files)
    for row in ends:
        gap = (taken - row["newest"]).days
        note = (
            f"Records end on {row['newest']:%Y-%m-%d}, {gap:,} days before the newest file or record of the dump "
            f"({_as_date(taken)}); copying may have renewed the times of files."
        )
        yield Evidence(row["partition"], {group: _density(gap, share) for group, share in P_LIVE.items()}, note)


def _density(gap: int, live: float) -> float:
    """Log10 density per day of an end so many days before the theft."""
    return math.log10(live * math.exp(-gap / LIVE_DAYS) / LIVE_DAYS + (1 - live) / SPAN_DAYS)


def _as_date(day: dt.date) -> str:
    return f"{day:%Y-%m-%d}"
