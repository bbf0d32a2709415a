"""Rules that no probability overrules: what may stand in one cluster, and the thresholds of a join."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from leakassay.values.person_name import jaro_winkler

ALIKE: Final = 0.85
"""Jaro-Winkler similarity from which two surnames, or two forenames, are spellings of one.

SMITH and SMYTH have 0.89, JON and JOHN 0.93, JAMES and JASON 0.72.
"""
YEARS: Final = 15
"""Years between two dates of birth on one day and month that make them father and son rather than a slip."""
JOIN: Final = 0.95
"""Match probability from which two records are one person (the best value of a count)."""
GREY: Final = 0.5
"""Match probability from which they may be: joined only in the lower end of a count."""
NEAR: Final = 0.9
"""Probability that a bare name in an item is the one person of that name in the same item; our judgement."""
BLOCK_LIMIT: Final = 250_000
"""Comparisons that one block may cost; a default date of birth on 20,000 rows would cost 400 million."""
MARGIN: Final = 0.01
"""Two rivals for one record closer than this in probability: the record joins neither."""
CLUSTER_LIMIT: Final = 200
"""Parts in one cluster; larger ones are chains, not people."""


Alternatives = frozenset[str]
"""Values under which one part stands: any of them may be the right one."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a cluster.

    Attributes:
        numbers: national numbers.
        births: per part, its dates of birth (ISO).
        names: per part, its names as "SURNAME|FORENAME", where it has a forename.
    """

    numbers: frozenset[str] = frozenset()
    births: frozenset[Alternatives] = frozenset()
    names: frozenset[Alternatives] = frozenset()

    def __or__(self, other: Facts) -> Facts:
        """What is known of both together."""
        return Facts(self.numbers | other.numbers, self.births | other.births, self.names | other.names)


def may_join(one: Facts, other: Facts) -> bool:
    """Return whether two clusters may be one person.

    Two different valid numbers never join by themselves; twins differ in forename, father and son in date of birth.
    """
    return _same_numbers(one, other) and agree(one, other)


def may_join_loosely(one: Facts, other: Facts) -> bool:
    """Return whether two clusters are one person if there are as few people as possible.

    Anything goes that a grey link holds together, but two numbers are one person's only if all else agrees
    (numbers are superseded; the twins of one household are not).
    """
    return _same_numbers(one, other) or agree(one, other)


def agree(one: Facts, other: Facts) -> bool:
    """Return whether dates of birth and names of two clusters may be one person's.

    Every part must agree with every other one: a record without a date of birth is no bridge from father to son.
    """
    return _agree(one.births, other.births, births_agree) and _agree(one.names, other.names, names_agree)


def _same_numbers(one: Facts, other: Facts) -> bool:
    return not one.numbers or not other.numbers or one.numbers == other.numbers


def births_agree(one: str, other: str) -> bool:
    """Return whether two dates of birth (ISO) may be one: two of day, month and year equal, or day and month swapped.

    A year that differs by `YEARS` or more is another generation, not a slip.
    """
    year, month, day = one.split("-")
    other_year, other_month, other_day = other.split("-")
    if year == other_year and (month, day) == (other_day, other_month):
        return True
    equal = (year == other_year) + (month == other_month) + (day == other_day)
    return equal >= 2 and abs(int(year) - int(other_year)) < YEARS


def names_agree(one: str, other: str) -> bool:
    """Return whether two "SURNAME|FORENAME" may be one person's.

    Surnames change at marriage and are not compared. Forenames agree when they are equal, one is the beginning of the
    other or both are spelled alike; or when surname and forename changed
    places.
    """
    surname, _, forename = one.partition("|")
    other_surname, _, other_forename = other.partition("|")
    if _alike(forename, other_forename):
        return True
    return _alike(surname, other_forename) and _alike(forename, other_surname)


def _alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one) or jaro_winkler(one, other) >= ALIKE


def _agree(one: Iterable[Alternatives], other: Iterable[Alternatives], same: Callable[[str, str], bool]) -> bool:
    return all(any(same(a, b) for a in left for b in right) for left in one for right in other)
