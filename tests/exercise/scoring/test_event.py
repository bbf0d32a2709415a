"""Events per class, their status and their controllers."""

from collections.abc import Mapping

import pyarrow as pa

from exercise.scoring.conftest import Seen, Spoil
from leakassay.exercise.scoring.event import by_class, by_status, controllers


def test_calling_everything_general_costs_precision_there_and_recall_elsewhere(seen: Seen, spoil: Spoil):
    board = {row.measure: row for row in by_class(seen(spoil("events", "test_class", "GENERAL")))}
    assert board["HIV recall"].value == 0.0
    assert board["GENERAL recall"].value == 1.0
    assert board["any event recall"].value == 1.0
    assert (board["GENERAL precision"].value or 0) < 1.0


def test_a_request_taken_for_a_result_is_seen(seen: Seen, spoil: Spoil):
    board = {(row.section, row.measure): row.value for row in by_status(seen(spoil("events", "status", "resulted")))}
    section = "status, names the catalogue ships"
    assert board[section, "requested recall"] == 0.0
    assert board[section, "resulted recall"] == 1.0


def test_unmapped_events_are_no_wrong_events(seen: Seen, spoil: Spoil):
    board = {row.measure: row.value for row in controllers(seen(spoil("events", "controller", "UNMAPPED")))}
    assert board["accuracy of mapped events"] is None
    assert board["trusts: accuracy of mapped events"] is None
    assert board["recall where the record names a client of ours"] == board["recall of planted events"] == 0.0


def test_the_wrong_controller_costs_accuracy(seen: Seen, spoil: Spoil):
    board = {row.measure: row.value for row in controllers(seen(spoil("events", "controller", "X77")))}
    assert board["accuracy of mapped events"] == 0.0
    assert board["other bodies: accuracy of mapped events"] == 0.0


def test_controllers_are_scored_by_what_they_are(perfect_assay: Mapping[str, pa.Table], seen: Seen, spoil: Spoil):
    perfect = {row.measure: row for row in controllers(seen(perfect_assay))}
    trusts = {row.measure: row for row in controllers(seen(spoil("events", "controller", "X01")))}
    asked = "recall where the record names a client of ours"
    assert perfect[f"trusts: {asked}"].value == perfect[f"GP practices: {asked}"].value == 1.0
    assert perfect[f"trusts: {asked}"].n + perfect[f"GP practices: {asked}"].n == perfect[asked].n
    assert trusts[f"GP practices: {asked}"].value == 0.0
    assert 0.0 < (trusts[f"trusts: {asked}"].value or 0) <= 1.0
    assert (trusts["trusts: accuracy of mapped events"].value or 1) < 1.0


def test_names_that_the_catalogue_does_not_ship_are_scored_apart(seen: Seen, spoil: Spoil):
    board = by_class(seen(spoil("events", "test_class", "")))
    foreign = {row.measure: row for row in board if row.section == "test classes, names it does not ship"}
    assert foreign["found as events"].value == 1.0
    assert foreign["class recognised"].value == 0.0
    shipped = [row for row in board if row.section == "test classes, names the catalogue ships"]
    assert foreign["found as events"].n > 0
    assert sum(row.n for row in shipped if row.measure.endswith("recall")) > 0
    assert {row.value for row in shipped if row.measure.endswith("recall") and row.n} == {0.0}


def test_a_record_that_names_no_client_is_not_asked_for_one(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    board = {row.measure: row for row in controllers(seen(perfect_assay))}
    named, overall = board["recall where the record names a client of ours"], board["recall of planted events"]
    assert named.value == overall.value == 1.0
    assert named.n < overall.n
