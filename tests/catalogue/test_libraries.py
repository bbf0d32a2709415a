"""Every library of the page: it can be looked for, says what is lost without it, and is asked for somewhere."""

from __future__ import annotations

import re
import tomllib

import pytest

from house.tree import ROOT
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.catalogue.libraries import LIBRARIES

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
every_library = pytest.mark.parametrize("entry", LIBRARIES, ids=lambda entry: entry.name)


def test_names_are_given_once():
    """Doctor says each once."""
    names = [entry.name for entry in LIBRARIES]
    assert len(names) == len(set(names)) > 20


@every_library
def test_a_library_is_looked_for_in_one_way_and_says_its_cost(entry):
    """Of Python or of the system, never both; a library of the system has a package."""
    assert bool(entry.module) != bool(entry.shared)
    assert bool(entry.shared) == bool(entry.package)
    assert len(entry.cost.split()) >= 3


@every_library
def test_formats_that_a_library_costs_are_formats(entry):
    """Words of the catalogue."""
    assert set(entry.formats) <= {known.name for known in FORMATS}


@every_library
def test_an_extra_is_one_of_the_package(entry):
    """`pip install leakassay[extra]` is what doctor tells the operator to do."""
    assert not entry.extra or entry.extra in EXTRAS


def test_every_library_of_an_extra_that_a_run_uses_is_on_the_page():
    """A library whose lack nobody is told would be a silent gap."""
    asked = {
        re.split(r"[<>=]", line)[0]
        for extra in ("archives", "mailstores", "disk-images", "custody")
        for line in EXTRAS[extra]
    }
    told = {entry.name for entry in LIBRARIES} | {
        "libpff-python",
        "pytsk3",
        "libvhdi-python",
        "libvmdk-python",
        "libqcow-python",
    }
    assert asked - told == set()
