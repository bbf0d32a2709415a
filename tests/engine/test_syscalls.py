"""The tables of two machines: complete, without doubles, and without any call that would open a way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leakassay.engine import syscalls
from leakassay.engine.syscalls import MACHINES, this_machine

WAYS_OUT = (
    "socket", "socketpair", "connect", "bind", "execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv",
    "mount", "unshare", "setns", "keyctl", "bpf", "io_uring_setup", "userfaultfd", "memfd_create", "sendmsg",
    "pidfd_getfd", "unlink", "unlinkat", "rename", "fchmod", "utimensat", "setrlimit", "prctl", "seccomp",
    "open_by_handle_at",
)  # fmt: skip


@pytest.mark.parametrize("machine", MACHINES)
def test_no_number_stands_twice(machine: str) -> None:
    numbers = MACHINES[machine].numbers
    assert len(set(numbers.values())) == len(numbers)
    assert set(MACHINES[machine].plain) < set(numbers.values())


def test_every_call_of_the_generic_table_exists_on_the_other_machine() -> None:
    assert set(MACHINES["aarch64"].numbers) < set(MACHINES["x86_64"].numbers)


def test_no_way_out_is_on_the_list() -> None:
    allowed = {line.split()[0] for line in syscalls._TABLE.splitlines() if line}
    assert allowed & set(WAYS_OUT) == set()


HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


@pytest.mark.parametrize("machine", MACHINES)
def test_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    if not HEADERS[machine].is_file():
        pytest.skip("the kernel's headers are not installed")
    found = re.findall(r"#define __NR(?:3264)?_(\w+) (\d+)", HEADERS[machine].read_text())
    due = {name: int(number) for name, number in found}
    due["newfstatat"] = due.get("newfstatat", due.get("fstatat", -1))
    wrong = {name: number for name, number in MACHINES[machine].numbers.items() if due.get(name) != number}
    assert wrong == {}


def test_a_machine_that_is_not_known_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "pdp11")
    with pytest.raises(OSError, match="aarch64"):
        this_machine.__wrapped__()
