"""Crash points: named places around every durable step, at which a test has the whole run killed as a power cut would.

`LEAKASSAY_CRASH_AT=part.rename:before` kills at the first passage, `…:before:7` at the seventh in one process. Without
the variable a crash point is one comparison. The kill takes the process group: coordinator, guards and cells at once;
a guard that died alone would only be replaced. Whoever sets the variable starts the run in a session of its own.
"""

from __future__ import annotations

import os
import signal
from typing import Final

VARIABLE: Final = "LEAKASSAY_CRASH_AT"

STEPS: Final = (
    "case.write", "case.rename",                                  # a new case and its wrapped key
    "ledger.begin", "ledger.commit",                              # every transaction
    "part.write", "part.fsync", "part.rename", "part.folder",     # encrypted parts
    "spool.open", "spool.write", "spool.close", "spool.forget",   # members on their way
    "derived.commit", "derived.forget",                           # a table that replaces its predecessor
    "summary.write", "summary.rename", "dossier.write", "dossier.rename",
)  # fmt: skip
"""Durable steps; each has a point `before` and one `after`."""

POINTS: Final = tuple(f"{step}:{when}" for step in STEPS for when in ("before", "after"))


def _ordered(said: str) -> tuple[str, int]:
    """Point and passage that the environment orders; the empty name where it orders nothing."""
    name, _, count = said.rpartition(":")
    return (name, int(count)) if count.isdigit() else (said, 1)


_POINT, _PASSAGE = _ordered(os.environ.get(VARIABLE, ""))
_passed = 0


def crash_point(name: str) -> None:
    """Die here with everything of the run, when the environment orders it; harmless otherwise.

    Args:
        name: one of POINTS.
    """
    if name == _POINT:
        _pass()


def _pass() -> None:
    global _passed  # noqa: PLW0603  passages are counted over the life of the process
    _passed += 1
    if _passed >= _PASSAGE:
        os.killpg(0, signal.SIGKILL)


def inherited() -> dict[str, str]:
    """The one variable that guards are given too."""
    return {VARIABLE: os.environ[VARIABLE]} if VARIABLE in os.environ else {}
