"""Reporting again gives what the run gave; a summary that was edited is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leakassay.case.case import Case
from leakassay.model.errors import OperatorError
from leakassay.pipeline.errands.report import compare, rebuild


def test_a_summary_agrees_with_its_tables(case: Case) -> None:
    assert compare(case) == []


def test_an_edited_summary_is_named_by_place(case: Case) -> None:
    path = case.folder / "summary.json"
    kept = path.read_text()
    said = json.loads(kept)
    said["coverage"]["closes"] = False
    path.write_text(json.dumps(said))
    assert compare(case) == ["coverage.closes"]
    path.unlink()
    with pytest.raises(OperatorError, match="missing"):
        compare(case)
    path.write_text(kept)


def test_it_is_built_again_where_asked(case: Case, tmp_path: Path) -> None:
    assert json.loads(rebuild(case, "json", tmp_path / "out").read_text())["coverage"]["closes"] is True
    assert rebuild(case, "html", tmp_path / "out").is_file()
