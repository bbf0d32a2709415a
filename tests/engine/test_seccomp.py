"""The filter, run by a small interpreter for both machines, and by the kernel for this one."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forked import in_child
from leakassay.engine import kernel, seccomp
from leakassay.engine.syscalls import MACHINES, Machine, this_machine

ALLOWED, REFUSED, UNKNOWN, KILLED = 0x7FFF0000, 0x00050001, 0x00050000 | errno.ENOSYS, 0x80000000
NAMES = {ALLOWED: "allowed", REFUSED: "refused", UNKNOWN: "unknown", KILLED: "killed"}
OWN = 4321


def judged(machine: Machine, number: int, *arguments: int, audit: int | None = None) -> str:
    """What the filter says of a call, as the kernel would work it out."""
    program, own = seccomp._program(machine)
    for place in own:
        program[place] = (*program[place][:3], OWN)
    words = {0: number, 4: machine.audit if audit is None else audit}
    for place, value in enumerate(arguments):
        words |= {16 + 8 * place: value & 0xFFFFFFFF, 20 + 8 * place: value >> 32}
    at, held = 0, 0
    while True:
        code, if_true, if_false, constant = program[at]
        at += 1
        if code == 0x20:
            held = words.get(constant, 0)
        elif code == 0x54:
            held &= constant
        elif code == 0x06:
            return NAMES[constant]
        else:
            at += if_true if (held == constant if code == 0x15 else held >= constant) else if_false


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest) -> Machine:
    return MACHINES[request.param]


@given(name=st.sampled_from(sorted(MACHINES)), number=st.integers(0, 600), argument=st.integers(0, (1 << 64) - 1))
def test_a_call_without_conditions_is_allowed_if_it_is_on_the_list(name: str, number: int, argument: int) -> None:
    machine = MACHINES[name]
    special = {machine.numbers[one] for one in ("clone", "clone3", "fcntl", "ioctl", "kill", "tgkill", "prlimit64")}
    if number not in special:
        assert judged(machine, number, argument) == ("allowed" if number in machine.plain else "refused")


def test_calls_of_another_machine_kill(machine: Machine) -> None:
    assert judged(machine, machine.numbers["read"], audit=0x40000003) == "killed"


def test_calls_by_the_other_convention_of_this_machine_kill() -> None:
    assert judged(MACHINES["x86_64"], 0x40000000) == "killed"


@pytest.mark.parametrize(
    ("call", "arguments", "due"),
    [
        ("clone", (0x3D0F00,), "allowed"),  # as a thread is started
        ("clone", (0x01200011,), "refused"),  # as fork does
        ("clone", (0x10000 | 0x40000000,), "refused"),
        ("clone3", (0, 88), "unknown"),
        ("kill", (OWN, 9), "allowed"),
        ("kill", (1, 9), "refused"),
        ("kill", (0xFFFFFFFF, 9), "refused"),
        ("tgkill", (OWN, OWN, 6), "allowed"),
        ("tgkill", (OWN + 1, OWN, 6), "refused"),
        ("fcntl", (5, fcntl.F_GETFL), "allowed"),
        ("fcntl", (5, fcntl.F_SETLK), "refused"),
        ("fcntl", (5, fcntl.F_SETFL, 0x8801), "allowed"),
        ("fcntl", (5, fcntl.F_SETFL, 0x4000), "refused"),  # O_DIRECT
        ("fcntl", (5, fcntl.F_SETFL, 0x2000), "refused"),  # O_ASYNC
        ("ioctl", (5, 0x5401), "allowed"),
        ("ioctl", (5, 0x40086602), "refused"),  # flags of a file
        ("ioctl", (5, 0x5412), "refused"),  # a word typed into the terminal
        ("prlimit64", (0, 9, 0, 1), "allowed"),
        ("prlimit64", (0, 9, 1 << 40, 0), "refused"),
        ("prlimit64", (0, 9, 4096, 0), "refused"),
    ],
)
def test_some_calls_are_judged_by_their_arguments(
    call: str, arguments: tuple[int, ...], due: str, machine: Machine
) -> None:
    assert judged(machine, machine.numbers[call], *arguments) == due


def _filtered(trial: Callable[[], object]) -> str:
    def go() -> object:
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        seccomp.prepare().enforce(os.getpid())
        return trial()

    return in_child(go)


def _threads() -> int:
    seen: list[int] = []
    threads = [threading.Thread(target=seen.append, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(seen)


def test_this_kernel_refuses_what_the_filter_refuses() -> None:
    assert _filtered(socket.socket) == "EPERM"
    assert _filtered(os.fork) == "EPERM"
    assert _filtered(lambda: os.kill(os.getppid(), 0)) == "EPERM"
    assert _filtered(lambda: os.execv("/bin/true", ["true"])) == "EPERM"  # noqa: S606  it must not come to be


def test_what_cells_need_goes_on() -> None:
    assert _filtered(_threads) == "4"
    assert _filtered(lambda: len(os.urandom(4))) == "4"
    assert _filtered(lambda: os.kill(os.getpid(), signal.SIGTERM)) == f"ended with {-signal.SIGTERM}"


def test_a_filter_may_take_single_calls_away() -> None:
    def trial() -> object:
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        seccomp.without([this_machine().numbers["getcwd"]], errno.EXDEV).enforce(1)
        return Path.cwd()

    assert in_child(trial) == "EXDEV"
