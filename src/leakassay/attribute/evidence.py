"""What a feature says about a partition: a likelihood for every account, and a sentence with counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leakassay.model.outcomes import Hypothesis
from leakassay.model.plugin import Feature

WHOLE = "*"
"""The name under which the whole dump is assessed; a folder of that name is called `./*`."""

Group = frozenset[Hypothesis]
"""Accounts that a feature cannot tell apart by its nature, not by the counts of the day."""

OURS: Group = frozenset({Hypothesis.OURS})
PARTNER: Group = frozenset({Hypothesis.PARTNER})
RECYCLED: Group = frozenset({Hypothesis.RECYCLED})
FABRICATED: Group = frozenset({Hypothesis.FABRICATED})
ANOTHER: Group = frozenset({Hypothesis.ANOTHER_BODY})
SAME_PEOPLE: Group = OURS | PARTNER | RECYCLED
"""Accounts under which the people are patients of the organisation."""
SAME_SYSTEM: Group = OURS | RECYCLED
"""Accounts under which the organisation's own systems wrote the data."""
GENUINE: Group = SAME_PEOPLE | ANOTHER
"""Accounts under which the data are of a real health service."""


CHECK_DIGIT, NUMBER, PAIR = 1, 2, 3
"""Grades of the units from which a mixture is estimated: the higher, the harder to come by."""


@dataclass(frozen=True)
class Share:
    """Counts from which the share of a mixture is estimated.

    Attributes:
        passed: units that behave as those of the organisation's own people.
        tried: all units.
        p_same: share that passes if all are.
        p_chance: share that passes if none is.
        grade: one of CHECK_DIGIT, NUMBER, PAIR.
    """

    passed: int
    tried: int
    p_same: float
    p_chance: float
    grade: int


@dataclass(frozen=True)
class Evidence:
    """One feature on one partition.

    Attributes:
        partition: name of the partition, or `WHOLE`.
        accounts: log10 likelihood per group; together the groups hold every hypothesis once.
        note: a sentence with counts and no values of the dump.
        share: what a mixture could be estimated from.
    """

    partition: str
    accounts: Mapping[Group, float]
    note: str
    share: Share | None = None

    def __post_init__(self) -> None:
        named = sorted(hypothesis for group in self.accounts for hypothesis in group)
        if named != sorted(Hypothesis):
            raise ValueError("evidence must name every hypothesis once")

    def group_of(self, hypothesis: Hypothesis) -> Group:
        """The group in which a hypothesis stands."""
        return next(group for group in self.accounts if hypothesis in group)

    def log10(self, hypothesis: Hypothesis) -> float:
        """Likelihood relative to the best account: 0 or less, in decades."""
        return self.accounts[self.group_of(hypothesis)] - max(self.accounts.values())

    def separates(self, one: Hypothesis, other: Hypothesis) -> bool:
        """True when the feature can tell the two apart at all."""
        return self.group_of(one) != self.group_of(other)


@dataclass(frozen=True)
class Weighed:
    """Evidence with the catalogue line of the feature that gave it."""

    feature: Feature
    evidence: Evidence
