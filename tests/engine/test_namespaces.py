"""New name spaces: nobody as user, no network, and process number one for the first child."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable

from engine.forked import NAMESPACES, forbid, in_child
from leakassay.engine import namespaces


def _inside(trial: Callable[[], object]) -> str:
    def go() -> object:
        namespaces.enter()
        return trial()

    return in_child(go)


def _unreachable() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        end.sendto(b"x", ("192.0.2.1", 9))


def _first() -> int:
    child = os.fork()
    if child == 0:
        os._exit(os.getpid())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_the_user_is_nobody() -> None:
    assert _inside(lambda: (os.getuid(), os.getgid())) == "(65534, 65534)"


def test_there_is_no_network() -> None:
    assert _inside(_unreachable) == "ENETUNREACH"


def test_the_first_child_is_process_one() -> None:
    assert _inside(_first) == "1"


def test_a_system_that_forbids_it_says_so() -> None:
    def trial() -> None:
        forbid(NAMESPACES, errno.EPERM)
        namespaces.enter()

    assert in_child(trial) == "EPERM"
