"""The argument read out: findings by part and feature, as a difference between the account favoured and its rival."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from leakassay.model.outcomes import Hypothesis
from leakassay.reference import provenance
from leakassay.report.view import Row, View

_HYPOTHESES = frozenset(Hypothesis)


class Finding(NamedTuple):
    """What one feature says about one part.

    `decades` is its log10 likelihood ratio between the accounts `favours` and `against`; None where the feature does
    not speak about both.
    """

    partition: str
    feature: str
    name: str
    note: str
    favours: str
    against: str
    decades: float | None


def findings(view: View) -> list[Finding]:
    """All findings, the strongest of each part first."""
    pairs = {row["partition"]: (row["favours"], row["against"]) for row in view.rows("assessment")}
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in view.rows("argument"):
        parts[row["partition"]].append(row)
    found: list[Finding] = []
    for partition, rows in parts.items():
        favours, against = _pair(pairs.get(partition, ("", "")), rows)
        features: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            features[row["feature"]].append(row)
        found.extend(_finding(features[feature], favours, against) for feature in sorted(features))
    return sorted(found, key=lambda one: (one.partition, -abs(one.decades or 0.0), one.feature))


def strongest(view: View, count: int) -> list[Finding]:
    """The strongest findings about the dump, one a feature, wherever they were made."""
    best: dict[str, Finding] = {}
    spoken = [one for one in findings(view) if one.decades]
    for one in sorted(spoken, key=lambda one: (-abs(one.decades or 0.0), one.feature, one.partition)):
        best.setdefault(one.feature, one)
    return list(best.values())[:count]


def _finding(rows: Sequence[Row], favours: str, against: str) -> Finding:
    by_account = {row["hypothesis"]: row["log10_likelihood"] for row in rows}
    both = favours in by_account and against in by_account
    decades = by_account[favours] - by_account[against] if both else None
    first = rows[0]
    return Finding(
        first["partition"], first["feature"], _name(first["feature"]), first["note"], favours, against, decades
    )


def _pair(assessed: tuple[str, str], rows: Sequence[Row]) -> tuple[str, str]:
    """The two accounts to compare: as assessed; where the verdict is no account, the two that are borne out best."""
    totals: dict[str, float] = defaultdict(float)
    for row in rows:
        totals[row["hypothesis"]] += row["log10_likelihood"]
    ranked = sorted(totals, key=lambda account: (-totals[account], account))
    favours = assessed[0] if assessed[0] in _HYPOTHESES else next(iter(ranked), "")
    rivals = [account for account in ranked if account != favours]
    against = assessed[1] if assessed[1] in _HYPOTHESES and assessed[1] != favours else next(iter(rivals), "")
    return favours, against


def _name(feature: str) -> str:
    try:
        return provenance.by_id(feature).feature
    except KeyError:
        return feature
