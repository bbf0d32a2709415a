"""The score: an assay without a mistake gets full marks, and each kind of mistake costs the mark it should cost."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.score import score

_FULL = (
    "recall",
    "precision",
    "recall of records",
    "pairwise F1",
    "cluster purity",
    "accuracy of mapped events",
    "interval contains the truth",
    "partitions right",
    "claims right",
    "outcome as expected",
)


def test_an_assay_that_found_everything_gets_full_marks(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey, perfect_summary: dict[str, object]
):
    board = score(perfect_assay, answer_key, perfect_summary)
    judged = [row for row in board.rows() if row.measure.endswith(_FULL) and row.n]
    assert len(judged) > 60
    assert [row for row in judged if row.value != 1.0] == []
    assert board.value("false assurance", "people missed in items called read") == 0.0


def test_an_assay_that_found_nothing_is_falsely_reassuring(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey
):
    nothing = {
        **perfect_assay,
        "sightings": perfect_assay["sightings"].slice(0, 0),
        "events": perfect_assay["events"].slice(0, 0),
    }
    board = score(nothing, answer_key)
    assert board.value("false assurance", "people missed in items called read") == 1.0
    assert board.value("values", "nhs_number recall") == 0.0
    assert board.value("values", "nhs_number precision") is None
    assert board.value("linkage", "pairwise F1") is None


def test_half_of_the_sightings_missing_halves_the_recall_of_records(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey
):
    sightings = perfect_assay["sightings"]
    half = {**perfect_assay, "sightings": sightings.take(list(range(0, sightings.num_rows, 2)))}
    value = score(half, answer_key).value("values", "surname recall of records")
    assert value == pytest.approx(0.5, abs=0.05)


def test_invented_values_cost_precision(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    sightings = perfect_assay["sightings"]
    wrong = pa.array(["9434765919"] * sightings.num_rows)
    place = sightings.column_names.index("nhs_number")
    broken = {**perfect_assay, "sightings": sightings.set_column(place, "nhs_number", wrong)}
    value = score(broken, answer_key).value("values", "nhs_number precision")
    assert value is not None
    assert value < 0.05


def test_joining_everybody_into_one_subject_costs_precision_and_purity(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey
):
    sightings = perfect_assay["sightings"]
    one = pa.array(["everybody"] * sightings.num_rows)
    merged = {
        **perfect_assay,
        "sightings": sightings.set_column(sightings.column_names.index("subject_id"), "subject_id", one),
    }
    board = score(merged, answer_key)
    assert board.value("linkage", "pairwise recall") == 1.0
    precision = board.value("linkage", "pairwise precision")
    assert precision is not None
    assert precision < 0.1


def test_a_missing_class_is_seen_under_its_name_alone(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    events = perfect_assay["events"]
    shipped = "test classes, names the catalogue ships"
    without = {**perfect_assay, "events": events.filter(pc.not_equal(events["test_class"], "HIV"))}
    board = score(without, answer_key)
    assert board.value(shipped, "HIV recall") == 0.0
    assert board.value(shipped, "GENERAL recall") == 1.0


def test_items_are_matched_by_content_where_paths_are_masked(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey
):
    items = perfect_assay["items"]
    masked = {**perfect_assay, "items": items.set_column(0, "item_path", pa.array(["…"] * items.num_rows))}
    board = score(masked, answer_key)
    assert board.value("values", "nhs_number recall") == 1.0
    assert board.value("linkage", "pairwise F1") == 1.0


def test_cannot_tell_is_neither_right_nor_wrong(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    summary = {"verdict": {"favours": "cannot tell", "partitions": []}}
    rows = [row for row in score(perfect_assay, answer_key, summary).rows() if row.section == "verdict"]
    assert {row.value for row in rows[:-1]} == {None}


def test_the_same_tables_give_the_same_board(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    assert score(perfect_assay, answer_key).as_json() == score(perfect_assay, answer_key).as_json()
