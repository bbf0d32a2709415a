"""The papers of the project: reference pages equal what the code says, decisions have their three parts."""

from __future__ import annotations

import re
import sys

import pytest

from house.tree import PACKAGE, ROOT, shown
from leakassay.model.tables.registry import TABLES

# tools is no package: its folder is put on the path first
sys.path.insert(0, str(ROOT / "tools"))
from generate_docs import SHOWS, command_names, pages

ADRS = tuple(sorted((ROOT / "docs" / "adr").glob("*.md")))
PAPERS = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_reference_page_is_what_the_code_says(name):
    """`make docs` writes it; a page that was not written again after a change is red here."""
    path = ROOT / "docs" / "reference" / name
    assert path.is_file(), "run `make docs`"
    assert path.read_text(encoding="utf-8") == pages()[name], "run `make docs`"


def test_no_reference_page_is_left_over():
    """What is no longer generated goes."""
    assert {path.name for path in (ROOT / "docs" / "reference").iterdir()} == set(pages())


@pytest.mark.parametrize("command", command_names())
def test_every_command_is_documented(command):
    """Every command of `leakassay --help`, with each of its options."""
    assert f"## leakassay {command}\n" in (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")


def test_access_says_what_every_command_shows():
    """A command without a row in access.md is one whose output nobody thought about."""
    assert set(SHOWS) == set(command_names())


def test_the_changelog_starts_with_what_is_not_released():
    """Keep-a-Changelog form; released versions have ISO dates."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads[0] == "[Unreleased]"
    assert [head for head in heads[1:] if not re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", head)] == []
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert kinds


@pytest.mark.parametrize("path", ADRS, ids=shown)
def test_a_decision_has_context_decision_and_cost(path):
    """One page: what was so, what we do, what it costs."""
    text = path.read_text(encoding="utf-8")
    assert re.search(rf"^# {path.name[:4]} ", text), "the number stands in the title"
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "What it costs"]
    assert len(text.splitlines()) <= 80


def test_decisions_are_numbered_without_a_gap():
    """The next one is the last plus one."""
    assert [int(path.name[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("path", PAPERS, ids=shown)
def test_a_link_of_a_paper_leads_somewhere(path):
    """Links inside the project point at files that are there."""
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    inside = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in inside if not (path.parent / target).exists()] == []


def test_the_living_plan_names_every_folder_and_every_table():
    """docs/architecture.md is true to what is built."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert [name for name in sorted(folders) if f"`{name}/" not in text and f"{name}/ " not in text] == []
    assert [name for name in TABLES if f"`{name}`" not in text] == []
