"""Explain: why a finding is one, in one masked screen."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from cli.terminal import leakassay, small_case


def test_a_sighting_is_explained_on_one_masked_screen(tmp_path: Path) -> None:
    leakassay("export", small_case(), "sightings", "--format", "parquet", "--out", tmp_path / "s.parquet")
    finding = pq.read_table(tmp_path / "s.parquet")["sighting_id"][0].as_py()
    said = leakassay("explain", small_case(), finding).stdout
    assert said.startswith(f"sighting {finding}")
    assert "because" in said
    assert "subject" in said
    assert len(said.splitlines()) < 50


def test_what_is_no_id_and_what_is_nobodys_are_told_apart() -> None:
    assert "sixteen" in leakassay("explain", small_case(), "zz", check=False).stderr
    assert "bears the id" in leakassay("explain", small_case(), "00000000deadbeef", check=False).stderr
