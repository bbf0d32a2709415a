"""Marks of a house in documents (hosts, mail domains): the likelihood of meeting ours, a partner's, or both."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from leakassay.attribute import ratio
from leakassay.attribute.evidence import ANOTHER, FABRICATED, PARTNER, SAME_SYSTEM, Group
from leakassay.attribute.view import View

SCHEMA = pa.schema([("owner", pa.string()), ("value", pa.string())])
MOST_ITEMS = 50
"""Documents of one house depend on each other: more of them say no more than so many."""
_REGIMES = {"ours": ratio.expected(0.9), "partner": ratio.expected(0.1), "any": (1.0, 1.0)}
_LEANING: dict[Group, dict[str, float]] = {
    SAME_SYSTEM: {"ours": 0.9, "any": 0.1},
    PARTNER: {"partner": 0.9, "any": 0.1},  # mail between the two bears both names
    ANOTHER: {"any": 1.0},
    FABRICATED: {"ours": 0.5, "any": 0.5},
}


def table(ours: Sequence[str], partner: Sequence[str]) -> pa.Table:
    """Marks as a table (owner, value) for the SQL page; a mark that both houses bear is nobody's."""
    own, other = ({mark.lower() for mark in marks if mark} for marks in (ours, partner))
    rows = [{"owner": "ours", "value": mark} for mark in sorted(own - other)]
    rows += [{"owner": "partner", "value": mark} for mark in sorted(other - own)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def rows_of(view: View, marks: pa.Table) -> list[dict[str, int | str]]:
    """Per partition: distinct items with a mark of ours, of a partner's."""
    return view.ask("marker_items", lent={"marker": marks}) if marks.num_rows else []


def likelihood(ours: int, partner: int, presence: dict[Group, float]) -> dict[Group, float]:
    """Log10 likelihoods of so many items with a mark of either house.

    Args:
        ours: distinct items with a mark of ours.
        partner: the same for partners.
        presence: how likely it is under each account that such marks are met at all.
    """
    counts = ratio.tempered((ours, partner), MOST_ITEMS)
    leaning = ratio.under(counts, _REGIMES, _LEANING)
    return {group: leaning[group] + ratio.blend([(presence[group], 0.0)]) for group in leaning}
