"""`leakassay case`: close, hold and move, through the installed command; a closed case answers nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.terminal import leakassay, rehearsal, small_case

REASON = ("--reason", "retention period ended")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    shutil.copytree(small_case(), tmp_path / "case")
    shutil.copy(small_case().with_name("case.key"), tmp_path / "case.key")
    return tmp_path / "case"


@pytest.mark.slow
def test_every_command_says_that_a_closed_case_is_closed(case: Path, tmp_path: Path) -> None:
    shutil.copy(tmp_path / "case.key", tmp_path / "copy.key")
    assert "is closed" in leakassay("case", "close", case, *REASON).stdout
    key = ("--key-file", tmp_path / "copy.key")
    for words in (
        ("verify", case, *key), ("summary", case), ("status", case), ("report", case, *key), ("audit", case, *key),
        ("explain", case, "00", *key), ("export", case, "items", *key), ("seal", case, *key), ("keys", "list", case),
        ("custody", case, "--out", tmp_path / "o"), ("case", "close", case, *REASON), ("case", "hold", case, *REASON),
        ("case", "move", case, tmp_path / "n"), ("run", rehearsal() / "dump", "--case", case, "--quiet", *key),
    ):  # fmt: skip
        found = leakassay(*words, check=False)
        assert (found.returncode, "was closed at" in found.stderr) == (2, True), words


def test_a_hold_is_put_and_released(case: Path) -> None:
    leakassay("case", "hold", case, "--reason", "order of the court")
    found = leakassay("case", "close", case, *REASON, check=False)
    assert (found.returncode, "legal hold" in found.stderr) == (2, True)
    leakassay("case", "hold", case, "--release", "--reason", "order lifted")
    leakassay("case", "close", case, *REASON)


def test_a_moved_case_goes_on_in_its_new_place(case: Path, tmp_path: Path) -> None:
    leakassay("case", "move", case, tmp_path / "archive")
    assert "Everything matches." in leakassay("verify", tmp_path / "archive").stdout
    assert leakassay("verify", case, check=False).returncode == 2
