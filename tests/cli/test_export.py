"""Exports: masked unless revealed; a reveal needs a reason and stands in the audit log."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq

from cli.terminal import leakassay, small_case


def test_an_export_is_masked_and_has_every_row(tmp_path: Path) -> None:
    leakassay("export", small_case(), "sightings", "--format", "parquet", "--out", tmp_path / "s.parquet")
    table = pq.read_table(tmp_path / "s.parquet")
    assert table.num_rows > 100
    assert not any(value and value.isdigit() for value in table["nhs_number"].to_pylist())


def test_a_reveal_needs_a_reason_and_is_in_the_audit_log(tmp_path: Path) -> None:
    shutil.copytree(small_case(), tmp_path / "case")
    shutil.copy(small_case().with_name("case.key"), tmp_path / "case.key")
    log = tmp_path / "case" / "audit.log"
    before = log.read_text().count('"action":"reveal"') if log.exists() else 0  # other tests may have scored the case
    asked = ("export", tmp_path / "case", "subjects", "--out", tmp_path / "s.csv", "--reveal")
    assert leakassay(*asked, check=False).returncode == 2
    assert not (tmp_path / "s.csv").exists()
    leakassay(*asked, "--reason", "a test of the audit log")
    assert log.read_text().count('"action":"reveal"') == before + 1


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    found = leakassay("export", small_case(), "secrets", "--out", tmp_path / "x", check=False)
    assert found.returncode == 2
    assert "sightings" in found.stderr
