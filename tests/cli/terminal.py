"""The command as a user runs it, and one small case that many tests look at."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

SEED = 3


def leakassay(*words: str | Path, cwd: Path | None = None, check: bool = True) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own; with `check` a failure shows what it said."""
    found = subprocess.run(
        [sys.executable, "-m", "leakassay.cli", *map(str, words)], check=False, capture_output=True, text=True, cwd=cwd
    )
    assert not check or found.returncode == 0, found.stderr
    assert "Traceback" not in found.stdout + found.stderr
    return found


def shared() -> Path:
    """A folder that all workers of a test session share; `tests/conftest.py` makes and removes it."""
    return Path(os.environ["LEAKASSAY_TEST_SHARED"])


@contextmanager
def _making(name: str) -> Iterator[bool]:
    """True for the one worker that has to make something that all share; the others wait."""
    done = shared() / f"{name}.done"
    with (shared() / f"{name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


@cache
def rehearsal() -> Path:
    """A folder with dump, profile, claims and answer key of a small mixed leak; made once a session."""
    from leakassay.exercise.write import write

    made = shared() / "rehearsal"
    with _making("rehearsal") as is_mine:
        if is_mine:
            write(made, kind="mixed", people=60, events=600, seed=SEED)
    return made


@cache
def small_case() -> Path:
    """The case of the rehearsal, run once a session; tests read it and leave it as it is."""
    made = rehearsal()
    case = made.parent / "case"
    inputs = ("--profile", made / "profile.toml", "--claims", made / "claims.toml", "--seed", str(SEED))
    with _making("case") as is_mine:
        if is_mine:
            leakassay("run", made / "dump", "--case", case, "--quiet", *inputs)
    return case
