"""Households: who lives with whom, who is whose child, twin or namesake, where they live and lived before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from leakassay.exercise.estate import share
from leakassay.exercise.estate.name import Names, Words

REFERENCE_DAY = np.datetime64("2024-06-03")
"""The day of the incident: ages are counted on it and no record of the estate is younger."""
BIRTHS_FROM = np.datetime64("2016-10-01")
"""First day on which a newborn of the histories is born: that of the oldest history."""
_SIZES = np.array([1, 2, 3, 4, 5])
_SIZE_SHARES = np.array([0.30, 0.34, 0.16, 0.14, 0.06])
_STREETS = (
    "Almond", "Barley", "Cedar", "Dovecote", "Elder", "Foundry", "Granary", "Hawthorn", "Ironmonger", "Juniper",
    "Kiln", "Lantern", "Malthouse", "Nightingale", "Orchard", "Paddock", "Quarry", "Rookery", "Sandpiper", "Tannery",
)  # fmt: skip
_ROADS = ("Road", "Street", "Lane", "Close", "Gardens", "Avenue")
_AREAS = ("SE1", "SE5", "SE9", "SE15", "SE22", "BR1", "BR3", "DA7", "DA14", "SW2", "SW9", "CR0")
_INWARD = np.array(list("ABDEFGHJLNPQRSTUWXYZ"))

_Ints = npt.NDArray[np.int64]
_Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class Kin:
    """Who somebody is among the people of one home; one entry per person.

    Attributes:
        household: number of the home, from 0, ascending.
        mother: position of the mother within the block, -1 where she is not in it.
        surname, forename, sex (F or M), born: as registered.
    """

    household: _Ints
    mother: _Ints
    surname: Words
    forename: Words
    sex: Words
    born: _Days


class Homes(NamedTuple):
    """One entry per household or person: address, postcode, code of the practice."""

    address: Words
    postcode: Words
    practice: Words


def draw_kin(rng: np.random.Generator, count: int, names: Names) -> Kin:
    """Returns `count` people in households: couples, children, babies, twins, and namesakes of a parent."""
    household = np.repeat(np.arange(count, dtype=np.int64), rng.choice(_SIZES, count, p=_SIZE_SHARES))[:count]
    role = np.arange(count) - np.searchsorted(household, household)
    head = np.arange(count) - role
    sex = np.where(rng.random(count) < 0.52, "F", "M").astype(object)
    partner = (role == 1) & (rng.random(count) < share.of("partner"))
    # most couples are a woman and a man
    mixed = partner & (rng.random(count) < 0.93)
    sex = np.where(mixed, np.where(sex[head] == "F", "M", "F"), sex)
    born = _birth_days(rng, role, head, partner)
    own = names.surname(rng, count)
    surname = np.where(rng.random(count) < share.of("same_surname"), own[head], own)
    child = (role > 0) & ~partner
    # the mother is the head, or else the head's partner
    woman = np.where(sex[head] == "F", head, np.minimum(head + 1, count - 1))
    known = child & (sex[woman] == "F") & (household[woman] == household) & (woman != np.arange(count))
    mother = np.where(known & ((born - born[woman]).astype(np.int64) > 15 * 365), woman, -1)
    kin = Kin(household, mother, surname, names.forename(rng, sex), sex, born)
    return _newborns(rng, _namesakes(rng, _twins(rng, kin), child))


def draw_homes(rng: np.random.Generator, count: int, practices: Sequence[str]) -> Homes:
    """Returns `count` homes with a valid postcode and a practice each."""
    roads = np.array([f"{street} {road}" for street in _STREETS for road in _ROADS], dtype=object)
    number = rng.integers(1, 240, count).astype(str).astype(object)
    area = rng.choice(np.array(_AREAS, dtype=object), count)
    inward = rng.integers(1, 10, count).astype(str).astype(object)
    letters = [rng.choice(_INWARD, count).astype(object) for _ in range(2)]
    practice = rng.choice(np.array(list(practices), dtype=object), count)
    return Homes(number + " " + rng.choice(roads, count), area + " " + inward + letters[0] + letters[1], practice)


def _birth_days(rng: np.random.Generator, role: _Ints, head: _Ints, partner: npt.NDArray[np.bool_]) -> _Days:
    count = len(role)
    age = 18 + rng.beta(1.3, 1.7, count) * 78
    couple = np.clip(age[head] + rng.normal(0, 4, count), 18, 99)
    offspring = age[head] - rng.uniform(19, 41, count)
    # a young head's child is a small one
    offspring = np.where(offspring < 0, rng.uniform(0, np.maximum(1, age[head] - 17)), offspring)
    years = np.where(role == 0, age, np.where(partner, couple, offspring))
    born = REFERENCE_DAY - np.maximum(30, years * 365.25).astype(np.int64)
    unknown = rng.random(count) < share.of("first_of_january")
    return np.where(unknown, born.astype("datetime64[Y]").astype("datetime64[D]"), born)


def _pairs(household: _Ints, eligible: npt.NDArray[np.bool_]) -> _Ints:
    """Returns the first of each two neighbours of one household who are both eligible, nobody twice."""
    pairs = np.flatnonzero((household[1:] == household[:-1]) & eligible[1:] & eligible[:-1])
    # every other pair at most, so that nobody is rewritten twice
    return np.asarray(pairs[np.concatenate([[True], np.diff(pairs) > 1])] if len(pairs) else pairs, dtype=np.int64)


def _twins(rng: np.random.Generator, kin: Kin) -> Kin:
    surname, born = kin.surname.copy(), kin.born.copy()
    pairs = _pairs(kin.household, kin.mother >= 0)
    pairs = pairs[rng.random(len(pairs)) < share.of("twin") * 3]
    surname[pairs + 1], born[pairs + 1] = surname[pairs], born[pairs]
    return Kin(kin.household, kin.mother, surname, kin.forename, kin.sex, born)


def _namesakes(rng: np.random.Generator, kin: Kin, child: npt.NDArray[np.bool_]) -> Kin:
    """Gives some children the name of the parent before them: John Smith and his son John Smith."""
    surname, forename, sex = kin.surname.copy(), kin.forename.copy(), kin.sex.copy()
    after = np.flatnonzero(child[1:] & ~child[:-1] & (kin.household[1:] == kin.household[:-1])) + 1
    after = after[rng.random(len(after)) < share.of("junior")]
    surname[after], forename[after], sex[after] = surname[after - 1], forename[after - 1], sex[after - 1]
    return Kin(kin.household, kin.mother, surname, forename, sex, kin.born)


def _newborns(rng: np.random.Generator, kin: Kin) -> Kin:
    """Makes the last child of some households a baby of the years that the histories cover."""
    surname, born = kin.surname.copy(), kin.born.copy()
    last = np.flatnonzero((kin.mother >= 0) & (np.diff(kin.household, append=-1) != 0))
    days = int((REFERENCE_DAY - BIRTHS_FROM).astype(np.int64)) - 60
    day = BIRTHS_FROM + rng.integers(0, days, len(last))
    mother_age = (day - born[kin.mother[last]]).astype(np.int64) / 365.25
    able = (mother_age > 17) & (mother_age < 46)
    # shares are of households; a third of them have a child and a mother of that age
    chosen = able & (rng.random(len(last)) < share.of("baby") * 10)
    born[last[chosen]] = day[chosen]
    surname[last[chosen]] = surname[kin.mother[last[chosen]]]
    return Kin(kin.household, kin.mother, surname, kin.forename, kin.sex, born)
