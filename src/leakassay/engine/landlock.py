"""Layer `landlock`: a cell may read Python, its libraries and the items it was handed; nothing else, and write nothing.

Paths are opened once, in the zygote; each cell makes a rule set of its own from them, adds its items, and enters it.
Without a rule for an item's descriptor a library could not open `/proc/self/fd/N` again.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from leakassay.engine import kernel
from leakassay.engine.syscalls import this_machine

_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
_ON_FILES = _EXECUTE | _WRITE | _READ
"""Rights that a rule for a file, not a folder, may name."""

_RIGHTS_BY_VERSION = ((1, 13), (2, 14), (3, 15), (5, 16))
"""From this version of the interface on, so many kinds of access to files are known."""

_VERSION_NET, _VERSION_SCOPES, _VERSION_LOG = 4, 6, 7
_PATH_BENEATH, _ASK_VERSION, _KEEP_QUIET = 1, 1, 1


class _RuleSet(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("fd", ctypes.c_int32))


def code_places() -> tuple[Path, ...]:
    """Where code lies: the interpreter's library, installed packages, the system's libraries."""
    found = [Path(entry) for entry in sys.path if entry]
    found += [Path(sys.base_prefix) / "lib", Path(sys.prefix) / "lib"]
    found += [Path(place) for place in ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")]
    there = sorted({path.resolve() for path in found if path.exists()})
    return tuple(path for path in there if not set(path.parents) & set(there))  # a rule holds for all beneath


DATA_PLACES = (
    "/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/dev/null", "/dev/urandom", "/proc/meminfo",
    "/proc/cpuinfo", "/proc/stat", "/sys/fs/cgroup", "/sys/devices/system/cpu",
)  # fmt: skip
"""What libraries read to find their way: processors, memory, time zones."""


def version() -> int:
    """Version of the interface in this kernel.

    Raises:
        OSError: the kernel has none, or it is switched off.
    """
    number = this_machine().numbers["landlock_create_ruleset"]
    return kernel.syscall("landlock_create_ruleset", number, (None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION)))


@dataclass(frozen=True)
class Ground:
    """What every cell of a zygote may read: open paths with their rights.

    Attributes:
        version: of the kernel's interface.
        places: path descriptors and the rights on what lies beneath.
    """

    version: int
    places: tuple[tuple[int, int], ...]

    def rules(self) -> int:
        """Make a rule set for one process: the places, and its own entry in /proc.

        Returns:
            Its descriptor, for `enforce`.

        Raises:
            OSError: the kernel refuses.
        """
        files = (1 << max(bits for since, bits in _RIGHTS_BY_VERSION if self.version >= since)) - 1
        wanted = _RuleSet(files, 3 if self.version >= _VERSION_NET else 0, 3 if self.version >= _VERSION_SCOPES else 0)
        size = 24 if self.version >= _VERSION_SCOPES else 16 if self.version >= _VERSION_NET else 8
        number = this_machine().numbers
        add = number["landlock_add_rule"]
        made = kernel.syscall(
            "landlock_create_ruleset",
            number["landlock_create_ruleset"],
            (ctypes.byref(wanted), ctypes.c_size_t(size), ctypes.c_uint32(0)),
        )
        for fd, rights in self.places:
            _allow(add, made, fd, rights)
        own = os.open("/proc/self", os.O_PATH | os.O_CLOEXEC)
        _allow(add, made, own, _READ | _LIST)
        os.close(own)
        return made

    def enforce(self, rules: int, items: Iterable[int]) -> None:
        """Shut this process in for good.

        Args:
            rules: as `rules` made them in this very process; closed here.
            items: descriptors that may be opened again by way of /proc/self/fd.

        Raises:
            OSError: the kernel refuses; no new privileges must have been set before.
        """
        number = this_machine().numbers
        try:
            for fd in items:
                _allow_item(number["landlock_add_rule"], rules, fd)
            # a refusal in the kernel's log would name the path that was tried: a word of the dump's choosing
            quiet = _KEEP_QUIET if self.version >= _VERSION_LOG else 0
            restrict = number["landlock_restrict_self"]
            kernel.syscall("landlock_restrict_self", restrict, (ctypes.c_int(rules), ctypes.c_uint32(quiet)))
        finally:
            os.close(rules)


def _allow(number: int, rules: int, fd: int, rights: int) -> None:
    kernel.syscall("landlock_add_rule", number, (rules, _PATH_BENEATH, ctypes.byref(_Beneath(rights, fd)), 0))


def _allow_item(number: int, rules: int, fd: int) -> None:
    try:
        _allow(number, rules, fd, _READ)
    except OSError as error:
        if error.errno != errno.EBADFD:  # a memory file lies on no file system that rules could speak of: always open
            raise


def prepare() -> Ground:
    """Open what cells may read.

    Raises:
        OSError: the kernel has no landlock.
    """
    found = version()
    places = [(path, _READ | _LIST | _EXECUTE) for path in code_places()]
    places += [(Path(name), _READ | _LIST) for name in DATA_PLACES if Path(name).exists()]
    opened = []
    for path, rights in places:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        on_folder = stat.S_ISDIR(os.fstat(fd).st_mode)
        opened.append((fd, rights if on_folder else rights & _ON_FILES))
    return Ground(found, tuple(opened))
