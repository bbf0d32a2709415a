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
from leakassay.exercise.estate.record import IDENTITY
from leakassay.exercise.paper.document import Document

ITEM = pa.schema(
    [
        ("item_path", pa.string()),  # chain joined by !/, below the dump
        ("partition", pa.string()),  # top-level folder
        ("format", pa.string()),  # what it truly is
        ("size_bytes", pa.int64()),
        ("sha256", pa.string()),
        ("outcome", pa.string()),  # what a careful reader must report
        ("reason", pa.string()),
        ("sightings", pa.int64()),  # records that concern a person
        ("events", pa.int64()),
        ("duplicate_of", pa.string()),  # item_path of the first copy, else empty
        ("named_person", pa.int64()),  # person whose name stands in the file name, else null
    ]
)
SIGHTING = pa.schema(
    [
        ("item_path", pa.string()),
        ("partition", pa.string()),
        ("kind", pa.string()),  # true origin: ours, partner, recycled, fabricated
        ("record", pa.int64()),  # running number of the record in the item, from 0
        ("person_id", pa.int64()),
        ("subject", pa.bool_()),  # counts as a data subject (false for test patients and fabricated rows)
        *((name, pa.string()) for name in IDENTITY),  # canonical, as it stands there; an invalid NHS number is empty
    ]
)
EVENT = pa.schema(
    [
        ("item_path", pa.string()),
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
PARTITION = pa.schema([("partition", pa.string()), ("kind", pa.string())])
CANARY = pa.schema([("value", pa.string()), ("kind", pa.string()), ("recipient", pa.string()), ("planted", pa.bool_())])


class KeyWriter:
    """Streams sightings and events of the leak to Parquet; small tables are written whole.

    Used as a context manager; `counts` grows while documents are laid down.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._sightings = pq.ParquetWriter(folder / "sightings.parquet", SIGHTING)
        self._events = pq.ParquetWriter(folder / "events.parquet", EVENT)
        self.persons: set[int] = set()
        self.fabricated: set[int] = set()
        self.classes: set[str] = set()
        self.newest = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sightings.close()
        self._events.close()

    def add(self, path: str, partition: str, kind: str, document: Document) -> tuple[int, int]:
        """Records the truth of one document or of one piece of a long one; returns (sightings, events)."""
        if document.records is None:
            return 0, 0
        place = {"item_path": path, "partition": partition, "kind": kind}
        sightings = _sightings(document, place)
        self._sightings.write_table(sightings)
        if kind == "fabricated":
            self.fabricated.update(pc.unique(sightings["person_id"]).to_pylist())
        living = sightings.filter(sightings["subject"])["person_id"]
        self.persons.update(pc.unique(living).to_pylist())
        if not document.has_events:
            return sightings.num_rows, 0
        events = _placed(document.records, place, EVENT)
        self._events.write_table(events)
        self.classes.update(pc.unique(events["test_class"]).to_pylist())
        self.newest = max(self.newest, pc.max(events["collected_at"]).as_py() or "")
        return sightings.num_rows, events.num_rows

    def table(self, name: str, rows: pa.Table) -> None:
        """Writes one small table of the key."""
        pq.write_table(rows, self.folder / f"{name}.parquet")

    @staticmethod
    def counts(folder: Path, numbers: Mapping[str, Any]) -> None:
        """Writes the truth of the claims."""
        (folder / "counts.json").write_text(json.dumps(numbers, indent=1, sort_keys=True) + "\n", "utf-8")


def _sightings(document: Document, place: Mapping[str, str]) -> pa.Table:
    rows = document.records
    assert rows is not None  # noqa: S101  the caller returns early without records; this narrows the type
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
    if place["kind"] == "fabricated":
        table = table.set_column(5, "subject", pa.array(np.zeros(table.num_rows, dtype=bool)))
    return table


def _placed(rows: pa.Table, place: Mapping[str, str], schema: pa.Schema) -> pa.Table:
    columns = [
        pa.repeat(place[field.name], rows.num_rows) if field.name in place else rows[field.name] for field in schema
    ]
    return pa.table(columns, schema=schema)
