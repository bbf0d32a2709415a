"""Export: masked by default; a reveal needs a reason and leaves an audit entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from leakassay.case.case import Case
from leakassay.model.errors import OperatorError
from leakassay.pipeline.errands.export import export, tables_for_scoring


def test_an_export_is_masked(case: Case, tmp_path: Path) -> None:
    before = case.audit.head
    assert export(case, "subjects", "csv", tmp_path / "s.csv", reveal=False, reason="") > 0
    assert "lpha" not in (tmp_path / "s.csv").read_text().lower()
    assert case.audit.head == before


def test_a_reveal_is_audited_before_it_is_answered(case: Case, tmp_path: Path) -> None:
    count = case.audit.head[0]
    export(case, "subjects", "csv", tmp_path / "s.csv", reveal=True, reason="letters to patients")
    assert "alpha" in (tmp_path / "s.csv").read_text().lower()
    assert case.audit.head[0] == count + 1
    log = (case.folder / "audit.log").read_text()
    assert "letters to patients" in log
    assert "alpha" not in log.lower()


def test_a_reveal_without_a_reason_is_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(OperatorError):
        export(case, "subjects", "csv", tmp_path / "s.csv", reveal=True, reason=" ")
    assert not (tmp_path / "s.csv").exists()


def test_scoring_gets_every_export_and_an_audit_entry(case: Case) -> None:
    count = case.audit.head[0]
    assert tables_for_scoring(case, "rehearsal")["subjects"].num_rows > 0
    assert case.audit.head[0] == count + 1
