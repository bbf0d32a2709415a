"""Toy partitions of every origin as rows of the shelf, and the profile of the house that may have lost them.

People are invented and their NHS numbers lie in the 9xx test range.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from leakassay.case.shelf import MemoryStore, Shelf
from leakassay.model.tables.registry import TABLES
from leakassay.profile.organisation import EMPTY, Profile
from leakassay.values.uk import nhs_number

TAKEN = dt.date(2024, 6, 2)
SECRET = b"a secret for tests"
OUR_HEADERS = ("LABNO", "NHSNO", "SURNAME", "DOB", "TESTCODE", "RESULT")
PARTNER_HEADERS = ("accession_id", "nhs_number", "family_name", "birth_date", "assay_code", "observed_value")
OTHER_HEADERS = ("episode", "nhs id", "name", "born on", "investigation", "outcome")

Person = tuple[str, dt.date]
Rows = dict[str, list[dict[str, Any]]]


def valid_numbers(count: int, seed: int, first: str = "9") -> list[str]:
    """Distinct valid numbers that begin so, in the order drawn."""
    draw = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        nine = first + "".join(draw.choices("0123456789", k=9 - len(first)))
        found.update(dict.fromkeys(n for n in (nine + digit for digit in "0123456789") if nhs_number.is_valid(n)))
    return list(found)[:count]


def people(count: int, seed: int) -> list[Person]:
    draw = random.Random(seed)
    return [(number, birth(draw)) for number in valid_numbers(count, seed)]


def birth(draw: random.Random) -> dt.date:
    return dt.date(1930, 1, 1) + dt.timedelta(days=draw.randrange(30_000))


@dataclass
class Dump:
    """Rows of a dump that grows by partitions; every partition has one item."""

    rows: Rows = field(default_factory=dict)

    def add(self, table: str, **row: Any) -> None:
        schema = TABLES[table].schema
        id_column = schema.names[0]
        if table not in {"partition", "item", "source"}:
            row.setdefault(id_column, 1 + len(self.rows.get(table, [])))
        self.rows.setdefault(table, []).append({f.name: row.get(f.name, _neutral(f)) for f in schema})

    def part(self, name: str, *, own_bytes: int = 10_000, bytes_read: int = 10_000, **item: Any) -> int:
        """A partition with one item; returns the id of the item."""
        number = 1 + len(self.rows.get("item", []))
        self.add("partition", partition_id=number, partition=name, items=1, bytes=own_bytes)
        plain = {"outcome": "read", "size_bytes": own_bytes, "sha256": f"{number:064x}"}
        facts = {**plain, "modified_at": dt.datetime.combine(TAKEN, dt.time(12)), **item}
        self.add(
            "item",
            item_id=number,
            source_id=1,
            partition_id=number,
            own_bytes=own_bytes,
            bytes_read=bytes_read,
            **facts,
        )
        return number

    def people(self, item: int, who: list[Person]) -> None:
        for at, (number, born) in enumerate(who):
            self.add(
                "sighting",
                item_id=item,
                row=at,
                ordinal=at,
                nhs_number=number,
                date_of_birth=born,
                person_type="patient",
            )

    def column(
        self, item: int, tried: int, passed: int, *, headers: tuple[str, ...] = (), kind: str = "nhs_number"
    ) -> None:
        """A column of NHS numbers of the test range, and the headers of its table beside it."""
        counts = {"values": tried, "valid": passed, "distinct": tried, "distinct_valid": passed, "test_range": tried}
        self.add("column", item_id=item, header=headers[1] if headers else "", kind=kind, **counts)
        for at, header in enumerate(headers):
            if at != 1:
                self.add("column", item_id=item, position=at, header=header, kind="other")

    def specimens(self, item: int, ids: list[str], last: dt.date = TAKEN, days: int = 400) -> None:
        for at, specimen in enumerate(ids):
            day = last - dt.timedelta(days=(len(ids) - 1 - at) * days // max(1, len(ids)))
            stamp = dt.datetime.combine(day, dt.time(9))
            self.add("event", item_id=item, row=at, specimen_id=specimen, collected_at=stamp, status="resulted")

    def trait(self, item: int, name: str, **buckets: int) -> None:
        for key, n in buckets.items():
            self.add("trait", item_id=item, name=name, key=key.lstrip("_"), n=n)

    def lab_rhythm(self, item: int) -> None:
        self.trait(item, "collected_hour", _03=20, _09=200, _11=150, _15=90, _22=15)
        self.trait(item, "collected_weekday", Mon=100, Tue=100, Wed=100, Thu=90, Fri=85, Sat=20, Sun=15)

    def even_rhythm(self, item: int) -> None:
        self.trait(item, "collected_hour", **{f"_{hour:02d}": 20 for hour in range(24)})
        self.trait(item, "collected_weekday", **dict.fromkeys(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), 70))

    def shelf(self, *, shuffle: int | None = None) -> Shelf:
        """A shelf of these rows, in a drawn order if asked for."""
        tables = {}
        for name, rows in self.rows.items():
            ordered = list(rows)
            if shuffle is not None:
                random.Random(shuffle).shuffle(ordered)
            tables[name] = pa.Table.from_pylist(ordered, schema=TABLES[name].schema)
        return Shelf(MemoryStore(tables))


def ours(dump: Dump, name: str, who: list[Person]) -> int:
    item = dump.part(name)
    dump.people(item, who)
    dump.column(item, len(who), len(who) - len(who) // 80, headers=OUR_HEADERS)
    dump.specimens(item, [f"24L{at:06d}" for at in range(len(who))])
    dump.lab_rhythm(item)
    dump.trait(item, "range_agreement", agree=300, disagree=1)
    return item


def partner(dump: Dump, name: str, who: list[Person]) -> int:
    item = dump.part(name)
    dump.people(item, who)
    dump.column(item, len(who), len(who), headers=PARTNER_HEADERS)
    dump.specimens(item, [f"NB24{at:08d}" for at in range(len(who))])
    dump.lab_rhythm(item)
    dump.trait(item, "range_agreement", agree=300, disagree=2)
    return item


def recycled(dump: Dump, name: str, who: list[Person]) -> int:
    item = dump.part(name)
    dump.people(item, who)
    dump.specimens(item, [f"19L{at:06d}" for at in range(len(who))], last=dt.date(2019, 9, 30))
    dump.lab_rhythm(item)
    dump.trait(item, "range_agreement", agree=300, disagree=1)
    return item


def fabricated(dump: Dump, name: str, who: list[Person], seed: int = 5) -> int:
    """Half invented digits, half somebody's number beside a drawn birthday; an even clock and drawn flags."""
    draw = random.Random(seed)
    item = dump.part(name)
    dump.people(item, [(number, birth(draw)) for number, _ in who])
    dump.column(item, 2 * len(who), len(who) + len(who) // 11, headers=OUR_HEADERS)
    dump.specimens(item, [f"24L{draw.randrange(10**6):06d}" for _ in who])
    dump.even_rhythm(item)
    dump.trait(item, "range_agreement", agree=100, disagree=200)
    return item


def another(dump: Dump, name: str, count: int, seed: int = 77) -> int:
    item = dump.part(name)
    dump.people(item, people(count, seed))
    dump.column(item, count, count, headers=OTHER_HEADERS)
    dump.specimens(item, [f"X-{at:09d}-Q" for at in range(count)])
    dump.lab_rhythm(item)
    dump.trait(item, "range_agreement", agree=300, disagree=2)
    return item


def write_roll(folder: Path, who: list[Person], *, secret: bytes = SECRET) -> None:
    """patients.csv and roll.secret."""
    lines = ["nhs_number,surname,date_of_birth", *(f"{number},TESTER,{born.isoformat()}" for number, born in who)]
    (folder / "patients.csv").write_text("\n".join(lines) + "\n")
    (folder / "roll.secret").write_bytes(secret + b"\n")


def profile(folder: Path, **changes: Any) -> Profile:
    """What the invented house says of itself; keys that are None are left out."""
    said: dict[str, Any] = {
        "organisation": {
            "name": "Example Pathology", "ods_codes": ["X99"], "email_domains": ["example-pathology.test"],
            "hosts": ["EXPATH-FS01"], "specimen_numbers": [r"\d{2}[A-Z]\d{6}"],
        },
        "schema": [{"system": "ExampleLIMS", "table": "RESULT", "columns": list(OUR_HEADERS)}],
        "partner": [{
            "name": "Northbank Diagnostics", "hosts": ["NBDX-APP7"], "email_domains": ["northbank.test"],
            "specimen_numbers": [r"NB\d{10}"], "schema_columns": [list(PARTNER_HEADERS)],
        }],
        "roll": [{"name": "patients", "path": "patients.csv", "secret_file": "roll.secret"}],
        "folder": folder,
    }  # fmt: skip
    said.update(changes)
    return Profile.model_validate({key: value for key, value in said.items() if value is not None})


NOTHING_KNOWN = EMPTY


def _neutral(field: pa.Field) -> Any:
    if field.nullable:
        return None
    if pa.types.is_string(field.type):
        return ""
    return False if pa.types.is_boolean(field.type) else 0
