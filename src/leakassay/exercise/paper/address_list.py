"""An address list as delimited text by the csv module: people without tests, with the seeded canary rows."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from leakassay.exercise.estate.record import RECORD
from leakassay.exercise.paper.delimited import by_row
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import day_first, one_row_each

CANARY_FROM = 20_000_000_000
"""Person ids of canaries start here: seeded rows that stand for nobody."""
HEADER = ("NHS Number", "Surname", "Forename", "Date of birth", "Address", "Postcode")
SHOWN = frozenset({"nhs_number", "surname", "forename", "date_of_birth", "address", "postcode"})
_CANARY_NAMES = (("Thistlewood", "Perpetua"), ("Larkspur", "Cosmo"), ("Vantongeren", "Isolde"))


def address_list(name: str, rows: pa.Table, canaries: Sequence[str]) -> Document:
    """Returns a list of the people of `rows` with one seeded row per canary number among them."""
    people = one_row_each(rows)
    seeded = pa.Table.from_pylist([_canary(number, value) for number, value in enumerate(canaries)], RECORD)
    half = people.num_rows // 2
    listed = by_row(pa.concat_tables([people.slice(0, half), seeded, people.slice(half)]))
    sink = io.StringIO()
    writer = csv.writer(sink)
    writer.writerow(HEADER)
    for row in listed.to_pylist():
        writer.writerow([row["nhs_number"], row["surname"], row["forename"], day_first(row["date_of_birth"]),
                         row["address"], row["postcode"]])  # fmt: skip
    return Document(name, "csv", sink.getvalue().encode("utf-8"), listed, SHOWN, has_events=False)


def _canary(number: int, value: str) -> dict[str, Any]:
    surname, forename = _CANARY_NAMES[number % len(_CANARY_NAMES)]
    empty: dict[str, Any] = dict.fromkeys((field.name for field in RECORD if field.type == pa.string()), "")
    return empty | {
        "record": 0, "person_id": CANARY_FROM + int(value) % 1_000_000, "nhs_number": value,
        "surname": surname, "forename": forename,
        "date_of_birth": f"19{60 + number}-0{1 + number}-1{number}", "address": f"{7 + number} Weathercock Lane",
        "postcode": "SE1 1AA", "tier": 0, "subject": False,
    }  # fmt: skip
