"""Every line of the catalogue of sections leads to a module, a template and real tables."""

from importlib import import_module
from importlib.resources import files

import pytest

from leakassay.model.plugin import Section
from leakassay.model.tables.registry import TABLES
from leakassay.pipeline.catalogue.sections import SECTIONS


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_a_line_leads_to_a_section(section: Section) -> None:
    module = import_module(f"leakassay.report.sections.{section.module}")
    assert module.__doc__
    assert callable(module.render)
    assert files("leakassay.report").joinpath("templates", f"{section.name}.html").is_file()
    assert set(section.tables) <= set(TABLES)


def test_every_section_module_stands_in_the_catalogue() -> None:
    modules = {
        path.name.removesuffix(".py")
        for path in files("leakassay.report.sections").iterdir()
        if path.name.endswith(".py")
    }
    assert modules - {"__init__"} == {section.module for section in SECTIONS}


def test_places_and_names_are_given_once_and_the_figures_come_last() -> None:
    assert len({section.order for section in SECTIONS}) == len({section.name for section in SECTIONS}) == len(SECTIONS)
    assert max(SECTIONS, key=lambda section: section.order).name == "figures"
