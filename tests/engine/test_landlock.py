"""What a cell may read, tried in a child behind the rules."""

from __future__ import annotations

import ctypes.util
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.forked import LANDLOCK, forbid, in_child
from leakassay.engine import kernel, landlock


def behind(trial: Callable[[], object], *items: int) -> str:
    """Try something behind the rules."""

    def go() -> object:
        ground = landlock.prepare()
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        ground.enforce(ground.rules(), items)
        return trial()

    return in_child(go)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_bytes(b"secret")
    return path


def test_python_and_its_libraries_can_be_read_and_loaded() -> None:
    assert behind(lambda: len(Path(os.__file__).read_bytes()) > 1000) == "True"
    assert behind(lambda: __import__("lzma").__name__) == "lzma"
    library = ctypes.util.find_library("archive") or "libm.so.6"
    assert behind(lambda: ctypes.CDLL(library)._name) == library


def test_nothing_else_can_be_read_listed_or_written(secret: Path) -> None:
    assert behind(secret.read_bytes) == "EACCES"
    assert behind(lambda: list(secret.parent.iterdir())) == "EACCES"
    assert behind(lambda: Path("/etc/passwd").read_bytes()) == "EACCES"
    assert behind(lambda: (secret.parent / "new").write_bytes(b"x")) == "EACCES"
    assert behind(lambda: Path(os.__file__).write_bytes(b"")) == "EACCES"
    assert behind(secret.unlink) == "EACCES"
    assert secret.read_bytes() == b"secret"


def test_an_item_can_be_opened_again_by_its_descriptor_only(secret: Path) -> None:
    """As libraries do that want a path."""
    with secret.open("rb") as file:
        again = Path(f"/proc/self/fd/{file.fileno()}")
        assert behind(again.read_bytes, file.fileno()) == "b'secret'"
        assert behind(again.read_bytes) == "EACCES"
        assert behind(lambda: again.write_bytes(b"x"), file.fileno()) == "EACCES"


def test_a_memory_file_can_be_opened_again() -> None:
    fd = os.memfd_create("item")
    os.write(fd, b"member")
    assert behind(lambda: Path(f"/proc/self/fd/{fd}").read_bytes(), fd) == "b'member'"
    os.close(fd)


def test_the_rules_of_one_cell_are_not_those_of_the_next(secret: Path) -> None:
    """All cells of a zygote share its open paths, not a rule set."""
    ground = landlock.prepare()

    def trial(*items: int) -> object:
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        ground.enforce(ground.rules(), items)
        return secret.read_bytes()

    with secret.open("rb") as file:
        assert in_child(lambda: trial(file.fileno())) == "b'secret'"
        assert in_child(trial) == "EACCES"


def test_a_kernel_without_it_says_so() -> None:
    def trial() -> None:
        forbid(LANDLOCK, errno.EOPNOTSUPP)
        landlock.prepare()

    assert in_child(trial) == "ENOTSUP"


def test_places_of_code_come_from_the_interpreter() -> None:
    script = "from leakassay.engine.landlock import code_places; import sys; print(*code_places(), sep='\\n')"
    found = subprocess.run([sys.executable, "-I", "-c", script], check=True, capture_output=True, text=True).stdout
    assert any(Path(os.__file__).is_relative_to(place) for place in found.splitlines())
    assert "/" not in found.splitlines()
