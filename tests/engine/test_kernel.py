"""Calls that Python's library lacks: they do what they say, and a refusal is an error that names the call."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from engine.forked import in_child
from leakassay.engine import kernel


def _capabilities() -> str:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith("CapEff"))


def test_a_refusal_names_the_call() -> None:
    with pytest.raises(OSError, match="prctl"):
        kernel.prctl(-1, 0)
    with pytest.raises(OSError, match="unshare"):
        kernel.unshare(1)


def test_capabilities_are_gone_for_good() -> None:
    assert set(in_child(lambda: (kernel.drop_capabilities(), _capabilities())[1])) == {"0"}


def test_a_range_of_descriptors_is_closed() -> None:
    def trial() -> str:
        fds = [os.dup(0) for _ in range(3)]
        kernel.close_range(fds[0], fds[2])
        os.fstat(fds[1])
        return "open"

    assert in_child(trial) == "EBADF"


def test_an_unknown_system_call_is_an_error() -> None:
    with pytest.raises(OSError, match="no_such_call") as caught:
        kernel.syscall("no_such_call", 5000, ())
    assert caught.value.errno == errno.ENOSYS
