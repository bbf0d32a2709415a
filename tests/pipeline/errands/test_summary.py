"""The summary for a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leakassay.model.errors import OperatorError
from leakassay.pipeline.errands.summary import kept, kept_lines


def test_a_kept_summary_is_told_on_one_screen(finished: Path) -> None:
    assert json.loads(kept(finished / "case"))["coverage"]["closes"] is True
    assert 0 < len(kept_lines(finished / "case")) <= 40


def test_a_case_without_one_says_who_writes_it(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="leakassay run"):
        kept(tmp_path)
