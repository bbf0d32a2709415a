"""Devices that fail on order: `failer.c` compiled once a session and loaded before the command."""

from __future__ import annotations

import errno
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from hostile import judge

ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EMFILE": errno.EMFILE, "ENOMEM": errno.ENOMEM}

COMBINATIONS = (
    ("open", "EMFILE"), ("open", "ENOMEM"), ("open", "EIO"), ("read", "EIO"), ("write", "ENOSPC"), ("write", "EIO"),
    ("fsync", "EIO"), ("fsync", "ENOSPC"), ("rename", "EIO"), ("rename", "ENOSPC"),
)  # fmt: skip
"""Calls with the errors that a device or a process without room answers them with."""


@dataclass(frozen=True)
class Failed:
    """How a run under a failing device ended.

    Attributes:
        exit_code: of the coordinator.
        said: what it printed.
        passed: calls of the kind that were counted.
    """

    exit_code: int
    said: str
    passed: int


def compiled(folder: Path) -> Path | None:
    """The library, or None where there is no compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "failer.so"
    source = Path(__file__).with_name("failer.c")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def run(base: Path, library: Path, *words: str, stages: str = "", **orders: str) -> Failed:
    """Run with orders to the failer (`call`, `errno`, `at`, `under`, `span`, `clock`); everything in one process."""
    count = base / "temp" / "count"
    count.unlink(missing_ok=True)
    said = {f"FAILER_{name.upper()}": value for name, value in orders.items()}
    found = subprocess.run(
        judge.command(base, "--engine", "serial", *words, stages=stages),
        check=False,
        capture_output=True,
        timeout=300 * judge.PATIENCE,
        env=judge.environment(base, LD_PRELOAD=str(library), FAILER_COUNT=str(count), **said),
    )
    passed = int.from_bytes(count.read_bytes()[:8], "little") if count.exists() else 0
    text = (found.stdout + found.stderr).decode("utf-8", "backslashreplace")
    return Failed(found.returncode, text, passed)


def failing(base: Path, library: Path, call: str, error: str, at: int, *, span: int = 1, stages: str = "") -> Failed:
    """The Nth call on the case folder (for `read` and `open`: on the dump too) fails."""
    under = str(base / "case") if call in {"write", "fsync", "rename"} else str(base)
    orders = {"call": call, "errno": str(ERRORS[error]), "at": str(at), "under": under, "span": str(span)}
    return run(base, library, stages=stages, **orders)
