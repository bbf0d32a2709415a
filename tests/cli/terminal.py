"""The command as a user runs it, and one small case that many tests look at."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import tempfile
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


@cache
def rehearsal() -> Path:
    """A folder with dump, profile, claims and answer key of a small mixed leak; made once a process."""
    from leakassay.exercise.write import write

    folder = Path(tempfile.mkdtemp(prefix="leakassay-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write(folder / "rehearsal", kind="mixed", people=60, events=600, seed=SEED)
    return folder / "rehearsal"


@cache
def small_case() -> Path:
    """The case of the rehearsal, run once a process; tests read it and leave it as it is."""
    made = rehearsal()
    case = made.parent / "case"
    inputs = ("--profile", made / "profile.toml", "--claims", made / "claims.toml", "--seed", str(SEED))
    leakassay("run", made / "dump", "--case", case, "--quiet", *inputs)
    return case
