"""No committed file names a machine, a registry or an address that a build would call."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from house.tree import ROOT, TESTS, project_texts, shown

_HOME = re.compile(r"(?<![\w.\-/])/(?:work|root|home|Users)/\w")
_REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.org|crates\.io|proxy\.golang\.org", re.IGNORECASE)
_LOCKS = ("requirements.lock", "requirements-fuzz.lock")
_BUILD = (*_LOCKS, "pyproject.toml", "Makefile", ".ci/run")


def _holding(pattern: re.Pattern[str]) -> list[str]:
    """Files in which a pattern stands, but for this one, which has to spell it."""
    here = TESTS / "house" / Path(__file__).name
    return [shown(path) for path, text in project_texts() if path != here and pattern.search(text)]


def test_no_file_holds_a_path_of_somebodys_machine():
    """A path of ours says nothing to others, and says something about us."""
    assert _holding(_HOME) == []


def test_no_file_names_a_registry():
    """Where packages come from is the installer's configuration, not ours."""
    assert _holding(_REGISTRY) == []


@pytest.mark.parametrize("name", _BUILD)
def test_no_build_file_holds_an_address(name):
    """Neither the lock nor the build calls a host by name."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"\w+://|--(?:extra-)?index-url|--find-links|--trusted-host", text)


@pytest.mark.parametrize(("name", "least"), list(zip(_LOCKS, (21, 1), strict=True)))
def test_every_locked_package_has_its_hashes(name, least):
    """A package without a hash could be anything."""
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    assert len(entries) >= least
    assert [entry.split()[0] for entry in entries if entry.strip() and "--hash=sha256:" not in entry] == []


def _names(lines):
    return {re.split(r"[<>=!~\[; ]", line)[0].lower() for line in lines}


def test_dependencies_are_locked():
    """What pyproject asks for stands in a lock: what everybody needs in one, the fuzzer, which is heavy, in its own."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = said["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    for lock, lines in zip(_LOCKS, (asked, said["dependency-groups"]["fuzz"]), strict=True):
        text = (ROOT / lock).read_text(encoding="utf-8")
        locked = set(re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE))
        assert _names(lines) - {name.lower() for name in locked} == set()
