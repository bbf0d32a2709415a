"""Invented people as one Arrow table: who they are, where they lived, and what their numbers and names were before."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leakassay.exercise.estate import household, share
from leakassay.exercise.estate.house import PRACTICES
from leakassay.exercise.estate.household import Homes, Kin, draw_homes, draw_kin
from leakassay.exercise.estate.name import Names, Words, load_names
from leakassay.exercise.estate.number import HC_BLOCKS, ISSUED_BLOCKS, TEST_BLOCKS, draw_chi, draw_valid

PEOPLE = pa.schema(
    [
        ("person_id", pa.int64()),  # position in the estate; fabricated people start at FABRICATED_FROM
        ("nhs_number", pa.string()),  # ten digits; an H&C number for people from Northern Ireland, empty for a few
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
        ("chi_number", pa.string()),  # people who came from Scotland, else empty; only with issued ranges
        ("superseded_until", pa.string()),  # ISO day on which the number changed, else empty
        ("renamed_on", pa.string()),  # ISO day from which `surname` holds, else empty
        ("earlier_address", pa.string()),
        ("earlier_postcode", pa.string()),
        ("moved_on", pa.string()),  # ISO day from which `address` holds, else empty
        ("died_on", pa.string()),  # ISO; nothing is collected after it
        ("mother_id", pa.int64()),  # person id of the mother, -1 where she is not in the estate
        ("staff", pa.string()),  # role of somebody who works for the laboratory or a client, else empty
    ]
)
REFERENCE_DAY = household.REFERENCE_DAY
"""The day of the incident: ages are counted on it and no record of the estate is younger."""
BLOCK = 50_000
"""People drawn at once: object arrays of a million people would cost a gigabyte."""
FABRICATED_FROM = 10_000_000_000
"""Person ids from here on belong to invented rows of a forger, never to an estate."""
_TEST_NAMES = (
    ("TESTPATIENT", "DONOTUSE"), ("DUMMY", "RECORD"), ("XXTEST", "LIMS UPGRADE"), ("TEST", "BLOODTRACK"),
    ("ZZZTEST", "TRAINING"), ("ZZTEST", "PATIENT"),
)  # fmt: skip
TEST_PATIENTS = len(_TEST_NAMES)
"""Records under which a laboratory tries its systems: the last people of every estate, each spelled another way."""
_ROLES = (
    "Biomedical Scientist", "Phlebotomist", "Ward Clerk", "Medical Secretary", "Staff Nurse", "Consultant", "Porter",
    "Laboratory Assistant", "Specialty Registrar", "Practice Manager",
)  # fmt: skip
_CHANGES_FROM = np.datetime64("2017-01-01")
"""Earliest day on which somebody moved, married or was renumbered: within the oldest history."""

_Mask = npt.NDArray[np.bool_]
_Days = npt.NDArray[np.datetime64]
_Columns = dict[str, npt.NDArray[np.generic]]


def draw_people(
    rng: np.random.Generator, count: int, *, issued_ranges: bool = False, practices: Sequence[str] | None = None
) -> pa.Table:
    """Returns `count` invented people by the schema `PEOPLE`; the last `TEST_PATIENTS` are test patients.

    Args:
        rng: the generator of this estate; each block of people gets its own, drawn from it.
        count: how many people.
        issued_ranges: take numbers from the ranges issued in England instead of 9xx, and give people from Scotland and
            Northern Ireland the numbers of their countries, which have no range for tests.
        practices: ODS codes of GP practices; None for the invented ones.
    """
    moved = int(count * share.of("renumbered"))
    numbers = draw_valid(rng, count + moved, ISSUED_BLOCKS if issued_ranges else TEST_BLOCKS)
    irish = draw_valid(rng, count // 100 + 1, HC_BLOCKS) if issued_ranges else np.empty(0, np.int64)
    superseded = np.zeros(count, dtype=np.int64)
    superseded[rng.permutation(count)[:moved]] = numbers[count:]
    hospital = rng.permutation(count) + 1_000_000
    starts = range(0, count, BLOCK)
    seeds = rng.integers(0, 2**63, len(starts))
    tables = []
    codes = practices or [code for code, _ in PRACTICES]
    for start, seed in zip(starts, seeds, strict=True):
        stop = min(start + BLOCK, count)
        block = np.random.default_rng(int(seed))
        columns = _life(block, stop - start, load_names(), codes)
        columns |= _numbers(block, columns, numbers[start:stop], superseded[start:stop])
        if issued_ranges:
            columns |= _other_countries(block, columns, irish[start // 100 : stop // 100])
        columns["hospital_number"] = np.char.add("H", hospital[start:stop].astype(str))
        tables.append(_table(columns, start, count))
    return pa.concat_tables(tables)


def _life(rng: np.random.Generator, count: int, names: Names, practices: Sequence[str]) -> _Columns:
    kin = draw_kin(rng, count, names)
    age = (REFERENCE_DAY - kin.born).astype(np.int64) / 365.25
    homes = draw_homes(rng, int(kin.household[-1]) + 1, practices)
    address, postcode, practice = (column[kin.household] for column in homes)
    telephone = np.char.add("07700 ", rng.integers(900_000, 901_000, count).astype(str))
    dead = rng.random(count) < np.clip((age - 50) / 300, 0, 1)
    # deaths lie within the years that some history covers; a birthday is never later
    died = REFERENCE_DAY - rng.integers(1, 2_700, count)
    staff = (age > 21) & (age < 67) & ~dead & (rng.random(count) < share.of("staff") / 0.5)
    columns: _Columns = {
        "sex": kin.sex, "surname": kin.surname, "forename": kin.forename, "date_of_birth": kin.born,
        "address": address, "postcode": postcode, "gp_practice": practice, "telephone": telephone,
        "household": kin.household, "mother_id": kin.mother, "child": age < 18, "deceased": dead,
        "died_on": _dates(died, dead), "staff": np.where(staff, rng.choice(np.array(_ROLES, object), count), ""),
    }  # fmt: skip
    return columns | _changes(rng, kin, names, practices)


def _changes(rng: np.random.Generator, kin: Kin, names: Names, practices: Sequence[str]) -> _Columns:
    """Earlier surnames and addresses with the day on which they ended; nobody marries before sixteen."""
    count = len(kin.sex)
    earlier: Homes = draw_homes(rng, count, practices)
    span = int((REFERENCE_DAY - _CHANGES_FROM).astype(np.int64)) - 30
    moved_on, renamed_on = (_CHANGES_FROM + rng.integers(0, span, count) for _ in range(2))
    moved = (rng.random(count) < share.of("moved")) & (moved_on > kin.born + 60)
    adult = (renamed_on - kin.born).astype(np.int64) > 16 * 366
    renamed = (kin.sex == "F") & adult & (rng.random(count) < share.of("renamed"))
    maiden = names.surname(rng, count)
    return {
        "previous_surname": np.where(renamed & (maiden != kin.surname), maiden, ""),
        "renamed_on": _dates(renamed_on, renamed & (maiden != kin.surname)),
        "earlier_address": np.where(moved, earlier.address, ""),
        "earlier_postcode": np.where(moved, earlier.postcode, ""),
        "moved_on": _dates(moved_on, moved),
    }  # fmt: skip


def _numbers(
    rng: np.random.Generator, columns: _Columns, numbers: npt.NDArray[np.int64], superseded: npt.NDArray[np.int64]
) -> _Columns:
    changed = superseded > 0
    span = int((REFERENCE_DAY - _CHANGES_FROM).astype(np.int64)) - 30
    until = _CHANGES_FROM + rng.integers(0, span, len(numbers))
    return {
        "nhs_number": numbers.astype(str).astype(object),
        "superseded_number": np.where(changed, superseded.astype(str).astype(object), ""),
        "superseded_until": _dates(until, changed),
        "chi_number": np.full(len(columns["sex"]), "", dtype=object),
    }


def _other_countries(rng: np.random.Generator, columns: _Columns, irish: npt.NDArray[np.int64]) -> _Columns:
    """CHI numbers for people from Scotland, half of them without an NHS number; H&C numbers in its place for others."""
    count = len(columns["sex"])
    order = rng.permutation(count)
    scots = order[: round(count * share.of("scotland"))]
    from_ireland = order[len(scots) :][: min(len(irish), round(count * share.of("northern_ireland")))]
    born, female = columns["date_of_birth"][scots].astype("datetime64[D]"), columns["sex"][scots] == "F"
    chi, nhs = columns["chi_number"].copy(), columns["nhs_number"].copy()
    superseded, until = columns["superseded_number"].copy(), columns["superseded_until"].copy()
    chi[scots] = [f"{one:010d}" for one in draw_chi(rng, born, female).tolist()]
    nhs[from_ireland] = irish[: len(from_ireland)].astype(str).astype(object)
    unregistered = scots[rng.random(len(scots)) < share.of("scotland_only")]
    nhs[unregistered] = ""
    for numberless in (unregistered, from_ireland):
        superseded[numberless], until[numberless] = "", ""
    return {"chi_number": chi, "nhs_number": nhs, "superseded_number": superseded, "superseded_until": until}


def _table(columns: _Columns, start: int, count: int) -> pa.Table:
    size = len(columns["sex"])
    place = np.arange(start, start + size, dtype=np.int64)
    test = place >= count - TEST_PATIENTS
    tests = [_TEST_NAMES[number - (count - TEST_PATIENTS)] for number in place[test].tolist()]
    columns["surname"][test] = [surname for surname, _ in tests]
    columns["forename"][test] = [forename for _, forename in tests]
    mother = columns["mother_id"].astype(np.int64)
    columns |= {
        "person_id": place, "test_patient": test, "deceased": columns["deceased"].astype(bool) & ~test,
        "mother_id": np.where((mother >= 0) & ~test, mother + start, -1), "household": columns["household"] + start,
    }  # fmt: skip
    for name in ("chi_number", "superseded_number", "superseded_until", "previous_surname", "renamed_on", "moved_on",
                 "earlier_address", "earlier_postcode", "died_on", "staff"):  # fmt: skip
        # nothing ever happened to a record of the laboratory's own
        columns[name] = np.where(test, "", columns[name])
    columns["date_of_birth"] = columns["date_of_birth"].astype(str)
    return pa.table({field.name: pa.array(columns[field.name], field.type) for field in PEOPLE}, schema=PEOPLE)


def _dates(days: _Days, mask: _Mask) -> Words:
    return np.where(mask, days.astype("datetime64[D]").astype(str).astype(object), "")
