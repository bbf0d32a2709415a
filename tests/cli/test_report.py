"""The report again: rebuilt from the tables, and every number held against them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from cli.terminal import leakassay, small_case


def copied(tmp_path: Path) -> Path:
    shutil.copytree(small_case(), tmp_path / "case")
    shutil.copy(small_case().with_name("case.key"), tmp_path / "case.key")
    return tmp_path / "case"


def test_the_dossier_can_be_written_again_elsewhere(tmp_path: Path) -> None:
    said = leakassay("report", copied(tmp_path), "--out", tmp_path / "out").stdout
    assert said.strip().endswith("dossier.html")
    assert (tmp_path / "out" / "dossier.html").is_file()


def test_every_number_of_a_summary_is_what_the_tables_give(tmp_path: Path) -> None:
    assert "Every number" in leakassay("report", copied(tmp_path), "--verify").stdout


def test_a_number_that_was_changed_by_hand_is_named(tmp_path: Path) -> None:
    case = copied(tmp_path)
    said = json.loads((case / "summary.json").read_text())
    said["subjects"]["best"] += 1
    (case / "summary.json").write_text(json.dumps(said))
    found = leakassay("report", case, "--verify", check=False)
    assert found.returncode == 3
    assert "differs: subjects.best" in found.stdout
