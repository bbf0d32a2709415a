"""Verdict per partition, the interval of subjects, and the claims, against the truth."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoreboard import Row, ratio
from leakassay.exercise.scoring.align import Aligned


def verdicts(summary: Mapping[str, Any], key: AnswerKey) -> list[Row]:
    """Returns, per partition and for the whole, 1 for the true kind, 0 for another, None for "cannot tell"."""
    said = summary.get("verdict", {})
    named = {part["partition"].strip("/"): part["favours"] for part in said.get("partitions", [])}
    rows, truths = [], key.partitions.to_pylist()
    for row in truths:
        favours = named.get(row["partition"], "")
        rows.append(
            Row(
                "verdict",
                f"{row['partition']} is {row['kind']}, said {favours or 'nothing'}",
                _mark(favours, row["kind"]),
                1,
            )
        )
    kinds = {row["kind"] for row in truths}
    whole = kinds.pop() if len(kinds) == 1 else "mixed"
    favours = said.get("favours", "")
    rows.append(Row("verdict", f"the dump is {whole}, said {favours or 'nothing'}", _mark(favours, whole), 1))
    right = sum(row.value == 1.0 for row in rows[:-1])
    return [*rows, Row("verdict", "partitions right", ratio(right, len(truths)), len(truths))]


def subjects(summary: Mapping[str, Any], key: AnswerKey, aligned: Aligned) -> list[Row]:
    """Returns whether low to high contains the true number, and how far best is from it (as a ratio)."""
    said, truth = summary.get("subjects", {}), int(key.counts["subjects"])
    if not {"low", "best", "high"} <= set(said):
        return [Row("subjects", "interval contains the truth", None, truth)]
    return [
        Row("subjects", "interval contains the truth", float(said["low"] <= truth <= said["high"]), truth),
        Row("subjects", "best / truth", ratio(said["best"], truth), truth),
        Row("subjects", "low / truth", ratio(said["low"], truth), truth),
        Row("subjects", "high / truth", ratio(said["high"], truth), truth),
        Row("subjects", "width / truth", ratio(said["high"] - said["low"], truth), truth),
        *_test_range(said, aligned),
    ]


def _test_range(said: Mapping[str, Any], aligned: Aligned) -> list[Row]:
    """How many people the assay counts under 9xx numbers, against those who truly stand under one."""
    if "test_range" not in said:
        return []
    words = aligned.books["nhs_number"].words()
    numbers = pa.array((number for number, word in enumerate(words) if word.startswith("9")), pa.int32())
    planted = aligned.key_sightings.filter(aligned.key_sightings["subject"])
    truth = len(pc.unique(planted.filter(pc.is_in(planted["nhs_number"], numbers))["person_id"]))
    return [Row("subjects", "under numbers of the test range / truth", ratio(int(said["test_range"]), truth), truth)]


def claims(summary: Mapping[str, Any], key: AnswerKey) -> list[Row]:
    """Returns 1 for each claim judged as it is, 0 for one misjudged, None for one left open."""
    said = {claim["id"]: claim["verdict"] for claim in summary.get("claims", [])}
    truths: dict[str, bool] = key.counts.get("claims", {})
    rows = []
    for name, true in truths.items():
        verdict = said.get(name, "cannot tell")
        value = None if verdict == "cannot tell" else float((verdict == "supported") is true)
        rows.append(Row("claims", f"{name} is {'true' if true else 'false'}, said {verdict}", value, 1))
    right = sum(row.value == 1.0 for row in rows)
    return [*rows, Row("claims", "claims right", ratio(right, len(rows)), len(rows))]


def _mark(favours: str, truth: str) -> float | None:
    return None if favours in {"", "cannot tell"} else float(favours == truth)
