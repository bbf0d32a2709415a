"""Layer `seccomp`: a filter over system calls; what is not on the list is refused, another machine's calls kill."""

from __future__ import annotations

import ctypes
import errno
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from leakassay.engine import kernel
from leakassay.engine.syscalls import Machine, this_machine

_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
"""Codes of classic BPF: load a word of the call, compare, mask, end."""

_KILL_PROCESS, _ALLOW, _ERRNO = 0x80000000, 0x7FFF0000, 0x00050000
_REFUSE: Final = _ERRNO | errno.EPERM

_NUMBER, _ARCH = 0, 4
"""Where number and machine stand in what the kernel shows to a filter; arguments follow at 16, 8 bytes each."""

_MODE_FILTER = 1

_CLONE_THREAD = 0x10000
_CLONE_NEW = 0x7E020000
"""All flags of clone that ask for a name space."""

_FCNTL = (0, 1, 2, 3, 1030)
"""F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC: no locks on a file that the guard has open, too."""

_F_SETFL = 4
_QUIET_FLAGS = 0x3 | 0x800 | 0x8000 | 0x20000
"""Access mode, O_NONBLOCK, O_LARGEFILE of both machines: Arrow sets these on a pipe of its own."""

_IOCTL = (0x5401, 0x5413, 0x541B, 0x5450, 0x5451)
"""TCGETS, TIOCGWINSZ, FIONREAD, FIONCLEX, FIOCLEX: not FS_IOC_SETFLAGS, which would change the evidence."""

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, constant."""


class _Filter(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("filter", ctypes.POINTER(_Filter)))


def _argument(number: int, *, high: bool = False) -> Instruction:
    return (_LOAD, 0, 0, 16 + 8 * number + (4 if high else 0))


def _end(action: int) -> Instruction:
    return (_RETURN, 0, 0, action)


def _when(number: int, block: list[Instruction]) -> list[Instruction]:
    """A block that is gone through for one call only; it has to end every path in it."""
    return [(_EQUAL, 0, len(block), number), *block]


def _one_of(values: Iterable[int], argument: int) -> list[Instruction]:
    """Allow when an argument is one of a few values."""
    listed = list(values)
    checks = [(_EQUAL, len(listed) - place, 0, value) for place, value in enumerate(listed)]
    return [_argument(argument), *checks, _end(_REFUSE), _end(_ALLOW)]


def _program(machine: Machine) -> tuple[list[Instruction], list[int]]:
    """The filter, and the places where the cell's own process number has to be put."""
    call = machine.numbers
    made: list[Instruction] = [(_LOAD, 0, 0, _ARCH), (_EQUAL, 1, 0, machine.audit), _end(_KILL_PROCESS)]
    made.append((_LOAD, 0, 0, _NUMBER))
    if machine.highest:
        made += [(_AT_LEAST, 0, 1, machine.highest), _end(_KILL_PROCESS)]
    # the C library falls back to clone, whose flags a filter can see
    made += _when(call["clone3"], [_end(_ERRNO | errno.ENOSYS)])
    threads = [_argument(0), (_AND, 0, 0, _CLONE_THREAD | _CLONE_NEW), (_EQUAL, 0, 1, _CLONE_THREAD)]
    made += _when(call["clone"], [*threads, _end(_ALLOW), _end(_REFUSE)])
    own = []
    for name in ("kill", "tgkill"):  # abort() signals its own process, nobody else's
        made += _when(call[name], _one_of((0,), 0))
        own.append(len(made) - 3)
    flags = [_argument(2), (_AND, 0, 0, ~_QUIET_FLAGS & 0xFFFFFFFF), (_EQUAL, 0, 1, 0), _end(_ALLOW), _end(_REFUSE)]
    made += _when(call["fcntl"], [_argument(1), *_when(_F_SETFL, flags), *_one_of(_FCNTL, 1)])
    made += _when(call["ioctl"], _one_of(_IOCTL, 1))
    no_new_limit = [_argument(2), (_EQUAL, 0, 3, 0), _argument(2, high=True), (_EQUAL, 0, 1, 0)]
    made += _when(call["prlimit64"], [*no_new_limit, _end(_ALLOW), _end(_REFUSE)])
    plain = machine.plain
    made += [(_EQUAL, len(plain) - place, 0, number) for place, number in enumerate(plain)]
    made += [_end(_REFUSE), _end(_ALLOW)]
    return made, own


@dataclass(frozen=True)
class Filter:
    """A program that is ready but for the process number of the cell; made once per zygote.

    Attributes:
        instructions: as the kernel takes them.
        own: places that compare with the cell's own process number.
    """

    instructions: ctypes.Array[_Filter]
    own: tuple[int, ...] = ()

    def enforce(self, pid: int) -> None:
        """Put this thread under the filter for good.

        Args:
            pid: the process number of the caller, the only one that it may signal.

        Raises:
            OSError: the kernel refuses; no new privileges must have been set before.
        """
        for place in self.own:
            self.instructions[place].k = pid
        program = _Program(len(self.instructions), self.instructions)
        number = this_machine().numbers["seccomp"]
        kernel.syscall("seccomp", number, (ctypes.c_uint(_MODE_FILTER), ctypes.c_uint(0), ctypes.byref(program)))


def prepare() -> Filter:
    """The filter of cells on this machine.

    Raises:
        OSError: the machine is unknown.
    """
    made, own = _program(this_machine())
    return Filter((_Filter * len(made))(*(_Filter(*piece) for piece in made)), tuple(own))


def without(numbers: Iterable[int], error: int) -> Filter:
    """A filter that refuses some calls and allows all others: how tests take a layer away from a program."""
    block = [piece for number in numbers for piece in _when(number, [_end(_ERRNO | error)])]
    made = [(_LOAD, 0, 0, _NUMBER), *block, _end(_ALLOW)]
    return Filter((_Filter * len(made))(*(_Filter(*piece) for piece in made)))
