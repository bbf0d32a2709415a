"""Rehearsals from the terminal: write one, score a case against it."""

from __future__ import annotations

import json
from pathlib import Path

from cli.terminal import leakassay, rehearsal, small_case


def test_a_rehearsal_is_written_and_never_overwritten(tmp_path: Path) -> None:
    asked = ("exercise", "write", tmp_path / "r", "--kind", "ours", "--people", "40", "--events", "300")
    assert "Answer key" in leakassay(*asked).stdout
    assert leakassay(*asked, check=False).returncode == 2


def test_a_score_measures_recall_and_verdicts() -> None:
    board = json.loads(leakassay("exercise", "score", small_case(), rehearsal() / "answer-key", "--json").stdout)
    assert board["values"]["nhs_number recall"]["value"] > 0.95
    assert board["verdict"]["the dump is mixed, said mixed"]["value"] == 1


def test_a_score_is_audited(tmp_path: Path) -> None:
    leakassay("exercise", "score", small_case(), rehearsal() / "answer-key")
    assert "scoring" in (small_case() / "audit.log").read_text()
