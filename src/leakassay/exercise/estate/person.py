"""Invented people as one Arrow table: households, twins, fathers and sons of one name, moved names and numbers."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leakassay.exercise.estate.house import PRACTICES
from leakassay.exercise.estate.number import ISSUED_BLOCKS, TEST_BLOCKS, draw_valid
from leakassay.reference import name_counts

PEOPLE = pa.schema(
    [
        ("person_id", pa.int64()),  # position in the estate; fabricated people start at FABRICATED_FROM
        ("nhs_number", pa.string()),  # ten digits
        ("superseded_number", pa.string()),  # an earlier valid number of the same person, else empty
        ("surname", pa.string()),
        ("previous_surname", pa.string()),  # maiden name, else empty
        ("forename", pa.string()),
        ("date_of_birth", pa.string()),  # ISO
        ("sex", pa.string()),  # F or M
        ("address", pa.string()),
        ("postcode", pa.string()),
        ("gp_practice", pa.string()),  # ODS-like code
        ("telephone", pa.string()),  # Ofcom drama range
        ("hospital_number", pa.string()),
        ("household", pa.int64()),
        ("child", pa.bool_()),  # under 18 on REFERENCE_DAY
        ("deceased", pa.bool_()),
        ("test_patient", pa.bool_()),  # a record of the laboratory's own testing, not a person
    ]
)
FABRICATED_FROM = 10_000_000_000
"""Person ids from here on belong to invented rows of a forger, never to an estate."""
REFERENCE_DAY = np.datetime64("2024-06-03")
"""The day of the incident: ages are counted on it and no record of the estate is younger."""
TEST_PATIENTS = 3
_SIZES = np.array([1, 2, 3, 4, 5])
_SIZE_SHARES = np.array([0.30, 0.34, 0.16, 0.14, 0.06])
_STREETS = (
    "Almond", "Barley", "Cedar", "Dovecote", "Elder", "Foundry", "Granary", "Hawthorn", "Ironmonger", "Juniper",
    "Kiln", "Lantern", "Malthouse", "Nightingale", "Orchard", "Paddock", "Quarry", "Rookery", "Sandpiper", "Tannery",
)  # fmt: skip
_ROADS = ("Road", "Street", "Lane", "Close", "Gardens", "Avenue")
_AREAS = ("SE1", "SE5", "SE9", "SE15", "SE22", "BR1", "BR3", "DA7", "DA14", "SW2", "SW9", "CR0")
_INWARD = np.array(list("ABDEFGHJLNPQRSTUWXYZ"))

_Words = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Names:
    """Draws names by their published frequency."""

    surnames: _Words
    surname_shares: npt.NDArray[np.float64]
    forenames: dict[str, tuple[_Words, npt.NDArray[np.float64]]]

    def surname(self, rng: np.random.Generator, count: int) -> _Words:
        """Returns `count` surnames; one in forty is double-barrelled."""
        first = rng.choice(self.surnames, count, p=self.surname_shares)
        second = rng.choice(self.surnames, count, p=self.surname_shares)
        return np.where(rng.random(count) < 0.025, first + "-" + second, first)

    def forename(self, rng: np.random.Generator, sex: _Words) -> _Words:
        """Returns one forename per entry of `sex`."""
        drawn = {key: rng.choice(words, len(sex), p=shares) for key, (words, shares) in self.forenames.items()}
        return np.where(sex == "F", drawn["F"], drawn["M"])


def load_names() -> Names:
    """Returns the shipped name counts as arrays with shares that sum to one."""
    surnames = sorted(pair for pair in name_counts.surnames().items() if _fits(pair[0]))
    by_sex: dict[str, tuple[_Words, npt.NDArray[np.float64]]] = {}
    for sex in ("F", "M"):
        known = sorted(pair for pair in name_counts.forenames().items() if _fits(pair[0]))
        rows = [(name, weight) for name, (weight, kind) in known if kind in {sex, "X"}]
        by_sex[sex] = _shares(rows)
    words, shares = _shares([(name, weight) for name, weight in surnames])
    return Names(words, shares, by_sex)


def draw_people(rng: np.random.Generator, count: int, *, issued_ranges: bool = False) -> pa.Table:
    """Returns `count` invented people by the schema `PEOPLE`; the last three are test patients.

    Args:
        rng: the generator of this estate.
        count: how many people.
        issued_ranges: take numbers from the ranges issued in England instead of 9xx.
    """
    names = load_names()
    household = _households(rng, count)
    sex = np.where(rng.random(count) < 0.52, "F", "M").astype(object)
    surname = np.where(
        rng.random(count) < 0.8, names.surname(rng, int(household[-1]) + 1)[household], names.surname(rng, count)
    )
    forename, born = names.forename(rng, sex), _birth_days(rng, count)
    surname, forename, sex, born = _related(rng, household, _Named(surname, forename, sex, born))
    numbers = (
        draw_valid(rng, count + count // 50 + 1, ISSUED_BLOCKS if issued_ranges else TEST_BLOCKS)
        .astype(str)
        .astype(object)
    )
    superseded = np.full(count, "", dtype=object)
    moved = rng.permutation(count)[: count // 50]
    superseded[moved] = numbers[count : count + len(moved)]
    previous = np.where((sex == "F") & (rng.random(count) < 0.06), names.surname(rng, count), "")
    address, postcode, practice = (column[household] for column in _homes(rng, int(household[-1]) + 1))
    age = (REFERENCE_DAY - born).astype(np.int64) // 365
    test = np.arange(count) >= count - TEST_PATIENTS
    surname[test], forename[test] = "ZZTEST", "PATIENT"
    columns = {
        "person_id": np.arange(count, dtype=np.int64), "nhs_number": numbers[:count], "superseded_number": superseded,
        "surname": surname, "previous_surname": previous, "forename": forename, "date_of_birth": born.astype(str),
        "sex": sex, "address": address, "postcode": postcode, "gp_practice": practice,
        "telephone": np.char.add("07700 ", rng.integers(900_000, 901_000, count).astype(str)),
        "hospital_number": np.char.add("H", (rng.permutation(count) + 1_000_000).astype(str)),
        "household": household, "child": age < 18,
        "deceased": (rng.random(count) < np.clip((age - 50) / 300, 0, 1)) & ~test,
        "test_patient": test,
    }  # fmt: skip
    return pa.table({field.name: pa.array(columns[field.name], field.type) for field in PEOPLE}, schema=PEOPLE)


def _fits(name: str) -> bool:
    """Old extracts are cp1252: a name that does not fit would not stand there as the key says."""
    return name == name.encode("cp1252", "ignore").decode("cp1252")


def _shares(rows: list[tuple[str, float]]) -> tuple[_Words, npt.NDArray[np.float64]]:
    weights = np.array([weight for _, weight in rows], dtype=np.float64)
    return np.array([name for name, _ in rows], dtype=object), weights / weights.sum()


def _households(rng: np.random.Generator, count: int) -> npt.NDArray[np.int64]:
    sizes = rng.choice(_SIZES, count, p=_SIZE_SHARES)
    return np.repeat(np.arange(count, dtype=np.int64), sizes)[:count]


def _birth_days(rng: np.random.Generator, count: int) -> npt.NDArray[np.datetime64]:
    age_days = (rng.beta(1.6, 1.7, count) * 98 * 365.25).astype(np.int64)
    born = REFERENCE_DAY - age_days
    # people whose day of birth nobody knew carry 1 January; real registers show about two in a hundred
    unknown = rng.random(count) < 0.02
    return np.where(unknown, born.astype("datetime64[Y]").astype("datetime64[D]"), born)


class _Named(NamedTuple):
    surname: _Words
    forename: _Words
    sex: _Words
    born: npt.NDArray[np.datetime64]


def _related(rng: np.random.Generator, household: npt.NDArray[np.int64], named: _Named) -> _Named:
    """Turns some neighbours of one household into twins and some into father and son of one name."""
    surname, forename, sex, born = (named.surname.copy(), named.forename.copy(), named.sex.copy(), named.born.copy())
    pairs = np.flatnonzero(household[1:] == household[:-1])
    # every other pair at most, so that nobody is rewritten twice
    pairs = pairs[np.concatenate([[True], np.diff(pairs) > 1])] if len(pairs) else pairs
    draw = rng.random(len(pairs))
    twins, juniors = pairs[draw < 0.02], pairs[(draw >= 0.02) & (draw < 0.04)]
    surname[twins + 1], born[twins + 1] = surname[twins], born[twins]
    surname[juniors + 1], forename[juniors + 1] = surname[juniors], forename[juniors]
    sex[juniors + 1] = sex[juniors]
    shift = rng.integers(20 * 365, 38 * 365, len(juniors))
    born[juniors + 1] = np.minimum(born[juniors] + shift, REFERENCE_DAY - 30)
    return _Named(surname, forename, sex, born)


def _homes(rng: np.random.Generator, count: int) -> tuple[_Words, _Words, _Words]:
    roads = np.array([f"{street} {road}" for street in _STREETS for road in _ROADS], dtype=object)
    number = rng.integers(1, 240, count).astype(str).astype(object)
    area = rng.choice(np.array(_AREAS, dtype=object), count)
    inward = rng.integers(1, 10, count).astype(str).astype(object)
    letters = [rng.choice(_INWARD, count).astype(object) for _ in range(2)]
    practice = rng.choice(np.array([code for code, _ in PRACTICES], dtype=object), count)
    return number + " " + rng.choice(roads, count), area + " " + inward + letters[0] + letters[1], practice
