"""Each layer of confinement, tried in a forked child."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from leakassay.engine import confine


def in_child(trial: Callable[[], bool]) -> bool:
    """Confine a child and have it try something; True when the trial says so."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            confine.confine(8 << 30, 60)
            code = 0 if trial() else 2
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _status(word: str) -> str:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(line.split(":", 1)[1].strip() for line in lines if line.startswith(word))


def _cannot_write(path: Path) -> bool:
    try:
        with path.open("wb") as file:
            file.write(b"x")
    except OSError:
        return True
    return False


def _cannot_grow() -> bool:
    try:
        bytearray(64 << 30)
    except MemoryError:
        return True
    return False


def test_no_new_privileges_can_be_had() -> None:
    assert in_child(lambda: _status("NoNewPrivs") == "1")


def test_nothing_can_be_written_to_disk(tmp_path: Path) -> None:
    assert in_child(lambda: _cannot_write(tmp_path / "x"))
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0


def test_memory_is_limited() -> None:
    assert in_child(_cannot_grow)


def test_the_terminal_is_out_of_reach() -> None:
    """A value printed by a library in a cell reaches nobody."""
    assert in_child(lambda: all(str(Path(f"/proc/self/fd/{fd}").readlink()) == os.devnull for fd in (0, 1, 2)))


def test_a_layer_that_cannot_be_had_is_an_error() -> None:
    with pytest.raises(OSError, match="prctl"):
        confine._prctl(-1, 0)
