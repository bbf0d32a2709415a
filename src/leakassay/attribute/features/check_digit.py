"""P01: share of distinct values in NHS-number columns that pass mod 11: typing loses 1.5 %, chance gives 1/11."""

from __future__ import annotations

from collections.abc import Iterable

from leakassay.attribute import ratio
from leakassay.attribute.evidence import CHECK_DIGIT, FABRICATED, GENUINE, Evidence, Share
from leakassay.attribute.view import View

P_REAL = 0.985
P_CHANCE = 1 / 11
LEAST = 10
"""Distinct values below which the rate says nothing."""

_REGIMES = {"chance": (10.0, 100.0), "any": (1.0, 1.0), "real": ratio.expected(P_REAL)}
_ACCOUNTS = {
    GENUINE: {"real": 0.99, "any": 0.01},
    FABRICATED: {"chance": 0.5, "any": 0.3, "real": 0.2},  # a competent forger computes check digits
}


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh the rate of every partition that has such columns."""
    for row in view.ask("check_digit", {"count_test": view.counts_test_range}):
        # copies of a number stand in many columns: the largest one is what is surely distinct
        tried = row["largest"]
        passed = round(row["passed"] * tried / row["tried"])
        if tried < LEAST:
            continue
        note = (
            f"{passed:,} of {tried:,} distinct values where NHS numbers belong pass the check digit "
            f"(real lists about {P_REAL:.1%}, random digits {P_CHANCE:.1%}; {row['columns']:,} columns)."
        )
        share = Share(passed, tried, P_REAL, P_CHANCE, CHECK_DIGIT)
        yield Evidence(row["partition"], ratio.under((passed, tried - passed), _REGIMES, _ACCOUNTS), note, share)
