"""Small estates for the tests of resolve: rows by what they say, everything else filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from leakassay.case.shelf import MemoryStore, Shelf
from leakassay.model.tables.registry import TABLES
from leakassay.profile.organisation import Controller, Organisation, Profile
from leakassay.resolve.resolve import resolve

Row = dict[str, Any]
FIRST = 1000
"""Id of the first sighting; the others follow in the order in which they are given."""
EMMA, ELLA, JOHN, JANE = ("9990000018", "9990000026", "9990000034", "9990000042")
"""Numbers of the test range."""
BORN = date(1980, 1, 2)
PROFILE = Profile(
    organisation=Organisation(name="Example Pathology", ods_codes=("X99",)),
    controller=(
        Controller(ods_code="X01", name="Example General Hospital", client_codes=("EGH",), path_hints=("EGH",)),
        Controller(ods_code="X02", name="Millpond Surgery", client_codes=("MILL",), email_domains=("millpond.test",)),
        Controller(ods_code="X03", name="Larkrise Medical Centre", client_codes=("LARK", "EGHAE")),
    ),
)


def table(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows of a table; what is not given is null, or empty where null is a lie."""
    schema = TABLES[name].schema
    empty: Row = {}
    for field in schema:
        empty[field.name] = None if field.nullable else ("" if pa.types.is_string(field.type) else 0)
    return pa.Table.from_pylist([{**empty, **row} for row in rows], schema=schema)


def sightings(rows: Sequence[Row]) -> list[Row]:
    """Rows with ids, of patients unless said otherwise, in item 1 unless said otherwise."""
    return [
        {"sighting_id": FIRST + place, "item_id": 1, "person_type": "patient", **row} for place, row in enumerate(rows)
    ]


def shelf(tables: Mapping[str, pa.Table], profile: Profile = PROFILE) -> Shelf:
    """A shelf with the tables, after resolve."""
    resolved = Shelf(MemoryStore(tables))
    resolve(resolved, profile)
    return resolved


def resolved(*rows: Row, profile: Profile = PROFILE, events: Sequence[Row] = (), items: Sequence[Row] = ()) -> Shelf:
    """A shelf with these sightings, after resolve."""
    tables = {"sighting": table("sighting", sightings(rows)), "event": table("event", events)}
    return shelf({**tables, "item": table("item", items)}, profile)


def groups(answer: Shelf) -> list[list[int]]:
    """Places of the sightings that are one subject's, sorted; fragments are left out."""
    found: dict[int, list[int]] = {}
    for row in answer.table("membership").to_pylist():
        if row["subject_id"] is not None:
            found.setdefault(row["subject_id"], []).append(row["sighting_id"] - FIRST)
    return sorted(found.values())


def interval(answer: Shelf, stratum: str = "*") -> tuple[float, float, float]:
    """Low, best, high of a stratum of subjects."""
    rows = answer.table("estimate").to_pylist()
    return next((row["low"], row["best"], row["high"]) for row in rows if row["stratum"] == stratum)


def person(number: str | None = None, surname: str | None = "SMITH", forename: str | None = "JOHN", **more: Any) -> Row:
    """One sighting of somebody born on BORN unless said otherwise."""
    return {"nhs_number": number, "surname": surname, "forename": forename, "date_of_birth": BORN, **more}
