"""Every section of the dossier: one file with `render`, one place, declared tables, one template, one test."""

from __future__ import annotations

import pytest

from catalogue.plugins import has_function, module_of, twin
from house.tree import PACKAGE
from leakassay.model.tables.registry import TABLES
from leakassay.pipeline.catalogue.sections import SECTIONS

every_section = pytest.mark.parametrize("entry", SECTIONS, ids=lambda entry: entry.name)


def test_names_and_places_are_given_once():
    """Two sections in one place would stand in the order of the lines."""
    for facet in ("name", "module", "order"):
        found = [getattr(entry, facet) for entry in SECTIONS]
        assert len(found) == len(set(found)) > 5
    assert [entry.order for entry in SECTIONS] == sorted(entry.order for entry in SECTIONS)


@every_section
def test_a_section_renders_a_view_of_declared_tables(entry):
    """`render(view) -> SectionPage`, documented, with a test of its own."""
    assert has_function(module_of("report.sections", entry.module), "render", 1)
    assert [table for table in entry.tables if table not in TABLES] == []
    assert twin("report.sections", entry.module).is_file()


def test_no_section_lies_there_unlisted():
    """A file without its line in the catalogue is never shown."""
    files = {path.stem for path in (PACKAGE / "report" / "sections").glob("*.py")} - {"__init__"}
    assert files == {entry.module for entry in SECTIONS}


def test_every_template_belongs_to_a_section():
    """Beside them stand the frame of the dossier and parts shared by sections."""
    templates = {path.stem for path in (PACKAGE / "report" / "templates").glob("*.html")}
    assert {entry.module for entry in SECTIONS} - templates == set()
