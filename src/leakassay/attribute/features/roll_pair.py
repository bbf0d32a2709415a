"""P04: of the numbers on a roll, share that stand with the roll's date of birth: forgers borrow numbers, not people."""

from __future__ import annotations

from collections.abc import Iterable

from leakassay.attribute import ratio
from leakassay.attribute.evidence import FABRICATED, GENUINE, PAIR, Evidence, Share
from leakassay.attribute.features.roll_number import P_ROLL, chance
from leakassay.attribute.view import View

P_PAIR = 0.98
"""Share of real numbers beside the date of birth that the roll holds: typing errors, adopted numbers."""
P_CHANCE = 1 / 25_000
"""Chance that an invented date of birth is the right one."""
LEAST = 5
ENOUGH_DATED = 0.5
"""Share of the hits that must stand with a date before pairs may speak for the mixture of a partition."""

_REGIMES = {"chance": ratio.expected(P_CHANCE), "any": (1.0, 1.0), "pair": ratio.expected(P_PAIR)}
_ACCOUNTS = {
    GENUINE: {"pair": 0.99, "any": 0.01},
    FABRICATED: {"chance": 0.9, "any": 0.098, "pair": 0.002},
}


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh the pairs of every partition whose hits stand with dates of birth."""
    for found in view.overlap.rows:
        if found.paired < LEAST:
            continue
        note = (
            f"{found.pair_hits:,} of {found.paired:,} numbers on the rolls stand with the roll's date of birth "
            f"(real data about {P_PAIR:.0%}, invented dates about 1 in {1 / P_CHANCE:,.0f})."
        )
        share = None
        if found.paired >= ENOUGH_DATED * found.hits:
            # all numbers are tried: one that is on no roll is no pair either
            passed = round(found.pair_hits * found.hits / found.paired)
            p_chance = max(chance(found, view.overlap.roll_size), 1e-9) * P_CHANCE
            share = Share(passed, found.numbers, P_ROLL * P_PAIR, p_chance, PAIR)
        counts = (found.pair_hits, found.paired - found.pair_hits)
        yield Evidence(found.partition, ratio.under(counts, _REGIMES, _ACCOUNTS), note, share)
