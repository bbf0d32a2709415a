"""The page of detection: spans are judged by half of them, mistakes are told by shape, boards become tables."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from house.tree import ROOT

# benchmarks is no package: its folder is put on the path first
sys.path.insert(0, str(ROOT / "benchmarks"))
from calibration_plot import drawn
from span_score import mistakes, scored, shape

import detect

PERSON = [[("person", 0, 10)]]
BOARD = {
    "false assurance": {"people missed in items called read": {"value": 0.0049, "n": 1000}},
    "values": {"nhs_number recall": {"value": 0.99999, "n": 9}},
    "test classes": {},
    "test classes, names the catalogue ships": {
        "HIV recall": {"value": 1.0, "n": 3},
        "HIV precision": {"value": 0.5, "n": 6},
    },
    "calibration": {
        "postcode: mean gap": {"value": 0.1, "n": 20},
        "postcode: 0.9 to 1.0 said": {"value": 0.95, "n": 20},
        "postcode: 0.9 to 1.0 right": {"value": 0.85, "n": 20},
    },
}


@pytest.mark.parametrize(
    ("found", "recall", "precision"),
    [
        ([("person", 0, 10)], 1.0, 1.0),
        ([("person", 5, 10)], 1.0, 1.0),
        ([("person", 6, 10)], 0.0, 1.0),
        ([("person", 0, 30)], 1.0, 0.0),
        ([("telephone", 0, 10)], 0.0, 0.0),
        ([], 0.0, 0.0),
    ],
)
def test_half_of_a_span_is_enough(found, recall, precision):
    score = scored([found], PERSON)["person"]
    assert (score.recall, score.precision) == (recall, precision)
    assert score.f1 == (1.0 if recall and precision else 0.0)


def test_mistakes_are_counted_by_shape_and_say_nothing():
    found = mistakes(["Jane Smith rang 12"], [[("card", 16, 18)]], PERSON)
    assert found == {("missed", "person", "Xxx… Xxx…"): 1, ("said wrongly", "card", "99"): 1}
    assert shape("a|b\nÉ") == "x¦x⏎X"


def test_a_diagram_has_a_line_and_a_name_for_each_kind():
    said = drawn({"nhs_number": [(0.9, 0.8, 100)], "postcode": [(0.1, 0.2, 3), (0.9, 0.9, 7)]})
    assert said.count("<polyline") == 2
    assert said.count("<circle") == 3
    assert ">nhs number</text>" in said


def test_boards_become_tables_whose_shares_are_not_rounded_up(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(detect, "PICTURE", tmp_path / "calibration.svg")
    said = detect.rehearsal_told(BOARD, argparse.Namespace(people=5, events=50))
    assert "| people missed in items called read | 0.004 | at most 0.005 |" in said
    assert "| nhs_number | 0.999 | – | – |" in said
    assert "| HIV | 1.000 | 0.500 |" in said
    assert "| postcode | 0.9 to 1.0 | 0.950 | 0.850 | 20 |" in said
    assert "<polyline" in (tmp_path / "calibration.svg").read_text()


def test_random_numbers_are_no_nhs_numbers():
    columns = detect.columns_by_chance()[:20]
    assert columns == detect.columns_by_chance()[:20]
    assert detect.columns_called(columns) == 0
    valid = [number for column in columns for number in column if detect.nhs_number.is_valid(number)]
    assert detect.columns_called([valid]) == 1


@pytest.mark.field
def test_ours_finds_more_than_plain_expressions(field_data: Path):
    texts, truth = detect.labelled(field_data, detect.SETS[0])
    mine, theirs = (scored(tool(texts)[0], truth) for tool in (detect.ours, detect.plain))
    assert {kind for kind, score in mine.items() if score.f1 < theirs[kind].f1} == set()
    assert mine["person"].f1 > 0.7
    assert min(score.f1 for kind, score in mine.items() if kind != "person") > 0.9
