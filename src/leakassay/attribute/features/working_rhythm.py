"""P26: nights and weekends. Laboratories take few specimens then; an invented clock spreads them evenly."""

from __future__ import annotations

from collections.abc import Iterable

from leakassay.attribute import ratio
from leakassay.attribute.evidence import FABRICATED, GENUINE, Evidence
from leakassay.attribute.view import View

MOST = 200
"""Specimens that count: panels repeat a time, so rows are not independent."""
LEAST = 30
MIDNIGHT = 0.5
"""Share of records at hour 0 from which the column holds dates without times."""
_NIGHT = {"lab": (2.0, 14.0), "even": (55.0, 65.0), "any": (1.0, 1.0)}
"""Share between 20:00 and 07:00: about an eighth in a laboratory, 11/24 on an even clock."""
_WEEKEND = {"lab": (2.0, 16.0), "even": (29.0, 71.0), "any": (1.0, 1.0)}
"""Share on Saturday and Sunday: about a tenth in a laboratory, 2/7 on an even calendar."""
_ACCOUNTS = {
    GENUINE: {"lab": 0.9, "any": 0.08, "even": 0.02},  # round-the-clock departments
    FABRICATED: {"even": 0.7, "lab": 0.25, "any": 0.05},
}


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh the rhythm of every partition with times."""
    for row in view.ask("rhythm"):
        hours, weekdays = row["hours"], row["weekdays"]
        if row["midnight"] > MIDNIGHT * hours:
            hours = 0
        if max(hours, weekdays) < LEAST:
            continue
        night = ratio.tempered((row["night"], hours - row["night"]), MOST) if hours >= LEAST else (0, 0)
        weekend = ratio.tempered((row["weekend"], weekdays - row["weekend"]), MOST) if weekdays >= LEAST else (0, 0)
        clock = {name: ratio.compound(night, _NIGHT[name]) + ratio.compound(weekend, _WEEKEND[name]) for name in _NIGHT}
        accounts = {
            group: ratio.blend((weight, clock[name]) for name, weight in weights.items())
            for group, weights in _ACCOUNTS.items()
        }
        note = _note(row["night"], hours, row["weekend"], weekdays)
        yield Evidence(row["partition"], accounts, note)


def _note(night: int, hours: int, weekend: int, weekdays: int) -> str:
    said = []
    if hours >= LEAST:
        said.append(f"{night / hours:.0%} of {hours:,} collection times lie between 20:00 and 07:00 (even clock 46 %)")
    if weekdays >= LEAST:
        said.append(f"{weekend / weekdays:.0%} of {weekdays:,} collection days are at a weekend (even calendar 29 %)")
    return "; ".join(said) + "."
