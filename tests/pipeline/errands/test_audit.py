"""The audit log for people: what they wrote is masked; showing it is a reveal of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from leakassay.case import checkpoint
from leakassay.model.errors import OperatorError
from leakassay.pipeline.errands import audit
from pipeline.corridor import opened


def test_reasons_are_masked_unless_revealed_and_that_is_an_entry(tmp_path: Path) -> None:
    with opened(tmp_path) as case:
        case.audit.append("reveal", what="export of items", reason="for Mrs Example\x1b[2J")
        said = audit.lines(case)
        assert "export of items" in said[0]
        assert "Example" not in said[0]
        with pytest.raises(OperatorError, match="reason"):
            audit.lines(case, shown=True)
        shown = audit.lines(case, shown=True, reason="review by the DPO")
        assert "for Mrs Example" in shown[0]
        assert "\x1b" not in shown[0]
        assert case.audit.head[0] == 2


def test_a_checkpoint_is_written_and_read_again(tmp_path: Path) -> None:
    with opened(tmp_path) as case:
        case.audit.append("reveal", what="x", reason="because")
        count, head = audit.write_checkpoint(case, tmp_path / "kept", None)
        found = checkpoint.load(tmp_path / "kept")
        assert (found.case_id, found.count, found.head) == (case.case_id, count, head)
        assert count == 1
    with pytest.raises(OperatorError, match="cannot be read"):
        checkpoint.load(tmp_path / "none")
