"""A machine without user name spaces: doctor says so, run refuses, and goes on only when that is accepted by name."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.forked import NAMESPACES, deprived

Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def poor(tmp_path: Path) -> Cli:
    """The command on a machine where `unshare` is refused."""
    (tmp_path / "dump").mkdir()
    (tmp_path / "dump" / "note.txt").write_text("The analyser was serviced on Monday.\n")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        line = deprived(NAMESPACES, "-m", "leakassay.cli", *words)
        return subprocess.run(line, check=False, capture_output=True, text=True, cwd=tmp_path)

    return run


def test_doctor_says_which_layer_is_off_and_why(poor: Cli) -> None:
    lines = poor("doctor").stdout.splitlines()
    (off,) = [line for line in lines if "layer: namespaces" in line]
    assert off.startswith("missing")
    assert "off: unshare" in off
    assert [line.split()[0] for line in lines if "layer: " in line].count("ok") == 5


def test_run_refuses_until_told_otherwise_and_then_says_so_everywhere(poor: Cli, tmp_path: Path) -> None:
    found = poor("run", "dump", "--case", "case", "--quiet")
    assert found.returncode == 2
    assert "namespaces" in found.stderr
    assert "--accept-weaker-sandbox namespaces" in found.stderr
    assert not (tmp_path / "case" / "summary.json").exists()

    found = poor("run", "dump", "--case", "case", "--quiet", "--accept-weaker-sandbox", "namespaces")
    assert found.returncode == 0, found.stderr
    assert "beware: files of the dump were read behind a weaker wall: layer namespaces" in found.stdout
    first = json.loads((tmp_path / "case" / "events.log").read_text().splitlines()[0])
    assert (first["event"], first["weaker_sandbox"]) == ("run_started", "namespaces")
    assert "weaker wall" in json.loads((tmp_path / "case" / "summary.json").read_text())["warnings"][0]
    assert "weaker wall" in (tmp_path / "case" / "report" / "dossier.html").read_text()


@pytest.mark.parametrize("word", ["rlimits", "everything"])
def test_a_word_that_cannot_be_accepted_is_refused(word: str, poor: Cli) -> None:
    found = poor("run", "dump", "--accept-weaker-sandbox", word)
    assert found.returncode == 2
    assert word in found.stderr
