"""Name counts: common surnames and forenames of the United Kingdom, London's included, with rough frequencies."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from leakassay.reference import table


@cache
def _surnames() -> Mapping[str, float]:
    rows = table.rows("surnames.csv")
    total = sum(float(row["weight"]) for row in rows)
    return MappingProxyType({row["surname"]: float(row["weight"]) / total for row in rows})


@cache
def _forenames() -> Mapping[str, tuple[float, str]]:
    rows = table.rows("forenames.csv")
    total = sum(float(row["weight"]) for row in rows)
    return MappingProxyType({row["forename"]: (float(row["weight"]) / total, row["sex"]) for row in rows})


def surnames() -> dict[str, float]:
    """Return canonical surname to relative frequency; the frequencies of the list add up to 1.

    The list holds about a thousand names, well under half of the population: absence says nothing about a name.
    """
    return dict(_surnames())


def forenames() -> dict[str, tuple[float, str]]:
    """Return canonical forename to (relative frequency, sex); frequencies add up to 1, sex is F, M or X (either)."""
    return dict(_forenames())


def is_surname(name: str) -> bool:
    """Return whether a canonical name is a listed surname."""
    return name in _surnames()


def is_forename(name: str) -> bool:
    """Return whether a canonical name is a listed forename."""
    return name in _forenames()


def share_of_names(words: Mapping[str, int]) -> float:
    """Return the weighted share of canonical words that are listed as surname or forename, 0 to 1.

    Args:
        words: Word to count, from the distinct values of a column.
    """
    total = sum(words.values())
    named = sum(count for word, count in words.items() if is_surname(word) or is_forename(word))
    return named / total if total else 0.0
