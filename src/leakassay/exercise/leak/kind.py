"""The true kinds of a leak: which estate stands in which top-level folder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leakassay.exercise.estate.forger import Forger, forge
from leakassay.exercise.estate.history import Span, last_serial, live, lives, without_quirks
from leakassay.exercise.estate.house import FORGER, OURS, PARTNER, House, house_from
from leakassay.exercise.estate.person import FABRICATED_FROM, REFERENCE_DAY
from leakassay.exercise.estate.record import Estate
from leakassay.exercise.estate.rhythm import TRUE, Style
from leakassay.exercise.estate.stretch import stretches
from leakassay.reference.ods import Organisation


class Planned(NamedTuple):
    """One top-level folder: its true origin, its share of the events, and the grade of the forger if there is one."""

    folder: str
    origin: str
    share: float
    grade: int | None = None


PARTS: dict[str, tuple[Planned, ...]] = {
    "ours": (Planned("disk1", "ours", 0.7), Planned("disk2", "ours", 0.3)),
    "partner": (Planned("disk1", "partner", 0.7), Planned("disk2", "partner", 0.3)),
    "recycled": (Planned("disk1", "recycled", 1.0),),
    "fabricated": tuple(Planned(f"disk{grade}", "fabricated", 0.25, grade) for grade in (1, 2, 3, 4)),
    "mixed": (
        Planned("disk1", "ours", 0.55),
        Planned("disk2", "partner", 0.2),
        Planned("disk3", "recycled", 0.15),
        Planned("disk4", "fabricated", 0.1, 2),
    ),
}
"""Folders of each kind of leak. The names of the folders say nothing."""
RECYCLED_UNTIL = np.datetime64("2019-09-30")
"""The last day in a leak that was published before."""
_YEAR = np.timedelta64(365, "D")

_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """One partition to be laid down: folder, true kind, and what its estate is drawn from.

    Attributes:
        people: the register that its specimens are of, by the schema `PEOPLE`; a forger's own.
        events: results in all.
        members: positions in `people` of those who have specimens.
        first, last: days that the history covers.
        seed: seed of the rehearsal, 7, position of the part; every stretch is drawn from it and its own number.
        grade: of the forger, 1 to 4; None where nothing is forged.
    """

    folder: str
    kind: str
    people: pa.Table
    events: int
    house: House
    members: _Ints
    first: np.datetime64
    last: np.datetime64
    seed: tuple[int, ...]
    grade: int | None = None
    style: Style = TRUE

    def estates(self) -> Iterator[Estate]:
        """Yields the estate in stretches of time, oldest first: the same people, a history of its own for each.

        Specimen numbers go on rising from one stretch to the next of the same year; results sum to `events`.
        """
        known = lives(self.people)
        numbered, year = 0, None
        for block, stretch in enumerate(stretches(self.first, self.last, self.events)):
            this_year = stretch.first.astype("datetime64[Y]")
            span = Span(
                stretch.events, stretch.first, stretch.last, len(self.house.clients), style=self.style,
                numbered=numbered if this_year == year else 0, lane=self.seed[-1] % 3,
            )  # fmt: skip
            history = live(np.random.default_rng([*self.seed, block]), self.members, span, known)
            numbered, year = last_serial(history), stretch.last.astype("datetime64[Y]")
            if self.grade is not None and not Forger(self.grade).slips:
                history = without_quirks(history)
            drawn = np.random.SeedSequence([*self.seed, block, 1]).generate_state(1)[0]
            yield Estate(self.house, self.people, history, int(drawn), stretch.label)


def parts(
    kind: str, people: pa.Table, events: int, seed: int, reference: Mapping[str, Organisation] | None = None
) -> list[Part]:
    """Returns the partitions of a leak of `kind` with `events` results in all (the last takes the rest).

    Args:
        kind: a key of `PARTS`.
        people: the invented register.
        events: results in all partitions.
        seed: of the rehearsal.
        reference: organisations by ODS code that take the place of the invented clients; None keeps those.
    """
    plan = PARTS[kind]
    sizes = [int(events * planned.share) for planned in plan[:-1]]
    sizes.append(events - sum(sizes))
    made: list[Part] = []
    for position, (planned, size) in enumerate(zip(plan, sizes, strict=True)):
        draw = np.random.default_rng([seed, 7, position])
        forged = sum(part.people.num_rows for part in made if part.grade is not None)
        register, members, style = _who(draw, people, planned, FABRICATED_FROM + forged)
        first, last = _when(planned.origin)
        house = _HOUSES[planned.origin]
        house = house_from(reference, house) if reference else house
        made.append(
            Part(planned.folder, planned.origin, register, size, house, members, first, last,
                 (seed, 7, position), planned.grade, style)
        )  # fmt: skip
    return made


_HOUSES = {"ours": OURS, "partner": PARTNER, "recycled": OURS, "fabricated": FORGER}
PARTNER_SHARE = 0.6
"""People of the estate whom the partner treats too."""


def _when(origin: str) -> tuple[np.datetime64, np.datetime64]:
    if origin == "recycled":
        return RECYCLED_UNTIL - 3 * _YEAR, RECYCLED_UNTIL
    return REFERENCE_DAY - 4 * _YEAR, REFERENCE_DAY - 1


def _who(rng: np.random.Generator, people: pa.Table, planned: Planned, first_id: int) -> tuple[pa.Table, _Ints, Style]:
    """Returns the register, who of it has specimens, and the rhythm of the history."""
    if planned.grade is not None:
        forger = Forger(planned.grade, first_id)
        forged = forge(rng, people, max(20, people.num_rows // 4), forger)
        return forged, np.arange(forged.num_rows, dtype=np.int64), forger.style
    if planned.origin == "ours":
        return people, np.arange(people.num_rows, dtype=np.int64), TRUE
    if planned.origin == "partner":
        return people, rng.permutation(people.num_rows)[: max(1, int(people.num_rows * PARTNER_SHARE))], TRUE
    # half of those who lived before the last day of the earlier leak were in it
    born = people["date_of_birth"].cast(pa.date32()).to_numpy()
    grown = np.flatnonzero(born < RECYCLED_UNTIL - 3 * _YEAR)
    return people, rng.permutation(grown)[: max(1, len(grown) // 2)], TRUE
