"""Recall of every reader is as the generated file says; what is measured is what the catalogue reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.catalogue.recall import measured
from needles.measure import recall
from needles.places import PLACES
from needles.planters import OF_FIELD_FILES, PLANTERS
from needles.planting import Planting
from needles.reach import reached

LETTERS = "document.letters"
READ = sorted(entry.name for entry in FORMATS if entry.reader and (entry.reader != LETTERS or entry.fallback))
"""All of those that are searched for letters alone are searched as what nobody knows is."""


def test_every_format_with_a_reader_has_its_list_of_places_and_its_measure() -> None:
    """A new reader is red here until somebody has thought about where its format hides text."""
    assert sorted(PLACES) == READ == sorted({**PLANTERS, **OF_FIELD_FILES}) == sorted(measured())


@pytest.mark.parametrize("form", sorted(PLANTERS))
def test_a_reader_reaches_what_the_file_of_measures_says(form: str) -> None:
    """Otherwise run tools/measure_recall.py and `make docs`."""
    found = recall(form)
    assert (found.planted, found.missed) == (measured()[form].planted, measured()[form].missed)


@pytest.mark.field
@pytest.mark.parametrize("form", sorted(OF_FIELD_FILES))
def test_a_reader_reaches_what_was_planted_in_field_files(form: str, field_data: Path) -> None:
    found = recall(form, field_data)
    assert (found.planted, found.missed) == (measured()[form].planted, measured()[form].missed)


@pytest.mark.parametrize("form", READ)
def test_what_is_not_reached_is_said_on_the_line_of_the_format(form: str) -> None:
    """A recall below 0.99 is excused by nothing but words that the operator can read."""
    covers = next(entry.covers for entry in FORMATS if entry.name == form)
    found = measured()[form]
    assert found.found / found.planted >= 0.99 or "not " in covers


def test_a_needle_where_nobody_looks_is_missed() -> None:
    """The measure can be red."""
    needles = Planting("text", PLACES["text"])
    for place in needles.places:
        needles(place)
    hidden = "line"
    page = "\n".join(needles(place) for place in needles.places if place != hidden)
    assert needles.missed("\n".join(reached("a.txt", page.encode()))) == [hidden]
