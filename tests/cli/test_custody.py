"""`leakassay custody`, through the installed command."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cli.terminal import leakassay, small_case


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_bag_is_checked_by_others(tmp_path: Path) -> None:
    assert "names masked" in leakassay("custody", small_case(), "--out", tmp_path / "bag").stdout
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "-c", name], cwd=tmp_path / "bag", check=True, capture_output=True)
    found = leakassay("custody", small_case(), "--out", tmp_path / "bag", check=False)
    assert (found.returncode, "--out" in found.stderr) == (2, True)


def test_a_record_in_case_uco_is_written(tmp_path: Path) -> None:
    leakassay("custody", small_case(), "--out", tmp_path / "c", "--format", "case")
    assert b"InvestigativeAction" in (tmp_path / "c" / "data" / "custody.jsonld").read_bytes()
