"""`leakassay audit`: the list, the checkpoint and mending, through the installed command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.terminal import leakassay, small_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    shutil.copytree(small_case(), tmp_path / "case")
    shutil.copy(small_case().with_name("case.key"), tmp_path / "case.key")
    leakassay("export", tmp_path / "case", "items", "--reveal", "--reason", "for the tests", "--out", tmp_path / "out")
    return tmp_path / "case"


def test_the_list_needs_a_key_and_masks_reasons(case: Path) -> None:
    said = leakassay("audit", case).stdout
    assert "export of items as csv" in said
    assert "for the tests" not in said
    assert "for the tests" in leakassay("audit", case, "--reveal", "--reason", "a review of it").stdout
    case.with_name("case.key").unlink()
    assert leakassay("audit", case, check=False).returncode == 2


def test_a_cut_tail_is_found_with_the_checkpoint_only(case: Path, tmp_path: Path) -> None:
    leakassay("audit", case, "--checkpoint", tmp_path / "kept")
    assert "Everything matches." in leakassay("verify", case, "--checkpoint", tmp_path / "kept").stdout
    log = case / "audit.log"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    assert leakassay("verify", case).returncode == 0
    found = leakassay("verify", case, "--checkpoint", tmp_path / "kept", check=False)
    assert (found.returncode, "are gone" in found.stdout) == (3, True)


def test_a_torn_log_is_said_to_be_one_and_mended_with_a_reason(case: Path) -> None:
    log = case / "audit.log"
    log.write_bytes(log.read_bytes()[:-9])
    found = leakassay("audit", case, check=False)
    assert (found.returncode, "--mend" in found.stderr) == (3, True)
    assert leakassay("audit", case, "--mend", check=False).returncode == 2
    assert "tail_set_aside" in leakassay("audit", case, "--mend", "--reason", "the power went").stdout
    assert leakassay("audit", case).returncode == 0
