"""What case tests share: a fresh case, and rows of tables in neutral values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from leakassay.case import case as cases
from leakassay.case.case import Case
from leakassay.model.keys import signed
from leakassay.model.tables.registry import TABLES

OPERATOR = bytes(range(32))
SALT = bytes(16)


def fresh(folder: Path) -> Case:
    return cases.create(folder / "case", OPERATOR, by="key_file", salt=SALT)


def rows(table: str, *said: dict[str, Any]) -> pa.Table:
    """Rows with neutral values where nothing is said; nulls where they may be."""
    schema = TABLES[table].schema
    neutral = {pa.string(): "", pa.bool_(): False, pa.float32(): 0.0, pa.float64(): 0.0}
    made = [{f.name: one.get(f.name, None if f.nullable else neutral.get(f.type, 0)) for f in schema} for one in said]
    return pa.Table.from_pylist(made, schema)


def add_source(case: Case, *, size: int, source_id: int = 1, label: bytes = b"dump") -> None:
    with case.ledger.transaction():
        case.ledger.execute(
            "insert into source (source_id, ordinal, root_sealed, label_sealed, single_file, listed, files, bytes) "
            "values (?, ?, ?, ?, 0, 1, 1, ?)",
            (source_id, source_id, case.keys.seal_name(b"/"), case.keys.seal_name(label), size),
        )
        case.ledger.execute(
            "insert into partition values (?, ?, 0, ?)", (source_id, source_id, case.keys.seal_name(b"part"))
        )


def add_item(case: Case, item_id: int, *, name: bytes = b"file", **said: Any) -> None:
    row = {
        "item_id": signed(item_id), "source_id": 1, "parent_id": None, "member_index": 0, "partition_id": 1, "depth": 0,
        "name_sealed": case.keys.seal_name(name), "size_bytes": 10, "own_bytes": said.get("size_bytes", 10),
        "sha256": "ab", "outcome": "read", "done": 1, **said,
    }  # fmt: skip
    with case.ledger.transaction():
        case.ledger.execute(
            f"insert into item ({', '.join(row)}) values ({', '.join('?' * len(row))})", tuple(row.values())
        )
