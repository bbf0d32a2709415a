"""Forgers of four grades: what each of them gets right about people and about a laboratory's life."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate import number
from leakassay.exercise.estate.household import draw_homes
from leakassay.exercise.estate.person import FABRICATED_FROM, draw_people
from leakassay.exercise.estate.rhythm import CARELESS, DILIGENT, TRUE, Style

GRADES = (1, 2, 3, 4)
"""1: ten random digits. 2: somebody's valid numbers beside other names. 3: valid numbers of nobody, flags that agree
with the ranges, but no households, all hours alike and round results. 4: valid numbers and a laboratory's life: only
the roll, canaries, the schema, codes and hosts tell."""
_STYLES = {1: CARELESS, 2: CARELESS, 3: DILIGENT, 4: TRUE}
_NEVER = (
    "superseded_number", "superseded_until", "previous_surname", "renamed_on", "earlier_address", "earlier_postcode",
    "moved_on", "chi_number", "staff", "died_on",
)  # fmt: skip
"""What nobody below grade 4 thinks of: lives that change."""


@dataclass(frozen=True)
class Forger:
    """One forger: a grade, and the first person id that is theirs."""

    grade: int
    first_id: int = FABRICATED_FROM

    @property
    def style(self) -> Style:
        """What of a laboratory's life they imitate."""
        return _STYLES[self.grade]

    @property
    def slips(self) -> bool:
        """Whether their rows have typing errors, default numbers and the like."""
        return self.grade == 4


def forge(rng: np.random.Generator, people: pa.Table, count: int, forger: Forger) -> pa.Table:
    """Returns `count` people of a forger by the schema `PEOPLE`, with person ids from `forger.first_id`.

    Args:
        rng: the generator of this forger.
        people: real people, whose numbers a forger of grade 2 knows, and whose number range all of them use.
        count: how many.
        forger: who forges.
    """
    real = people["nhs_number"].filter(pc.not_equal(people["nhs_number"], ""))
    issued = bool(pc.any(pc.invert(pc.starts_with(real, "9"))).as_py())
    forged = draw_people(rng, count, issued_ranges=issued)
    columns: dict[str, pa.Array] = {
        "person_id": pa.array(forger.first_id + np.arange(count, dtype=np.int64)),
        "nhs_number": _numbers(rng, real, count, forger.grade, issued=issued),
        # ids of a forger's people are no positions, so that nobody has a mother
        "mother_id": pa.array(np.full(count, -1, dtype=np.int64)),
        "test_patient": pa.array(np.zeros(count, dtype=bool)),
    }
    columns |= _plain(rng, forged, count) if forger.grade < 4 else {}
    for name, column in columns.items():
        at = forged.schema.get_field_index(name)
        forged = forged.set_column(at, forged.schema.field(at), column)
    return forged


def _numbers(
    rng: np.random.Generator, real: pa.ChunkedArray, count: int, grade: int, *, issued: bool
) -> pa.Array | pa.ChunkedArray:
    blocks = number.ISSUED_BLOCKS if issued else number.TEST_BLOCKS
    if grade == 1:
        digits = number.draw_digits(rng, count)
        if issued:
            # a forger who has seen NHS numbers begins them as they begin
            digits = digits % 10**9 + rng.choice(np.array([4, 6, 7]), count) * 10**9
        return pa.array(digits.astype(str), pa.string())
    if grade == 2:
        return real.take(pa.array(rng.integers(0, len(real), count))).combine_chunks()
    drawn = number.draw_valid(rng, count * 2, blocks)
    taken = np.isin(drawn, real.cast(pa.int64()).to_numpy())
    return pa.array(drawn[~taken][:count].astype(str), pa.string())


def _plain(rng: np.random.Generator, forged: pa.Table, count: int) -> dict[str, pa.Array]:
    """People who live alone, were born on any day of fifty years and whose lives never change."""
    homes = draw_homes(rng, count, pc.unique(forged["gp_practice"]).to_pylist())
    born: npt.NDArray[np.datetime64] = np.datetime64("1950-01-01") + rng.integers(0, 18_262, count)
    return {
        "address": pa.array(homes.address, pa.string()), "postcode": pa.array(homes.postcode, pa.string()),
        "household": pa.array(np.arange(count, dtype=np.int64)), "date_of_birth": pa.array(born.astype(str)),
        "deceased": pa.array(np.zeros(count, dtype=bool)), "child": pa.array(np.zeros(count, dtype=bool)),
        **{name: pa.array([""] * count, pa.string()) for name in _NEVER},
    }  # fmt: skip
