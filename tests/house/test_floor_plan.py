"""The floor plan in pyproject.toml names every folder; import-linter holds who may import whom."""

from __future__ import annotations

import re
import tomllib

import pytest

from house.tree import PACKAGE, ROOT

ROOMS = {"custody", "read", "detect", "attribute", "resolve", "claims", "report"}


@pytest.fixture(scope="module")
def contracts():
    """Contracts by their id."""
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract for contract in found}


def _folders() -> set[str]:
    return {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}


def test_every_top_folder_stands_in_the_floor_plan(contracts):
    """A new folder is a wall moved: it needs a place in the plan and an ADR."""
    planned = {word for layer in contracts["floor-plan"]["layers"] for word in re.split(r"[|:\s]+", layer) if word}
    assert _folders() == planned
    assert contracts["floor-plan"]["exhaustive"] is True


def test_there_is_no_module_outside_the_rooms():
    """Beside the folders lies only the speechless package file."""
    assert [path.name for path in PACKAGE.glob("*.py")] == ["__init__.py"]


def test_every_room_is_protected(contracts):
    """A room that is not in the list could be entered from anywhere."""
    assert set(contracts["rooms"]["protected_modules"]) == {f"leakassay.{room}" for room in ROOMS}
    assert contracts["rooms"]["allowed_importers"] == ["leakassay.pipeline"]


@pytest.mark.parametrize("name", ["processes", "parsers", "linkage-library", "database", "writers"])
def test_a_contract_over_libraries_names_every_folder_but_those_it_allows(contracts, name):
    """A folder forgotten in `source_modules` would be free to import what the others may not."""
    allowed = {
        "processes": {"engine"},
        "parsers": {"custody", "read"},
        "linkage-library": {"resolve"},
        "database": {"case"},
        "writers": {"exercise", "report"},
    }
    assert set(contracts[name]["source_modules"]) == {f"leakassay.{folder}" for folder in _folders() - allowed[name]}


def test_an_ignored_import_carries_its_reason():
    """A rule is broken aloud: a comment on the line."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text[text.index("[tool.importlinter]") :]
    lines = [line for line in block.splitlines() if "->" in line]
    assert [line for line in lines if not re.search(r"#\s*\S+\s+\S+", line)] == []
