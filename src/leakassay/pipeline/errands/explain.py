"""Explain: one finding on one screen: its item, its place, its values masked, the reason, whom it was joined with."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.case.case import Case
from leakassay.case.shelf import Shelf
from leakassay.disclosure.encode import terminal
from leakassay.disclosure.mask import mask_table
from leakassay.model.errors import OperatorError
from leakassay.model.keys import as_text
from leakassay.model.tables.registry import TABLES

_FINDINGS = ("sighting", "event", "mention")


def explain(case: Case, finding: str) -> list[str]:
    """The screen.

    Raises:
        OperatorError: the id is none, or nothing bears it.
    """
    try:
        wanted = int(finding, 16)
    except ValueError:
        raise OperatorError(f"'{terminal(finding)}' is no id; sixteen hexadecimal digits were expected") from None
    shelf = case.shelf()
    for table in _FINDINGS:
        rows = _rows(shelf, table, f"{table}_id", wanted)
        if rows.num_rows:
            return _screen(shelf, table, rows)
    raise OperatorError(f"no sighting, event or mention bears the id {finding}; `leakassay export` lists them")


def _rows(shelf: Shelf, table: str, column: str, value: int) -> pa.Table:
    found = shelf.table(table)
    return found.filter(pc.equal(found[column], pa.scalar(value, pa.uint64())))


def _screen(shelf: Shelf, table: str, rows: pa.Table) -> list[str]:
    row = _masked(table, rows)
    lines = [f"{table} {as_text(rows[f'{table}_id'][0].as_py())}", ""]
    item = _rows(shelf, "item", "item_id", row["item_id"])
    if item.num_rows:
        said = _masked("item", item)
        lines += [
            f"  item        {as_text(row['item_id'])}  {said['item_path']}  ({said['format']}, {said['outcome']})"
        ]
    lines += [f"  place       unit {row['unit_offset']}, part '{row['part']}', row {row['row']}", "", "  found"]
    skipped = {f"{table}_id", "item_id", "unit_offset", "part", "row", "ordinal", "sighting_id", "reason", "score"}
    lines += [
        f"    {name:<20} {value}" for name, value in row.items() if name not in skipped and value not in {None, ""}
    ]
    lines += ["", "  because", f"    {row.get('reason') or 'it stands in the record of the sighting below'}"]
    if row.get("score") is not None:
        lines += [f"    probability {row['score']:.3f}"]
    return [terminal(line) for line in lines + _belongs(shelf, row)]


def _belongs(shelf: Shelf, row: dict[str, Any]) -> list[str]:
    sighting_id = row.get("sighting_id")
    if sighting_id is None:
        return []
    member = _rows(shelf, "membership", "sighting_id", sighting_id).to_pylist()
    lines = ["", f"  sighting    {as_text(sighting_id)}"]
    for found in member:
        subject = "nobody in particular" if found["subject_id"] is None else as_text(found["subject_id"])
        lines.append(f"  subject     {subject} by {found['rule']} (probability {found['probability']:.3f})")
    return lines


def _masked(table: str, rows: pa.Table) -> dict[str, Any]:
    said: dict[str, Any] = mask_table(rows.slice(0, 1), TABLES[table].sensitive).to_pylist()[0]
    return said
