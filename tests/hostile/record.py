"""What a case, a mutation or a kill came to, as a JSON line in the log that docs/reliability.md is made of."""

from __future__ import annotations

import json
import os

VARIABLE = "LEAKASSAY_RELIABILITY_LOG"
MOST = 160
"""Characters of what was seen that stand on the page."""


def note(kind: str, **facts: object) -> None:
    """Append one line where the environment names a log; nothing otherwise. Lines of several workers do not mix.

    Args:
        kind: `case`, `mutation`, `kill`, `device` or `scale`.
        facts: what the page shows of it.
    """
    log = os.environ.get(VARIABLE)
    if not log:
        return
    line = json.dumps({"kind": kind, **facts}, sort_keys=True, default=str) + "\n"
    fd = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(fd, line.encode())
    finally:
        os.close(fd)


def short(text: str) -> str:
    """A text that fits on the page."""
    return text if len(text) <= MOST else text[: MOST - 1] + "…"
