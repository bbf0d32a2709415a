"""Every claim check of the catalogue: one file with `check`, one test, one row."""

from __future__ import annotations

import re

import pytest

from catalogue.plugins import has_function, module_of, row_of, twin
from house.tree import PACKAGE
from leakassay.pipeline.catalogue.checks import CHECKS

every_check = pytest.mark.parametrize("entry", CHECKS, ids=lambda entry: entry.name)


def test_measures_are_given_once():
    """A claim names its measure; two checks of one name could disagree."""
    names = [entry.name for entry in CHECKS]
    assert len(names) == len(set(names)) > 5


@every_check
def test_a_check_judges_a_claim(entry):
    """`check(claim, view)`, documented, with a test of its own; unit and scope are said."""
    assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", entry.name)
    assert entry.unit
    assert entry.covers
    assert has_function(module_of("claims.checks", entry.module), "check", 2)
    assert twin("claims.checks", entry.module).is_file()


@every_check
def test_a_check_has_its_row_in_the_reference(entry):
    """docs/reference/claims.md is compiled from this page."""
    assert row_of("claims.md", f"`{entry.name}`")


def test_no_check_lies_there_unlisted():
    """A file without its line in the catalogue is never asked."""
    files = {path.stem for path in (PACKAGE / "claims" / "checks").glob("*.py")} - {"__init__"}
    assert files == {entry.module for entry in CHECKS}
