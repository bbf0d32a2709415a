"""P34: printed flags that agree with value and reference range. Analysers compute them; forgers draw them."""

from __future__ import annotations

from collections.abc import Iterable

from leakassay.attribute import ratio
from leakassay.attribute.evidence import FABRICATED, GENUINE, Evidence
from leakassay.attribute.view import View

LEAST = 20
MOST = 200
"""Results that count: one rule of one analyser is behind all of them."""
_REGIMES = {"drawn": (1.0, 1.0), "loose": (8.5, 1.5), "computed": ratio.expected(0.98)}
_ACCOUNTS = {
    # loose: flags that are printed now and then, corrected reports, ranges by age and sex that are not printed
    GENUINE: {"computed": 0.8, "loose": 0.18, "drawn": 0.02},
    FABRICATED: {"drawn": 0.8, "computed": 0.2},
}


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh the flags of every partition that prints them with ranges."""
    for row in view.ask("range_agreement"):
        judged, agree = row["judged"], row["agree"]
        if judged < LEAST:
            continue
        counts = ratio.tempered((agree, judged - agree), MOST)
        note = f"{agree:,} of {judged:,} printed flags agree with value and printed range (analysers 98 % or more)."
        yield Evidence(row["partition"], ratio.under(counts, _REGIMES, _ACCOUNTS), note)
