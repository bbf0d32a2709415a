"""The demo: a rehearsal from end to end that says where the dossier is and replaces only itself."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import leakassay


def test_a_demo_prints_the_scoreboard_and_where_the_dossier_is(tmp_path: Path) -> None:
    said = leakassay("demo", "--scale", "tiny", "--out", tmp_path / "demo", "--quiet", cwd=tmp_path).stdout
    assert "Scoreboard" in said
    dossier = next(line.split()[-1] for line in said.splitlines() if line.startswith("Dossier:"))
    assert (tmp_path / dossier).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "key lies beside the case" in said


def test_a_folder_that_holds_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    assert leakassay("demo", "--out", tmp_path, check=False).returncode == 2
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_an_unknown_scale_is_refused(tmp_path: Path) -> None:
    assert leakassay("demo", "--scale", "huge", "--out", tmp_path / "d", check=False).returncode == 2
