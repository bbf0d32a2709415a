"""P06: laboratory numbers printed as ours, as a partner's, as neither. Vendors share patterns: weak alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leakassay.attribute import ratio
from leakassay.attribute.evidence import ANOTHER, FABRICATED, PARTNER, SAME_SYSTEM, Evidence
from leakassay.attribute.view import View

LEAST = 10
_REGIMES = {"ours": (57.0, 0.6, 2.4), "partner": (0.6, 57.0, 2.4), "neither": (0.6, 0.6, 58.8), "any": (1.0, 1.0, 1.0)}
"""Dirichlet parameters of (as ours, as a partner's, as neither): 95 % of the expected kind, 4 % strays."""


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh the formats of every partition with laboratory numbers, when the profile knows a format."""
    ours = alternation(view.profile.organisation.specimen_numbers)
    partner = alternation([pattern for one in view.profile.partner for pattern in one.specimen_numbers])
    if not ours:
        return
    accounts = {
        SAME_SYSTEM: {"ours": 0.97, "neither": 0.02, "any": 0.01},
        # a partner whose format is not known may well print numbers as we do
        PARTNER: {"partner": 0.94, "ours": 0.02, "neither": 0.03, "any": 0.01}
        if partner
        else {"neither": 0.79, "ours": 0.2, "any": 0.01},
        ANOTHER: {"neither": 0.79, "ours": 0.19, "partner": 0.01, "any": 0.01},
        FABRICATED: {"neither": 0.5, "ours": 0.3, "partner": 0.05, "any": 0.15},
    }
    for row in view.ask("specimen_format", {"ours": ours, "partner": partner}):
        counts = (row["ours"], row["partner"], row["numbers"] - row["ours"] - row["partner"])
        if row["numbers"] < LEAST:
            continue
        note = (
            f"Of {row['numbers']:,} distinct laboratory numbers {counts[0]:,} are printed as ours, {counts[1]:,} as a "
            f"partner's, {counts[2]:,} as neither."
        )
        yield Evidence(row["partition"], ratio.under(counts, _REGIMES, accounts), note)


def alternation(patterns: Sequence[str]) -> str:
    """One pattern for any of several; "" for none."""
    return "|".join(f"(?:{pattern})" for pattern in patterns)
