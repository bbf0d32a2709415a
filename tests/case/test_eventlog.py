"""The event log: one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path

from leakassay.case.eventlog import EventLog


def test_events_follow_each_other_with_their_facts(tmp_path: Path) -> None:
    for number in range(2):
        EventLog(tmp_path / "log").append("unit_done", items=number)
    said = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [(event["event"], event["items"]) for event in said] == [("unit_done", 0), ("unit_done", 1)]
    assert all(event["at"].endswith("+00:00") for event in said)
