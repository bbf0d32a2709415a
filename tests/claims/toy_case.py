"""A small shelf for judging claims: two delivered files, one of them a zip with three members, one a copy."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from leakassay.case.shelf import MemoryStore, Shelf
from leakassay.claims.facts import ClaimFacts
from leakassay.claims.judge import judge
from leakassay.model.tables.registry import TABLES
from leakassay.pipeline.catalogue.checks import CHECKS
from leakassay.profile.claim import Claims
from leakassay.profile.organisation import SchemaFingerprint

Rows = dict[str, list[dict[str, Any]]]
READ = ClaimFacts(1.0, kinds=frozenset({"iban", "credential"}))
HALF = ClaimFacts(0.5, kinds=READ.kinds)
LIMS = SchemaFingerprint(system="ExampleLIMS", table="RESULT", columns=("LABNO", "NHSNO", "RESULT", "TESTCODE"))


def item(number: int, own: int, **more: Any) -> dict[str, Any]:
    plain = {"source_id": 1, "own_bytes": own, "size_bytes": own, "bytes_read": own, "outcome": "read"}
    return {"item_id": number, **plain, **more}


def rows() -> Rows:
    """1,000 bytes delivered, 3,000 unpacked of which 500 are a copy; 5 items; 40 records, 10 more in the copy."""
    day = dt.datetime.combine(dt.date(2024, 5, 31), dt.time(9))
    resulted = {"status": "resulted", "test_class": "HIV", "collected_at": day}
    requested = {"status": "requested", "test_class": "STI", "collected_at": day - dt.timedelta(days=90)}
    headers = ("LABNO", "NHSNO", "RESULT", "TESTCODE", "COMMENT")
    return {
        "source": [{"source_id": 1, "files": 2, "bytes": 1000}],
        "item": [
            item(1, 400, records=10),
            item(2, 100, size_bytes=600),
            item(3, 500, parent_id=2, records=10),
            item(4, 500, parent_id=2, duplicate_of=3),
            item(5, 1500, parent_id=2, records=20),
        ],
        "event": [{"event_id": at, **(resulted if at < 30 else requested)} for at in range(40)],
        "sighting": [{"sighting_id": at, "nhs_number": "9990000018", "surname": "TESTER"} for at in range(12)],
        "column": [
            {"column_id": at, "item_id": 1, "position": at, "header": name, "kind": "other"}
            for at, name in enumerate(headers)
        ],
        "estimate": [
            {
                "quantity": "subjects",
                "stratum": "*",
                "low": 90.0,
                "best": 100.0,
                "high": 105.0,
                "driver": "Grey links.",
            },
            {"quantity": "subjects", "stratum": "ours", "low": 1.0, "best": 1.0, "high": 1.0, "driver": ""},
        ],
    }


def shelf(tables: Rows) -> Shelf:
    made = {}
    for name, given in tables.items():
        schema = TABLES[name].schema
        filled = [{field.name: row.get(field.name, _neutral(field)) for field in schema} for row in given]
        made[name] = pa.Table.from_pylist(filled, schema=schema)
    return Shelf(MemoryStore(made))


def judged(
    measure: str, value: float | str | None, sense: str, *, facts: ClaimFacts = READ, tables: Rows | None = None
) -> dict[str, Any]:
    """The row of claim_result for one claim."""
    claim = {"id": "one", "text": "it was said", "source": "press", "measure": measure, "value": value, "sense": sense}
    on = shelf(rows() if tables is None else tables)
    judge(on, Claims.model_validate({"claim": [claim]}), facts, CHECKS)
    (row,) = on.table("claim_result").to_pylist()
    return dict(row)


def _neutral(field: pa.Field) -> Any:
    if field.nullable:
        return None
    return "" if pa.types.is_string(field.type) else 0
