"""summary.json: the numbers of a case, schema leakassay/summary/1; equal for equal runs but for `performance`."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from leakassay.case.crash import crash_point
from leakassay.case.shelf import Shelf
from leakassay.disclosure.encode import json_text
from leakassay.disclosure.mask import mask
from leakassay.model.facts import RunFacts
from leakassay.model.outcomes import Outcome, Verdict
from leakassay.reference import verbal_scale
from leakassay.report import interval
from leakassay.report.interval import Intervals

SCHEMA = "leakassay/summary/1"
SCOPE = "all origins but fabricated"
WHOLE = "*"
"""The partition of the row that speaks of the whole dump."""

_SENTENCES = re.compile(r";\s|\n")
"""How the drivers of an interval are joined."""

Json = dict[str, Any]


def build(shelf: Shelf, facts: RunFacts, *, closes: bool) -> Json:
    """Gather the numbers.

    Args:
        shelf: the tables, as far as the stages have come.
        facts: about the run.
        closes: both conservation laws close.

    Returns:
        The object of interface.md; names of partitions are masked, other values of the dump do not stand in it.
    """
    intervals = interval.load(shelf)
    return {
        "schema": SCHEMA,
        "provisional": facts.provisional,
        "case": {
            "id": facts.case_id,
            "tool_version": facts.tool_version,
            "profile_sha256": facts.profile_sha256,
            "seal": facts.seal,
            "manifest_sha256": facts.manifest_sha256,
        },
        "dump": _row(shelf, "dump"),
        "sources": _sources(shelf, facts),
        "coverage": _coverage(shelf, closes),
        "contents": _contents(shelf, intervals),
        "special": _special(shelf, intervals),
        "events": _events(shelf),
        "subjects": _subjects(shelf, intervals),
        "controllers": _controllers(shelf),
        "verdict": _verdict(shelf),
        "claims": _claims(shelf),
        "warnings": list(facts.warnings),
        "performance": _performance(shelf, facts),
    }


def write(summary: Mapping[str, Any], path: Path) -> None:
    """Write it in one step: a reader sees the old file or the new one, never half of one.

    Raises:
        OSError: the file cannot be written.
    """
    text = json_text(json.dumps(summary, indent=2, ensure_ascii=False, allow_nan=False)) + "\n"
    draft = path.with_name(f".{path.name}.tmp")
    with draft.open("w", encoding="utf-8", newline="\n") as stream:
        crash_point("summary.write:before")
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    crash_point("summary.write:after")
    crash_point("summary.rename:before")
    draft.replace(path)
    crash_point("summary.rename:after")
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _rows(shelf: Shelf, page: str) -> list[Json]:
    rows: list[Json] = shelf.sql("report", page).to_pylist()
    return rows


def _row(shelf: Shelf, page: str) -> Json:
    return _rows(shelf, page)[0]


def _sources(shelf: Shelf, facts: RunFacts) -> list[Json]:
    # The estimate speaks of the whole dump; by source there is the linked count, and the key says so.
    params = {"set_aside": facts.test_range == "set_aside"}
    people = ("subjects_linked", "subjects_linked_new")
    return [
        {name: value for name, value in row.items() if name not in people}
        | {"subjects": {"linked": row["subjects_linked"], "linked_new": row["subjects_linked_new"]}}
        for row in shelf.sql("report", "instalment", params).to_pylist()
    ]


def _coverage(shelf: Shelf, closes: bool) -> Json:
    read = _row(shelf, "coverage")
    counted = {row["outcome"]: {"items": row["items"], "bytes": row["bytes"]} for row in _rows(shelf, "outcome")}
    share = read["bytes_read"] / read["bytes_unique"] if read["bytes_unique"] else 0.0
    return {
        "closes": closes,
        "fraction_bytes": _floored(share),
        "outcomes": {outcome.value: counted[outcome] for outcome in Outcome if outcome in counted},
    }


def _contents(shelf: Shelf, intervals: Intervals) -> list[Json]:
    exposed = {row["category"]: row["subjects"] for row in _rows(shelf, "exposure_count")}
    return [
        {**row, "subjects": intervals.of(row["category"], exposed.get(row["category"], 0)).as_dict()}
        for row in _rows(shelf, "category")
    ]


def _special(shelf: Shelf, intervals: Intervals) -> list[Json]:
    exposed = {row["category"]: row["subjects"] for row in _rows(shelf, "exposure_count")}
    return [
        {**row, "subjects": intervals.of(row["test_class"], exposed.get(row["test_class"], 0)).as_dict()}
        for row in _rows(shelf, "special")
    ]


def _events(shelf: Shelf) -> Json:
    span = _row(shelf, "event_span")
    return {"count": span["events"], "first": span["first_day"], "last": span["last_day"]}


def _subjects(shelf: Shelf, intervals: Intervals) -> Json:
    counted = {row["origin"]: row for row in _rows(shelf, "subject_count")}
    in_scope = sum(row["subjects"] for origin, row in counted.items() if origin != Verdict.FABRICATED)
    whole = intervals.of(interval.ALL, in_scope)
    origins = [origin for origin in Verdict if origin in counted or origin in intervals.by_stratum]
    return {
        "scope": SCOPE,
        **whole.as_dict(),
        "why": [said.strip() for said in _SENTENCES.split(whole.driver) if said.strip()],
        "test_range": intervals.of(
            "test_range", sum(row["test_range"] for origin, row in counted.items() if origin != Verdict.FABRICATED)
        ).best,
        "by_origin": {
            origin.value: intervals.of(origin, counted[origin]["subjects"] if origin in counted else 0).as_dict()
            for origin in origins
        },
    }


def no_names() -> pa.Table:
    """The table of controller names, empty."""
    return pa.table({"ods_code": pa.array([], pa.string()), "name": pa.array([], pa.string())})


def _controllers(shelf: Shelf) -> list[Json]:
    rows = shelf.sql("report", "export_controllers", lent={"controller_name": no_names()}).to_pylist()
    return [
        {
            "ods_code": row["ods_code"],
            "events": row["events"],
            "sightings": row["sightings"],
            "subjects": {end: row[f"subjects_{end}"] for end in ("low", "best", "high")},
        }
        for row in rows
    ]


def _verdict(shelf: Shelf) -> Json:
    rows = _rows(shelf, "assessment")
    whole = next((row for row in rows if row["partition"] == WHOLE), None)
    return {
        "favours": whole["favours"] if whole else Verdict.CANNOT_TELL.value,
        "log10_lr": _rounded(whole["log10_lr"]) if whole else 0.0,
        "words": whole["words"] if whole else verbal_scale.words(0.0),
        "against": whole["against"] if whole else "",
        "would_change": whole["would_change"] if whole else "",
        "partitions": [
            {
                "partition": mask("partition", row["partition"]),
                "partition_id": row["partition_id"] or "",
                "favours": row["favours"],
                "log10_lr": _rounded(row["log10_lr"]),
                "words": row["words"],
                "against": row["against"],
                "items": row["items"],
                "bytes": row["bytes"],
            }
            for row in rows
            if row["partition"] != WHOLE
        ],
    }


def _claims(shelf: Shelf) -> list[Json]:
    return [
        {
            "id": row["claim_id"],
            "verdict": row["verdict"],
            "claimed": _number(row["claimed"]),
            "measured": {end: _number(row[f"measured_{end}"]) for end in ("low", "best", "high")},
        }
        for row in _rows(shelf, "claim")
    ]


def _performance(shelf: Shelf, facts: RunFacts) -> Json:
    size = _row(shelf, "dump")["bytes"]
    return {
        "seconds": round(facts.seconds, 3),
        "bytes_per_second": round(size / facts.seconds) if facts.seconds > 0 else 0,
        "stages": [{"stage": stage, "seconds": round(seconds, 3)} for stage, seconds in facts.stages],
        "peak_rss_bytes": facts.peak_rss_bytes,
    }


def _rounded(value: float) -> float:
    # + 0.0 turns a negative zero into zero: two runs must not differ by a sign that nobody sees.
    return round(value, 4) + 0.0


def _floored(share: float) -> float:
    # Cut, not rounded: 0.9999999 read is not all read, and must not print as 1.
    return int(share * 1_000_000) / 1_000_000


def _number(value: float | None) -> int | float | None:
    if value is None or not math.isfinite(value):  # an open end is no number
        return None
    return int(value) if value == int(value) else _rounded(value)
