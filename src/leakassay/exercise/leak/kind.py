"""The true kinds of a leak: which estate stands in which top-level folder."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leakassay.exercise.estate import number
from leakassay.exercise.estate.history import Span, live
from leakassay.exercise.estate.house import FORGER, OURS, PARTNER
from leakassay.exercise.estate.person import FABRICATED_FROM, REFERENCE_DAY, draw_people
from leakassay.exercise.estate.record import Estate

PARTS: dict[str, tuple[tuple[str, str, float], ...]] = {
    "ours": (("disk1", "ours", 0.7), ("disk2", "ours", 0.3)),
    "partner": (("disk1", "partner", 0.7), ("disk2", "partner", 0.3)),
    "recycled": (("disk1", "recycled", 1.0),),
    "fabricated": (("disk1", "fabricated", 0.5), ("disk2", "fabricated", 0.5)),
    "mixed": (
        ("disk1", "ours", 0.55),
        ("disk2", "partner", 0.2),
        ("disk3", "recycled", 0.15),
        ("disk4", "fabricated", 0.1),
    ),
}
"""Per kind: top-level folder, true origin, share of the events. The names of the folders say nothing."""
RECYCLED_UNTIL = np.datetime64("2019-09-30")
"""The last day in a leak that was published before."""
_YEAR = np.timedelta64(365, "D")


@dataclass(frozen=True)
class Part:
    """One partition to be laid down: folder, true kind, and the estate it is cut from."""

    folder: str
    kind: str
    estate: Estate


def parts(kind: str, people: pa.Table, events: int, seed: int) -> list[Part]:
    """Returns the partitions of a leak of `kind` with `events` results in all (the last takes the rest)."""
    plan = PARTS[kind]
    sizes = [int(events * share) for _, _, share in plan[:-1]]
    sizes.append(events - sum(sizes))
    made = []
    for position, ((folder, origin, _), size) in enumerate(zip(plan, sizes, strict=True)):
        rng = np.random.default_rng([seed, 7, position])
        made.append(Part(folder, origin, _BUILDERS[origin](rng, people, size, seed * 10 + position)))
    return made


def _ours(rng: np.random.Generator, people: pa.Table, events: int, seed: int) -> Estate:
    span = Span(events, REFERENCE_DAY - 4 * _YEAR, REFERENCE_DAY - 1, len(OURS.clients))
    return Estate(OURS, people, live(rng, _everyone(people), span), seed)


def _partner(rng: np.random.Generator, people: pa.Table, events: int, seed: int) -> Estate:
    span = Span(events, REFERENCE_DAY - 4 * _YEAR, REFERENCE_DAY - 1, len(PARTNER.clients))
    return Estate(PARTNER, people, live(rng, _some(rng, people, 0.6), span), seed)


def _recycled(rng: np.random.Generator, people: pa.Table, events: int, seed: int) -> Estate:
    span = Span(events, RECYCLED_UNTIL - 3 * _YEAR, RECYCLED_UNTIL, len(OURS.clients))
    # nobody stands in a record from before birth
    born = people["date_of_birth"].to_numpy(zero_copy_only=False).astype("datetime64[D]")
    grown = np.flatnonzero(born < RECYCLED_UNTIL - 3 * _YEAR)
    return Estate(OURS, people, live(rng, rng.permutation(grown)[: max(1, len(grown) // 2)], span), seed)


def _fabricated(rng: np.random.Generator, people: pa.Table, events: int, seed: int) -> Estate:
    forged = forge(rng, people, max(20, people.num_rows // 4))
    span = Span(events, REFERENCE_DAY - 4 * _YEAR, REFERENCE_DAY - 1, len(FORGER.clients), forged=True)
    return Estate(FORGER, forged, live(rng, _everyone(forged), span), seed)


_BUILDERS = {"ours": _ours, "partner": _partner, "recycled": _recycled, "fabricated": _fabricated}


def forge(rng: np.random.Generator, people: pa.Table, count: int) -> pa.Table:
    """Returns `count` people of a forger.

    Half have ten random digits (grade 1), half somebody's valid number beside another name and birthday (grade 2).
    """
    forged = draw_people(rng, count)
    digits = number.draw_digits(rng, count).astype(str).astype(object)
    taken = people["nhs_number"].take(pa.array(rng.integers(0, people.num_rows, count))).to_pylist()
    grade = rng.integers(1, 3, count)
    numbers = np.where(grade == 1, digits, np.array(taken, dtype=object))
    born = np.datetime64("1950-01-01") + rng.integers(0, 18_262, count)
    columns = {
        "person_id": pa.array(FABRICATED_FROM + np.arange(count, dtype=np.int64)),
        "nhs_number": pa.array(numbers, pa.string()),
        "superseded_number": pa.array([""] * count), "previous_surname": pa.array([""] * count),
        "date_of_birth": pa.array(born.astype(str)), "test_patient": pa.array([False] * count),
    }  # fmt: skip
    for name, column in columns.items():
        forged = forged.set_column(forged.column_names.index(name), forged.schema.field(name), column)
    return forged


def _everyone(people: pa.Table) -> npt.NDArray[np.int64]:
    return np.arange(people.num_rows, dtype=np.int64)


def _some(rng: np.random.Generator, people: pa.Table, share: float) -> npt.NDArray[np.int64]:
    return rng.permutation(people.num_rows)[: max(1, int(people.num_rows * share))]
