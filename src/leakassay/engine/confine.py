"""Layers that confine a cell. Today: no terminal, no dump of its memory, no new privileges, resource limits."""

from __future__ import annotations

import ctypes
import os
import resource
import signal

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38

LAYERS = ("rlimits", "no_new_privs", "not_dumpable")
"""Layers in force, by name; what `doctor` tries and what the dossier names."""


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def die_with_parent() -> None:
    """Be killed when the parent goes: no orphan keeps a file of the dump open."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def not_dumpable() -> None:
    """No core file, no ptrace, no /proc/pid/mem for others: memory may hold keys or patients."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_PR_SET_DUMPABLE, 0)


def confine(address_space_bytes: int, cpu_seconds: int) -> None:
    """Confine this process for good.

    Raises:
        OSError: a layer cannot be had; the caller must not go on.
    """
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.close(null)
    die_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (address_space_bytes, address_space_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    not_dumpable()
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
