"""Events per class, their status and their controllers."""

from collections.abc import Mapping

import pyarrow as pa

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.align import align
from leakassay.exercise.scoring.event import by_class, by_status, controllers


def changed(assay: Mapping[str, pa.Table], column: str, value: str) -> dict[str, pa.Table]:
    events = assay["events"]
    place = events.column_names.index(column)
    return {**assay, "events": events.set_column(place, column, pa.array([value] * events.num_rows))}


def test_calling_everything_general_costs_precision_there_and_recall_elsewhere(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey
):
    board = {row.measure: row for row in by_class(align(changed(perfect_assay, "test_class", "GENERAL"), answer_key))}
    assert board["HIV recall"].value == 0.0
    assert board["GENERAL recall"].value == 1.0
    assert board["any event recall"].value == 1.0
    assert (board["GENERAL precision"].value or 0) < 1.0


def test_a_request_taken_for_a_result_is_seen(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    board = {
        (row.section, row.measure): row.value
        for row in by_status(align(changed(perfect_assay, "status", "resulted"), answer_key))
    }
    section = "status, names the catalogue ships"
    assert board[section, "requested recall"] == 0.0
    assert board[section, "resulted recall"] == 1.0
    assert board[section, "negated recall"] == 0.0


def test_unmapped_events_are_no_wrong_events(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    board = {
        row.measure: row.value
        for row in controllers(align(changed(perfect_assay, "controller", "UNMAPPED"), answer_key))
    }
    assert board == {
        "accuracy of mapped events": None,
        "recall where the record names a client of ours": 0.0,
        "recall of planted events": 0.0,
    }


def test_the_wrong_controller_costs_accuracy(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    board = {
        row.measure: row.value for row in controllers(align(changed(perfect_assay, "controller", "X77"), answer_key))
    }
    assert board["accuracy of mapped events"] == 0.0


def test_names_that_the_catalogue_does_not_ship_are_scored_apart(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey
):
    board = by_class(align(changed(perfect_assay, "test_class", ""), answer_key))
    foreign = {row.measure: row for row in board if row.section == "test classes, names it does not ship"}
    assert foreign["found as events"].value == 1.0
    assert foreign["class recognised"].value == 0.0
    shipped = [row for row in board if row.section == "test classes, names the catalogue ships"]
    assert 0 < foreign["found as events"].n < sum(row.n for row in shipped if row.measure.endswith("recall"))
    assert {row.value for row in shipped if row.measure.endswith("recall")} == {0.0}


def test_a_letter_names_no_client_and_is_not_asked_for_one(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey
):
    (_, named, overall) = controllers(align(perfect_assay, answer_key))
    assert named.value == overall.value == 1.0
    assert named.n < overall.n
