"""Names of invented people, by published frequency and from a list of rarer spellings that no detector ships."""

import csv
import functools
from dataclasses import dataclass
from importlib import resources

import numpy as np
import numpy.typing as npt

from leakassay.exercise.estate import share
from leakassay.reference import name_counts

Words = npt.NDArray[np.object_]
Weighted = tuple[Words, npt.NDArray[np.float64]]


@dataclass(frozen=True)
class Names:
    """Draws names by their frequency.

    Attributes:
        surnames, surname_shares: the frequent ones; shares sum to one.
        forenames: by sex (F, M), words and shares.
        extra: by kind (surname, F, M), the rarer ones: particles, accents, two words.
    """

    surnames: Words
    surname_shares: npt.NDArray[np.float64]
    forenames: dict[str, Weighted]
    extra: dict[str, Weighted]

    def surname(self, rng: np.random.Generator, count: int) -> Words:
        """Returns `count` surnames, some double-barrelled, some of the rarer list."""
        first = rng.choice(self.surnames, count, p=self.surname_shares)
        second = rng.choice(self.surnames, count, p=self.surname_shares)
        draw = rng.random(count)
        plain = np.where(draw < share.of("double_barrelled"), first + "-" + second, first)
        return np.where(draw > 1 - share.of("extra_name"), self._extra(rng, "surname", count), plain)

    def forename(self, rng: np.random.Generator, sex: Words) -> Words:
        """Returns one forename per entry of `sex`."""
        drawn = {key: rng.choice(words, len(sex), p=shares) for key, (words, shares) in self.forenames.items()}
        rare = {key: self._extra(rng, key, len(sex)) for key in ("F", "M")}
        seldom = rng.random(len(sex)) < share.of("extra_name")
        by_sex = {key: np.where(seldom, rare[key], drawn[key]) for key in ("F", "M")}
        return np.where(sex == "F", by_sex["F"], by_sex["M"])

    def _extra(self, rng: np.random.Generator, kind: str, count: int) -> Words:
        words, shares = self.extra[kind]
        return rng.choice(words, count, p=shares)


@functools.cache
def load_names() -> Names:
    """Returns the shipped name counts and the rarer names as arrays with shares that sum to one."""
    surnames = sorted(pair for pair in name_counts.surnames().items() if fits(pair[0]))
    by_sex: dict[str, Weighted] = {}
    for sex in ("F", "M"):
        known = sorted(pair for pair in name_counts.forenames().items() if fits(pair[0]))
        by_sex[sex] = _shares([(name, weight) for name, (weight, kind) in known if kind in {sex, "X"}])
    words, shares = _shares(list(surnames))
    return Names(words, shares, by_sex, {kind: _shares(_listed(kind)) for kind in ("surname", "F", "M")})


def fits(name: str) -> bool:
    """Returns whether a name can stand in an old extract (cp1252); others would not stand there as the key says."""
    return name == name.encode("cp1252", "ignore").decode("cp1252")


def _listed(kind: str) -> list[tuple[str, float]]:
    text = resources.files("leakassay.exercise").joinpath("data/names.csv").read_text("utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["kind"] == kind and fits(row["name"])]
    return [(row["name"], float(row["weight"])) for row in rows]


def _shares(rows: list[tuple[str, float]]) -> Weighted:
    weights = np.array([weight for _, weight in rows], dtype=np.float64)
    return np.array([name for name, _ in rows], dtype=object), weights / weights.sum()
