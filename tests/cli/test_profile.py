"""The profile: a commented start, and a check that names the fault."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import leakassay, rehearsal


def test_a_new_profile_passes_its_own_check(tmp_path: Path) -> None:
    leakassay("profile", "new", tmp_path / "org.toml")
    assert "no fault found" in leakassay("profile", "check", tmp_path / "org.toml").stdout
    assert leakassay("profile", "new", tmp_path / "org.toml", check=False).returncode == 2


def test_the_profile_of_a_rehearsal_passes() -> None:
    assert "no fault found" in leakassay("profile", "check", rehearsal() / "profile.toml").stdout


def test_a_file_that_is_named_but_missing_is_said(tmp_path: Path) -> None:
    (tmp_path / "org.toml").write_text(
        '[organisation]\nname = "X"\n[[roll]]\nname = "p"\npath = "gone.csv"\nsecret_file = "s"\n'
    )
    found = leakassay("profile", "check", tmp_path / "org.toml", check=False)
    assert found.returncode == 2
    assert "gone.csv" in found.stderr
