"""The board keeps the order of its rows and says None where nothing was to be measured."""

import json

import pyarrow as pa
import pytest

from leakassay.exercise.scoreboard import Row, Scoreboard, ratio, recall_precision

BOARD = Scoreboard((Row("a", "x", 0.123456, 7), Row("a", "y", None, 0), Row("b", "x", 1.0, 2)))


def test_json_has_sections_and_measures():
    assert json.loads(json.dumps(BOARD.as_json()))["a"] == {
        "x": {"value": 0.1235, "n": 7},
        "y": {"value": None, "n": 0},
    }


def test_a_value_is_found_by_its_names():
    assert BOARD.value("b", "x") == 1.0
    with pytest.raises(KeyError):
        BOARD.value("b", "z")


def test_nothing_out_of_nothing_is_not_zero():
    assert ratio(0, 0) is None
    assert ratio(1, 4) == 0.25


def test_recall_is_of_the_planted_and_precision_of_the_found_outside_damaged_copies():
    both = pa.table({"planted": [3, 1], "found": [4, 4], "met": [1, 1]})
    sound = both.slice(0, 1)
    assert recall_precision("s", "m", both, sound) == (Row("s", "m recall", 0.5, 4), Row("s", "m precision", 0.25, 4))
