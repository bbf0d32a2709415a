"""The summary for a terminal: what `run` and `summary` print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from leakassay.case.casefile import refuse_closed
from leakassay.model.errors import OperatorError
from leakassay.report.terminal import summary_lines


def lines(summary: dict[str, Any]) -> list[str]:
    """The numbers in words, at most forty lines."""
    return summary_lines(summary)


def kept(case: Path) -> str:
    """The text of CASE/summary.json.

    Raises:
        OperatorError: no run has come to its end yet, or the case is closed.
    """
    refuse_closed(case)
    try:
        return (case / "summary.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise OperatorError(f"{case} has no summary.json yet; `leakassay run` writes it at its end") from None


def kept_lines(case: Path) -> list[str]:
    """CASE/summary.json in words."""
    return lines(json.loads(kept(case)))
