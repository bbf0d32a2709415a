"""Tables of the shelf that are views of the ledger: item, partition, source; names are opened here, in memory only."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.case.keys import CaseKeys
from leakassay.case.ledger import Ledger
from leakassay.model.keys import unsigned
from leakassay.model.tables.registry import TABLES

_ITEM = """
select item_id, source_id, parent_id, partition_id, name_sealed, depth, size_bytes, packed_bytes, own_bytes, sha256,
       modified_at, media_type, format, outcome, reason, bytes_read, records, reader, reader_version, duplicate_of
from item order by source_id, depth, parent_id, member_index, item_id
"""


_BATCH_ROWS = 20_000
"""Rows held as Python values at a time; a million at once take 3 GB."""


def as_text(name: bytes) -> str:
    """A name as text; bytes that are no UTF-8 are kept as backslash escapes."""
    return name.decode("utf-8", "backslashreplace")


def _is_a_time(seconds: int | None) -> bool:
    """False for what no calendar holds (years 1 to 9999): a file system may say anything."""
    return seconds is not None and -62_135_596_800 <= seconds <= 253_402_300_799


def item_table(ledger: Ledger, keys: CaseKeys) -> pa.Table:
    """The table item, with paths; rows become columns a batch at a time, for there may be millions."""
    schema = TABLES["item"].schema
    parents = {row[0] for row in ledger.stream("select distinct parent_id from item where parent_id is not null")}
    paths: dict[int, str] = {}
    batches: list[pa.RecordBatch] = []
    for rows in ledger.batches(_ITEM, _BATCH_ROWS):
        columns = dict(zip(rows[0].keys(), zip(*rows, strict=True), strict=True))
        said = [as_text(keys.open_name(sealed)) for sealed in columns["name_sealed"]]
        if parents:
            above = zip(columns["parent_id"], said, strict=True)
            ids = columns["item_id"]
            for at, (parent, name) in enumerate(above):
                path = said[at] = name if parent is None else f"{paths.get(parent, '')}!/{name}"
                if ids[at] in parents:
                    paths[ids[at]] = path
        batches.append(_item_batch(columns, said, schema))
    return pa.Table.from_batches(batches, schema)


_IDS = frozenset({"item_id", "source_id", "partition_id", "parent_id", "duplicate_of"})


def _item_batch(columns: dict[str, tuple[Any, ...]], paths: list[str], schema: pa.Schema) -> pa.RecordBatch:
    made = {name: pa.array(columns[name], pa.int64()).view(pa.uint64()) for name in _IDS}
    made["item_path"] = pa.array(paths, pa.string())
    made["sha256"] = _filled(columns["sha256"], None)
    times = [value if _is_a_time(value) else None for value in columns["modified_at"]]
    made["modified_at"] = pa.array(times, pa.int64()).cast(pa.timestamp("s"))
    outcome, reason = (pa.array(columns[name], pa.string()) for name in ("outcome", "reason"))
    not_run = pc.and_(_is_empty(outcome), _is_empty(reason))
    made["outcome"] = _filled(outcome, "pending")
    made["reason"] = pc.if_else(not_run, "stage_not_run", pc.fill_null(reason, ""))
    arrays = [made[field.name] if field.name in made else pa.array(columns[field.name], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _is_empty(texts: pa.Array) -> pa.Array:
    return pc.equal(pc.fill_null(texts, ""), "")


def _filled(values: Any, instead: str | None) -> pa.Array:
    """Texts with something else for those that are empty."""
    texts = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    return pc.if_else(_is_empty(texts), pa.scalar(instead, pa.string()), texts)


def partition_table(ledger: Ledger, keys: CaseKeys) -> pa.Table:
    """The table partition."""
    counts = {
        row[0]: (row[1], row[2])
        for row in ledger.rows("select partition_id, count(*), sum(own_bytes) from item group by partition_id")
    }
    rows = [
        {
            "partition_id": unsigned(row["partition_id"]),
            "partition": as_text(keys.open_name(row["label_sealed"])),
            "items": counts.get(row["partition_id"], (0, 0))[0],
            "bytes": counts.get(row["partition_id"], (0, 0))[1],
        }
        for row in ledger.rows("select * from partition order by source_id, ordinal, partition_id")
    ]
    return pa.Table.from_pylist(rows, TABLES["partition"].schema)


def source_table(ledger: Ledger, keys: CaseKeys) -> pa.Table:
    """The table source."""
    rows = []
    for row in ledger.rows("select * from source order by ordinal"):
        hashed = ledger.one(
            "select coalesce(sum(size_bytes), 0) from item where source_id = ? and parent_id is null and sha256 <> ''",
            (row["source_id"],),
        )
        rows.append(
            {
                "source_id": unsigned(row["source_id"]),
                "ordinal": row["ordinal"] + 1,
                "label": as_text(keys.open_name(row["label_sealed"])),
                "files": row["files"],
                "bytes": row["bytes"],
                "hashed_bytes": hashed,
                "unreadable_bytes": row["bytes"] - hashed,
                "seal": row["seal"],
            }
        )
    return pa.Table.from_pylist(rows, TABLES["source"].schema)
