"""The answer key on disk: schemas of its Parquet tables and the writer that streams them."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from leakassay.exercise.estate.number import is_valid
from leakassay.exercise.estate.person import FABRICATED_FROM
from leakassay.exercise.estate.record import IDENTITY
from leakassay.exercise.leak.tally import Tally
from leakassay.exercise.paper.document import Document

ITEM = pa.schema(
    [
        ("item_path", pa.string()),  # chain joined by !/, below the dump
        ("partition", pa.string()),  # top-level folder
        ("category", pa.string()),  # line of the mix it was written for, else empty
        ("format", pa.string()),  # what it truly is
        ("size_bytes", pa.int64()),
        ("sha256", pa.string()),
        ("outcome", pa.string()),  # what a careful reader must report
        ("reason", pa.string()),
        ("sightings", pa.int64()),  # records that concern a person
        ("events", pa.int64()),
        ("duplicate_of", pa.string()),  # item_path of the first copy, else empty
        ("named_person", pa.int64()),  # person whose name stands in the path, else null
    ]
)
SIGHTING = pa.schema(
    [
        ("item_path", pa.string()),
        ("locator", pa.string()),  # where in the item: "row 17", "page 2", "message 3"
        ("partition", pa.string()),
        ("kind", pa.string()),  # true origin: ours, partner, recycled, fabricated
        ("record", pa.int64()),  # running number of the record in the item, from 0
        ("person_id", pa.int64()),
        ("subject", pa.bool_()),  # counts as a data subject: no test patient, nothing forged, and something says who
        *((name, pa.string()) for name in IDENTITY),  # canonical, as it stands there; an invalid NHS number is empty
    ]
)
EVENT = pa.schema(
    [
        ("item_path", pa.string()),
        ("locator", pa.string()),
        ("partition", pa.string()),
        ("kind", pa.string()),
        ("record", pa.int64()),
        ("person_id", pa.int64()),
        ("test_code", pa.string()),
        ("test_name", pa.string()),
        ("test_class", pa.string()),
        ("tier", pa.int8()),
        ("status", pa.string()),
        ("value_flag", pa.string()),
        ("unit", pa.string()),
        ("specimen_id", pa.string()),
        ("collected_at", pa.string()),
        ("client_code", pa.string()),  # as it stands there; empty in a letter
        ("controller", pa.string()),
    ]
)
PARTITION = pa.schema([("partition", pa.string()), ("kind", pa.string()), ("grade", pa.int8())])
"""One row per top-level folder; grade is that of the forger, null where nothing is forged."""
CANARY = pa.schema([("value", pa.string()), ("kind", pa.string()), ("recipient", pa.string()), ("planted", pa.bool_())])
NAMING = ("nhs_number", "chi_number", "hospital_number", "surname")
"""A record that shows none of these says of nobody who it is."""
_AT_ONCE = 20_000
"""Rows of items, and records of small documents, that wait in memory for a row group."""


class KeyWriter:
    """Streams items, sightings and events of the leak to Parquet; small tables are written whole.

    Used as a context manager; `tally` grows while documents are laid down.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.tally = Tally()
        schemas = {"items": ITEM, "sightings": SIGHTING, "events": EVENT}
        self._writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", one) for name, one in schemas.items()}
        self._items: list[dict[str, Any]] = []
        self._waiting: dict[str, list[pa.Table]] = {"sightings": [], "events": []}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush_items()
            for name in self._waiting:
                self._flush(name)
        for writer in self._writers.values():
            writer.close()

    def item(self, row: dict[str, Any]) -> None:
        """Records one item by the schema `ITEM`."""
        self.tally.item(row)
        self._items.append(row)
        if len(self._items) >= _AT_ONCE:
            self._flush_items()

    def add(self, path: str, partition: str, kind: str, document: Document) -> tuple[int, int]:
        """Records the truth of one document or of one piece of a long one; returns (sightings, events)."""
        if document.records is None:
            return 0, 0
        place = {"item_path": path, "partition": partition, "kind": kind}
        rows = _located(document)
        sightings = _sightings(document, rows, place)
        self._write("sightings", sightings)
        people = sightings["person_id"].to_numpy()
        if kind == "fabricated":
            self.tally.fabricated.add(people[people >= FABRICATED_FROM] - FABRICATED_FROM)
        else:
            self.tally.people.add(people[sightings["subject"].to_numpy()])
        if not document.has_events:
            return sightings.num_rows, 0
        events = _placed(_tested(rows), place, EVENT)
        self._write("events", events)
        self.tally.classes.update(pc.unique(events["test_class"]).to_pylist())
        self.tally.newest = max(self.tally.newest, pc.max(events["collected_at"]).as_py() or "")
        return sightings.num_rows, events.num_rows

    def table(self, name: str, rows: pa.Table) -> None:
        """Writes one small table of the key."""
        pq.write_table(rows, self.folder / f"{name}.parquet")

    @staticmethod
    def counts(folder: Path, numbers: Mapping[str, Any]) -> None:
        """Writes the truth of the claims."""
        (folder / "counts.json").write_text(json.dumps(numbers, indent=1, sort_keys=True) + "\n", "utf-8")

    def _write(self, name: str, rows: pa.Table) -> None:
        waiting = self._waiting[name]
        waiting.append(rows)
        if sum(table.num_rows for table in waiting) >= _AT_ONCE:
            self._flush(name)

    def _flush(self, name: str) -> None:
        waiting = self._waiting[name]
        if waiting:
            self._writers[name].write_table(pa.concat_tables(waiting).combine_chunks())
            waiting.clear()

    def _flush_items(self) -> None:
        if self._items:
            self._writers["items"].write_table(pa.Table.from_pylist(self._items, schema=ITEM))
            self._items.clear()


def _located(document: Document) -> pa.Table:
    """Returns the records with the column `locator`, which a paper may bring itself."""
    rows = document.records
    assert rows is not None  # noqa: S101  the caller returns early without records; this narrows the type
    if "locator" in rows.column_names:
        return rows
    number = pc.add(rows["record"], 1).cast(pa.string())
    return rows.append_column("locator", pc.binary_join_element_wise(document.locator, number, " "))


def _tested(rows: pa.Table) -> pa.Table:
    """Returns the rows that tell of a test; one without its code and its name names a person only."""
    return rows.filter(pc.or_(pc.not_equal(rows["test_code"], ""), pc.not_equal(rows["test_name"], "")))


def _sightings(document: Document, rows: pa.Table, place: Mapping[str, str]) -> pa.Table:
    record = rows["record"].to_numpy()
    rows = rows.filter(pa.array(np.diff(record, prepend=-1) != 0))
    for position, name in enumerate(rows.column_names):
        if name in IDENTITY and name not in document.shows:
            rows = rows.set_column(position, name, pa.repeat("", rows.num_rows))
    printed = rows["nhs_number"]
    digits = pc.if_else(pc.equal(pc.utf8_length(printed), 10), printed, "0000000000").cast(pa.int64())
    valid = pc.if_else(pa.array(is_valid(digits.to_numpy())), printed, "")
    rows = rows.set_column(rows.column_names.index("nhs_number"), "nhs_number", valid)
    table = _placed(rows, place, SIGHTING)
    at = SIGHTING.get_field_index("subject")
    if place["kind"] == "fabricated":
        return table.set_column(at, SIGHTING.field(at), pa.array(np.zeros(table.num_rows, dtype=bool)))
    # who is known by a specimen number alone is a subject for whoever holds the laboratory's own index only
    named = np.zeros(table.num_rows, dtype=bool)
    for name in NAMING:
        named |= pc.not_equal(table[name], "").to_numpy()
    return table.set_column(at, SIGHTING.field(at), pc.and_(table["subject"], pa.array(named)))


def _placed(rows: pa.Table, place: Mapping[str, str], schema: pa.Schema) -> pa.Table:
    columns = [
        pa.repeat(place[field.name], rows.num_rows) if field.name in place else rows[field.name] for field in schema
    ]
    return pa.table(columns, schema=schema)
