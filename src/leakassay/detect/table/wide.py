"""Wide tables: a row per person and a column per test; one event for each cell that is not empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.canon import stamp
from leakassay.detect.canon.lookup import blank_to_null
from leakassay.detect.emit import Rows, filled
from leakassay.detect.table import person
from leakassay.detect.table.rows import TableRows
from leakassay.model.outcomes import EventStatus
from leakassay.reference.test_catalogue import CatalogueTest
from leakassay.values.printed import folded

FEWEST = 2
"""Columns headed by tests before a table is held for a wide one: a lone `Ferritin` may be anything."""


def tests_of(rows: TableRows, headers: Sequence[str]) -> dict[int, CatalogueTest]:
    """Return the columns whose headers are names of tests and whose kind nothing else decided."""
    free = [
        place
        for place, role in enumerate(rows.frame.roles)
        if role.kind in ("other", "result") and headers[place].strip()
    ]
    named = rows.frame.kit.classifier.names([folded(headers[place].replace("_", " ")) for place in free])
    return {place: test for place, test in zip(free, named, strict=True) if test is not None}


def events(rows: TableRows, ordinals: pa.Array, headers: Sequence[str]) -> Iterator[Rows]:
    """Yield the events of a wide table; nothing for tables without people or without two test columns."""
    if not person.names_people(rows.frame):
        return
    tests = tests_of(rows, headers)
    if len(tests) < FEWEST:
        return
    taken = rows.stamped("collected_at")
    taken = rows.stamped("date") if taken is None else taken
    for place, test in tests.items():
        cells = blank_to_null(rows.columns[place])
        mask = cells.is_valid()
        count = int(pc.sum(mask).as_py() or 0)
        if count == 0:
            continue
        sense = rows.frame.kit.lookups["flag_of_text"].map(rows.encoded(place))
        columns = {
            "row": rows.numbers.filter(mask), "sighting_ordinal": ordinals.filter(mask),
            "value_flag": sense.filter(mask), "test_name": folded(headers[place]), "test_id": test.id,
            "test_class": test.test_class, "tier": test.tier, "status": EventStatus.RESULTED.value,
            "part": rows.frame.part,
        }  # fmt: skip
        if taken is not None:
            columns["collected_at"] = stamp.as_timestamp(taken).filter(mask)
        specimen = rows.printed("specimen_id")
        columns["specimen_id"] = None if specimen is None else specimen.filter(mask)
        yield filled("event", columns, count)
