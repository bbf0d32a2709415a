"""System calls that a cell may make, by name, with their numbers on x86-64 and on aarch64.

The list is what CPython 3.11, glibc and the libraries of readers were seen to need; what opens a socket, starts a
process, loads code into another one, or changes a file is not in it. Numbers: the kernel's `unistd_64.h` and its
generic `unistd.h`, which aarch64 uses.
"""

from __future__ import annotations

import functools
import platform
from dataclasses import dataclass
from typing import Final

_TABLE: Final = """
read                 0    63
write                1    64
pread64             17    67
mmap                 9   222
munmap              11   215
madvise             28   233
futex              202    98
brk                 12   214
close                3    57
fstat                5    80
lseek                8    62
mprotect            10   226
mremap              25   216
msync               26   227
readv               19    65
writev              20    66
preadv             295    69
open                 2     -
openat             257    56
stat                 4     -
lstat                6     -
newfstatat         262    79
statx              332   291
access              21     -
faccessat          269    48
faccessat2         439   439
readlink            89     -
readlinkat         267    78
getdents            78     -
getdents64         217    61
getcwd              79    17
statfs             137    43
fstatfs            138    44
fadvise64          221   223
dup                 32    23
dup2                33     -
dup3               292    24
pipe                22     -
pipe2              293    59
eventfd2           290    19
close_range        436   436
poll                 7     -
ppoll              271    73
select              23     -
pselect6           270    72
epoll_create1      291    20
epoll_ctl          233    21
epoll_wait         232     -
epoll_pwait        281    22
rt_sigaction        13   134
rt_sigprocmask      14   135
rt_sigreturn        15   139
rt_sigtimedwait    128   137
sigaltstack        131   132
restart_syscall    219   128
sched_yield         24   124
sched_getaffinity  204   123
sched_getparam     143   121
sched_getscheduler 145   120
sched_get_priority_max 146 125
sched_get_priority_min 147 126
getcpu             309   168
nanosleep           35   101
clock_nanosleep    230   115
clock_gettime      228   113
clock_getres       229   114
gettimeofday        96   169
time               201     -
times              100   153
getpid              39   172
getppid            110   173
gettid             186   178
getuid             102   174
geteuid            107   175
getgid             104   176
getegid            108   177
getgroups          115   158
uname               63   160
sysinfo             99   179
getrusage           98   165
getrlimit           97   163
getrandom          318   278
membarrier         324   283
rseq               334   293
set_tid_address    218    96
set_robust_list    273    99
futex_waitv        449   449
arch_prctl         158     -
exit                60    93
exit_group         231    94
"""
"""Allowed whatever their arguments; the busiest first. "-" where the machine has no such call."""

_JUDGED: Final = """
clone               56   220
clone3             435   435
fcntl               72    25
ioctl               16    29
kill                62   129
tgkill             234   131
prlimit64          302   261
"""
"""Allowed or not by their arguments: see `seccomp.py`."""

_OURS: Final = """
seccomp            317   277
landlock_create_ruleset 444 444
landlock_add_rule  445   445
landlock_restrict_self 446 446
unshare            272    97
"""
"""What the layers themselves, and those who test them, have to call or to forbid."""


@dataclass(frozen=True)
class Machine:
    """One kind of processor as the kernel's filters see it.

    Attributes:
        audit: its AUDIT_ARCH number, which every filtered call carries.
        plain: numbers of calls that are allowed, the busiest first.
        numbers: number of every call named in this module, by name.
        highest: first number that belongs to another calling convention (x32); 0 where there is none.
    """

    audit: int
    plain: tuple[int, ...]
    numbers: dict[str, int]
    highest: int


def _numbers(table: str, column: int) -> dict[str, int]:
    rows = [line.split() for line in table.split("\n") if line]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def _machine(audit: int, column: int, highest: int) -> Machine:
    plain = _numbers(_TABLE, column)
    numbers = plain | _numbers(_JUDGED, column) | _numbers(_OURS, column)
    return Machine(audit, tuple(plain.values()), numbers, highest)


MACHINES: Final = {
    "x86_64": _machine(0xC000003E, 1, 0x40000000),
    "aarch64": _machine(0xC00000B7, 2, 0),
}


@functools.cache
def this_machine() -> Machine:
    """The table of the machine that we run on.

    Raises:
        OSError: it is neither of the two.
    """
    found = MACHINES.get(platform.machine())
    if found is None:
        raise OSError(f"system calls of {platform.machine()} are not known; x86_64 or aarch64 was expected")
    return found
