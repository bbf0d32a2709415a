"""JSON exports: one array of patients with nested results, and newline-delimited results."""

import json
from typing import Any

import pyarrow as pa

from leakassay.exercise.estate.house import FIELDS
from leakassay.exercise.paper.delimited import by_row
from leakassay.exercise.paper.document import Document

_PERSON = FIELDS[1:10]
_RESULT = (FIELDS[0], *FIELDS[10:])


def patients(name: str, rows: pa.Table) -> Document:
    """Returns one JSON array of specimens, each with a patient and its results."""
    specimens: list[dict[str, Any]] = []
    last = None
    for row in rows.to_pylist():
        if row["record"] != last:
            specimens.append({"patient": {key: row[key] for key in _PERSON}, "results": []})
            last = row["record"]
        specimens[-1]["results"].append({key: row[key] for key in _RESULT})
    text = json.dumps({"exported": "2024-06-01", "specimens": specimens}, indent=1, ensure_ascii=False)
    return Document(name, "json", text.encode("utf-8"), rows)


def results(name: str, rows: pa.Table) -> Document:
    """Returns one JSON object per line, flat, keys as our own field names."""
    rows = by_row(rows)
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows.select(FIELDS).to_pylist()]
    return Document(name, "ndjson", ("\n".join(lines) + "\n").encode("utf-8"), rows)
