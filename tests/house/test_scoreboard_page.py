"""The generated scoreboard says what the boards say, names what is bad, and rounds nothing up to a whole."""

from __future__ import annotations

import sys

from house.tree import ROOT

# tools is no package: its folder is put on the path first
sys.path.insert(0, str(ROOT / "tools"))
from generate_scoreboard import page, rehearsals

BOARDS = {
    "ours": {
        "linkage": {"pairwise F1": {"value": 0.9999, "n": 10}},
        "values": {"sightings in items without people": {"value": 12.0, "n": 99}},
        "formats, values": {"csv recall": {"value": 1.0, "n": 5}, "csv precision": {"value": 0.5, "n": 5}},
        "false assurance, formats": {"pdf people missed": {"value": 0.25, "n": 4}},
        "verdict": {"disk1 is ours, said partner": {"value": 0.0, "n": 1}},
    },
    "mixed": {"linkage": {"pairwise F1": {"value": None, "n": 0}}},
}


def test_a_share_is_never_rounded_up_to_a_whole_and_nothing_is_a_dash():
    assert "| linkage: pairwise F1 | 0.999 | – |" in page(BOARDS, ["leakassay"])


def test_both_ends_of_a_format_stand_in_one_cell():
    assert "| csv | 1.000 / 0.500 | – / – |" in page(BOARDS, ["leakassay"])


def test_what_is_bad_stands_in_a_list_of_its_own_worst_first():
    bad = page(BOARDS, ["leakassay"]).split("## What is bad")[1].splitlines()
    rows = [line for line in bad if "ours" in line]
    assert [row.split(" | ")[0] for row in rows] == [
        "| verdict: disk1 is ours, said partner",
        "| formats, values: csv precision",
        "| false assurance, formats: pdf people missed",
    ]


def test_a_wrong_verdict_is_called_wrong_and_the_commands_are_printed():
    said = page(BOARDS, ["leakassay one", "leakassay two"])
    assert "| ours | disk1 is ours, said partner | wrong |" in said
    assert "    leakassay one\n    leakassay two\n" in said


def test_every_kind_is_rehearsed_and_an_option_that_is_not_there_is_left_out():
    assert [one.name for one in rehearsals("")][:5] == ["ours", "partner", "recycled", "fabricated", "mixed"]
    assert len(rehearsals("--telegram")) == len(rehearsals("")) + 1
