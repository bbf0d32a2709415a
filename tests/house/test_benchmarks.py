"""Benchmarks run: each side of a comparison is done once, on little."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from leakassay.exercise.bulk import pathology_csv

CELLS = Path(__file__).resolve().parents[2] / "benchmarks" / "cells.py"


@pytest.mark.parametrize("side", [pytest.param("cells", marks=pytest.mark.slow), "bare"])
def test_the_cost_of_cells_is_measured_from_both_sides(side: str, tmp_path: Path) -> None:
    dump = tmp_path / "dump"
    dump.mkdir()
    pathology_csv(dump / "results.csv", 200, 11)
    words = ["--one", "csv", "--side", side, "--place", str(dump), "--case", str(tmp_path / "case")]
    said = subprocess.run([sys.executable, str(CELLS), *words], check=True, capture_output=True, text=True).stdout
    (seconds,) = json.loads(said)
    assert 0 < seconds < 60
