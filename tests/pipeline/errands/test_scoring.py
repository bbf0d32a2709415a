"""Exports for scoring are what an export shows, without order, and leave an entry in the audit log first."""

from __future__ import annotations

import json

import pytest

from cli.terminal import small_case
from leakassay.case.sqlpage import load
from leakassay.cli.opening import open_existing
from leakassay.model.errors import OperatorError
from leakassay.pipeline.errands.export import tables_for_scoring
from leakassay.pipeline.errands.scoring import exports_for_scoring, with_partitions

READ = ("items", "sightings", "events", "mentions", "subjects", "evidence", "assessments")


@pytest.mark.parametrize("name", READ)
def test_a_page_that_scoring_reads_ends_with_its_order(name: str):
    assert load("report", f"export_{name}").text.rpartition("\norder by ")[1]


def test_batches_hold_what_the_export_holds():
    case = open_existing(small_case(), None)
    try:
        exports = exports_for_scoring(case, "a test of scoring")
        whole = tables_for_scoring(case, "a test of scoring")
        for name, column in (("events", "event_id"), ("sightings", "sighting_id"), ("items", "item_id")):
            batches = list(exports.batches(name, (column, "no_such_column")))
            assert {tuple(batch.column_names) for batch in batches} == {(column,)}
            found = sorted(value for batch in batches for value in batch[column].to_pylist())
            assert found == sorted(whole[name][column].to_pylist()) != []
    finally:
        case.close()


def test_partitions_bear_their_names_again():
    case = open_existing(small_case(), None)
    try:
        exports = exports_for_scoring(case, "a test of scoring")
        summary = json.loads((small_case() / "summary.json").read_text(encoding="utf-8"))
        parts = with_partitions(summary, exports)["verdict"]["partitions"]
    finally:
        case.close()
    assert [part["partition"].strip("/") for part in parts] == ["disk1", "disk2", "disk3", "disk4"]


def test_without_a_reason_there_is_nothing_to_score():
    case = open_existing(small_case(), None)
    try:
        with pytest.raises(OperatorError, match="reason"):
            exports_for_scoring(case, "")
    finally:
        case.close()
