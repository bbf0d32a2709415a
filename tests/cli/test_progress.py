"""Progress off a terminal is one JSON line an event, with counts and never a value; quiet means silence."""

from __future__ import annotations

import json

import pytest

from leakassay.cli import progress as module
from leakassay.cli.progress import bytes_written, progress


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


def test_bytes_are_json_lines_with_the_seconds_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "JSON_EVERY_SECONDS", 0.0)
    with bytes_written(quiet=False) as tell:
        for done in (0, 400, 1_000):
            tell(done, 1_000)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["bytes_done"], line["bytes_total"]) for line in lines] == [(0, 1_000), (400, 1_000), (1_000, 1_000)]
    assert lines[-1]["seconds_left"] == 0
    assert all(line["event"] == "written" for line in lines)


def test_bytes_are_not_told_more_often_than_every_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    with bytes_written(quiet=False) as tell:
        for done in range(1_000):
            tell(done, 1_000)
    assert not capsys.readouterr().err


def test_quiet_tells_no_bytes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(module, "JSON_EVERY_SECONDS", 0.0)
    with bytes_written(quiet=True) as tell:
        tell(1, 2)
    assert capsys.readouterr() == ("", "")
