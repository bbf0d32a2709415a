"""Progress off a terminal is one JSON line an event, with counts and never a value; quiet means silence."""

from __future__ import annotations

import json

import pytest

from leakassay.cli.progress import progress


def test_events_are_json_lines_with_counts(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(quiet=False) as tell:
        tell("stage", stage="read")
        tell("units", items=3)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert lines[0] == {"event": "stage", "stage": "read"}
    assert all(set(line) <= {"event", "stage", "items_done"} for line in lines)


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(quiet=True) as tell:
        tell("stage", stage="read")
    assert capsys.readouterr() == ("", "")
