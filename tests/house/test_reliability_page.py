"""The generated page on reliability: a row for every place of the matrix, faults in bold, no name of a machine."""

from __future__ import annotations

import platform
import re
import sys

import pytest

from hostile.matrix import PLACES
from house.tree import ROOT

# tools is no package: its folder is put on the path first
sys.path.insert(0, str(ROOT / "tools"))
from generate_reliability import machine, page

CASE = {"kind": "case", "id": "F01", "what": "a|b", "expected": "read", "seen": "1 read", "met": True, "awaited": "",
        "seconds": 1.0}  # fmt: skip
ELSEWHERE = {"R01", "R03"}
"""Places whose page belongs to the tests of the cells."""


def test_a_case_that_is_not_met_says_what_it_waits_for_or_stands_out():
    said = page([CASE, {**CASE, "id": "F02", "met": False}, {**CASE, "id": "F03", "met": False, "awaited": "7z"}],
                date="2026-01-01", machine="2 processors")  # fmt: skip
    assert "1 of 3 are as expected" in said
    assert "| F01 | a\\|b | read | 1 read | yes | 1.0 |" in said
    assert "**no**" in said
    assert "awaits: 7z" in said


def test_of_two_notes_on_one_case_the_last_counts():
    said = page([{**CASE, "met": False}, CASE], date="2026-01-01", machine="2 processors")
    assert "1 of 1 are as expected" in said


def test_the_machine_has_no_name_on_the_page():
    assert platform.node() not in machine()


@pytest.mark.parametrize("place", [place for place in PLACES if place not in ELSEWHERE])
def test_every_place_of_the_matrix_has_a_row(place):
    written = ROOT / "docs" / "reliability.md"
    if not written.is_file():
        pytest.skip("nobody has run `make hostile` on this branch yet: there is nothing to look at")
    text = written.read_text(encoding="utf-8")
    assert re.search(rf"^\| {place}[a-z]? \|", text, re.MULTILINE), "run `make hostile`"
