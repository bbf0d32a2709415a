"""Tables of the shelf that are views of the ledger: item, partition, source; names are opened here, in memory only."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from leakassay.case.keys import CaseKeys
from leakassay.case.ledger import Ledger
from leakassay.model.keys import unsigned
from leakassay.model.tables.registry import TABLES

_ITEM = """
select item_id, source_id, parent_id, partition_id, name_sealed, depth, size_bytes, packed_bytes, own_bytes, sha256,
       modified_at, media_type, format, outcome, reason, bytes_read, records, reader, reader_version, duplicate_of
from item order by source_id, depth, parent_id, member_index, item_id
"""


def as_text(name: bytes) -> str:
    """A name as text; bytes that are no UTF-8 are kept as backslash escapes."""
    return name.decode("utf-8", "backslashreplace")


def _is_a_time(seconds: int | None) -> bool:
    """False for what no calendar holds (years 1 to 9999): a file system may say anything."""
    return seconds is not None and -62_135_596_800 <= seconds <= 253_402_300_799


def item_table(ledger: Ledger, keys: CaseKeys) -> pa.Table:
    """The table item, with paths."""
    paths: dict[int, str] = {}
    rows: list[dict[str, Any]] = []
    for row in ledger.stream(_ITEM):
        name = as_text(keys.open_name(row["name_sealed"]))
        parent = row["parent_id"]
        path = name if parent is None else f"{paths.get(parent, '')}!/{name}"
        paths[row["item_id"]] = path
        said = dict(row)
        del said["name_sealed"]
        said.update(
            item_path=path,
            item_id=unsigned(row["item_id"]),
            source_id=unsigned(row["source_id"]),
            partition_id=unsigned(row["partition_id"]),
            parent_id=None if parent is None else unsigned(parent),
            duplicate_of=None if row["duplicate_of"] is None else unsigned(row["duplicate_of"]),
            sha256=row["sha256"] or None,
            modified_at=row["modified_at"] if _is_a_time(row["modified_at"]) else None,
            outcome=row["outcome"] or "pending",
            reason=row["reason"] or ("" if row["outcome"] else "stage_not_run"),
        )
        rows.append(said)
    return pa.Table.from_pylist(rows, TABLES["item"].schema)


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
