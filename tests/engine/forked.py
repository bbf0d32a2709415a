"""Things tried in a forked child: confined, deprived of system calls, or both."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from leakassay.engine import kernel, seccomp
from leakassay.engine.syscalls import this_machine

answer: list[int] = []
"""In a child: the descriptor that its words leave by, which has to stay open."""


def in_child(trial: Callable[[], object]) -> str:
    """What a trial gave in a child: the words of its value, or the name of its error."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            answer.append(write_end)
            try:
                said = str(trial())
            except (OSError, ValueError, MemoryError) as error:
                said = errno.errorcode.get(getattr(error, "errno", None) or 0, type(error).__name__)
            os.write(write_end, said.encode())
            code = 0
        finally:
            os._exit(code)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as file:
        said = file.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return said if status == 0 else f"ended with {status}"


def forbid(calls: Iterable[str], error: int = errno.EPERM) -> None:
    """Have the kernel refuse some system calls to this process from now on."""
    numbers = this_machine().numbers
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.without([numbers[call] for call in calls], error).enforce(os.getpid())


TESTS = str(Path(__file__).resolve().parents[1])
LANDLOCK = ("landlock_create_ruleset",)
NAMESPACES = ("unshare",)

DEPRIVED = """
import errno, os, sys
sys.path.insert(0, {tests!r})
from engine.forked import forbid
forbid({calls!r}, errno.ENOSYS)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def deprived(calls: Iterable[str], *words: str) -> list[str]:
    """A command line that runs Python with some system calls refused: a machine that lacks a layer."""
    return [sys.executable, "-c", DEPRIVED.format(tests=TESTS, calls=tuple(calls)), *words]
