"""P03: share of distinct NHS numbers on a roll. A partner's copy hits as well: the patients are the same."""

from __future__ import annotations

from collections.abc import Iterable

from leakassay.attribute import ratio
from leakassay.attribute.evidence import ANOTHER, FABRICATED, NUMBER, SAME_PEOPLE, Evidence, Share
from leakassay.attribute.overlap import Overlap
from leakassay.attribute.view import View

P_ROLL = 0.95
"""Share of an organisation's own patients that its roll knows."""
LIVE_NUMBERS = 2.727e8
"""Valid numbers in the issued ranges 400-499 and 600-799."""
TEST_NUMBERS = 9.09e7
"""Valid numbers in the range 900-999."""
ENGLAND = 6.0e7
"""People with a number: how likely a stranger's patient is on a roll by living in the same country."""
LEAST = 5

ACCOUNTS = {
    SAME_PEOPLE: {"same": 0.99, "any": 0.01},
    ANOTHER: {"other": 0.9, "any": 0.1},
    FABRICATED: {"chance": 0.8, "any": 0.15, "same": 0.05},  # some forgers hold a list of real numbers
}


def chance(found: Overlap, roll_size: int) -> float:
    """Share of random valid numbers that would be on the roll."""
    test = found.test / found.numbers
    return min(0.4, roll_size * (test / TEST_NUMBERS + (1 - test) / LIVE_NUMBERS))


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh the overlap of every partition with numbers."""
    size = view.overlap.roll_size
    for found in view.overlap.rows:
        if found.numbers < LEAST:
            continue
        p_chance = max(chance(found, size), 1e-9)
        p_other = min(0.4, max(p_chance, size / ENGLAND))
        regimes = {
            "chance": ratio.expected(p_chance),
            "other": ratio.expected(p_other),
            "any": (1.0, 1.0),
            "same": ratio.expected(P_ROLL),
        }
        counts = (found.hits, found.numbers - found.hits)
        note = (
            f"{found.hits:,} of {found.numbers:,} distinct NHS numbers are on the rolls (own patients about "
            f"{P_ROLL:.0%}, patients elsewhere about {p_other:.2%}, random valid numbers {p_chance:.2%})."
        )
        share = Share(found.hits, found.numbers, P_ROLL, p_chance, NUMBER)
        yield Evidence(found.partition, ratio.under(counts, regimes, ACCOUNTS), note, share)
