"""Calls to the kernel that Python's library lacks; a refusal is an `OSError` that names the call."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence

LIBC = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_GET_DUMPABLE = 3
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38

_CAPABILITY_VERSION_3 = 0x20080522
_CLOSE_RANGE = 436
"""The same number on every machine, as of all calls that are younger than Linux 5.1."""


def _checked(result: int, call: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{call}: {os.strerror(number)}")
    return result


def prctl(option: int, value: int) -> int:
    """Set or read an attribute of this process.

    Raises:
        OSError: the kernel refuses.
    """
    return _checked(int(LIBC.prctl(option, ctypes.c_ulong(value), 0, 0, 0)), "prctl")


def unshare(flags: int) -> None:
    """Leave name spaces of the parent for new ones.

    Raises:
        OSError: the kernel refuses, or this process has threads.
    """
    _checked(int(LIBC.unshare(flags)), "unshare")


def syscall(name: str, number: int, arguments: Sequence[object]) -> int:
    """Make a system call that the C library has no function for.

    Args:
        name: for the error.
        number: of the call on this machine.
        arguments: ctypes values, sized as the call wants them.

    Raises:
        OSError: the kernel refuses or does not know it.
    """
    return _checked(int(LIBC.syscall(ctypes.c_long(number), *arguments)), name)


def close_range(first: int, last: int) -> None:
    """Close descriptors `first` to `last`, both included; Linux 5.9.

    Raises:
        OSError: the kernel does not know the call.
    """
    syscall("close_range", _CLOSE_RANGE, (ctypes.c_uint(first), ctypes.c_uint(last), ctypes.c_uint(0)))


def advise(start: int, length: int, advice: int) -> bool:
    """Say how memory of this process will be used; False when the kernel does not take the advice."""
    LIBC.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return int(LIBC.madvise(start, length, advice)) == 0


class _Head(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def drop_capabilities() -> None:
    """Give up every capability, those inside a user name space too; with no new privileges none comes back.

    Raises:
        OSError: the kernel refuses.
    """
    head = _Head(_CAPABILITY_VERSION_3, 0)
    _checked(int(LIBC.capset(ctypes.byref(head), (_Sets * 2)())), "capset")
