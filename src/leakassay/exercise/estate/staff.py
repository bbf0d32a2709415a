"""Who works at a laboratory: doctors who sign, and colleagues, of whom about one in ten is a patient there, too."""

import zlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import OURS, PARTNER, House
from leakassay.exercise.estate.name import load_names
from leakassay.exercise.estate.person import PEOPLE
from leakassay.exercise.estate.record import RECORD

STAFF_FROM = 5_000_000
"""Person ids of staff who are no patients; above every estate, below every forger."""
_LANE = 100_000
"""Ids of one house."""
PER_PATIENT = 200
"""Patients for each on the staff: a laboratory has about five for a thousand, of whom most live elsewhere."""
PATIENTS_TOO = 10
"""Every tenth is a patient, too."""


def staff_of(house: House, people: pa.Table, doctors: tuple[tuple[str, str], ...] = ()) -> pa.Table:
    """Returns the staff of a house by the schema `PEOPLE`: doctors, colleagues, and patients who work there.

    Args:
        house: one that has a staff; a forger's has none.
        people: its patients, of whom those with a role in `staff` may work there.
        doctors: (forename, surname) of those who sign its letters.
    """
    lanes = {OURS.software: 0, PARTNER.software: 1}
    if house.software not in lanes:
        return PEOPLE.empty_table()
    wanted = max(4, people.num_rows // PER_PATIENT)
    working = people.filter(pc.not_equal(people["staff"], "")).slice(0, wanted // PATIENTS_TOO + 1)
    rng = np.random.default_rng(zlib.crc32(house.software.encode("ascii")))
    names, sex = load_names(), np.where(rng.random(wanted) < 0.6, "F", "M").astype(object)
    colleagues = list(zip(names.forename(rng, sex).tolist(), names.surname(rng, wanted).tolist(), strict=True))
    listed = [*doctors, *colleagues]
    first = STAFF_FROM + lanes[house.software] * _LANE
    rows = [
        {"person_id": first + place, "forename": forename, "surname": surname, "staff": "Laboratory"}
        for place, (forename, surname) in enumerate(listed[: _LANE - 1])
    ]
    blank: dict[str, object] = {field.name: "" if pa.types.is_string(field.type) else False for field in PEOPLE}
    blank |= {"household": -1, "mother_id": -1}
    return pa.concat_tables([pa.Table.from_pylist([blank | row for row in rows], PEOPLE), working])


def as_records(staff: pa.Table) -> pa.Table:
    """Returns the staff by the schema `RECORD`, one record each: they are named, nothing was tested."""
    rows = staff.num_rows
    columns = {
        "record": pa.array(np.arange(rows, dtype=np.int64)), "person_id": staff["person_id"],
        "surname": staff["surname"], "forename": staff["forename"], "tier": pa.array(np.zeros(rows, dtype=np.int8)),
        "subject": pa.array(np.ones(rows, dtype=bool)),
    }  # fmt: skip
    blank = pa.array([""] * rows, pa.string())
    return pa.table([columns.get(field.name, blank) for field in RECORD], schema=RECORD)
