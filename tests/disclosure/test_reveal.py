"""The audit entry lies on the disk before a value is answered."""

import json
import os
from pathlib import Path

import pytest

from leakassay.disclosure.reveal import Permit, reveal
from leakassay.model.errors import OperatorError


class FileAudit:
    """A real log: one JSON line an entry, synced."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, action: str, **facts: object) -> None:
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"action": action, **facts}) + "\n")
            stream.flush()
            os.fsync(stream.fileno())


def test_the_entry_is_on_the_disk_when_the_answer_is_made(tmp_path: Path) -> None:
    audit = FileAudit(tmp_path / "audit.log")
    seen = reveal(audit, "helpline call 17", "sightings", lambda _: audit.path.read_text(encoding="utf-8"))
    assert json.loads(seen) == {"action": "reveal", "what": "sightings", "reason": "helpline call 17"}


def test_without_a_written_entry_nothing_is_answered(tmp_path: Path) -> None:
    answered: list[Permit] = []
    with pytest.raises(FileNotFoundError):
        reveal(FileAudit(tmp_path / "gone" / "audit.log"), "helpline call 17", "sightings", answered.append)
    assert not answered


@pytest.mark.parametrize("reason", ["", "   ", "x", "       y"])
def test_a_reveal_without_a_reason_is_refused_and_not_logged(tmp_path: Path, reason: str) -> None:
    audit = FileAudit(tmp_path / "audit.log")
    with pytest.raises(OperatorError, match="needs a reason"):
        reveal(audit, reason, "sightings", lambda permit: permit)
    assert not audit.path.exists()
