"""The event log: one JSON line an event with ids and counts, never a value, a name or a path of the dump."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path


class EventLog:
    """The open log of a case.

    Args:
        path: `events.log` of the case.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, event: str, **facts: str | int | float | bool) -> None:
        """Add an event."""
        line = json.dumps({"at": datetime.now(UTC).isoformat(), "event": event, **facts}, sort_keys=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
