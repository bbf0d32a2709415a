"""Layer `namespaces`: no network, and no process or IPC but their own, for a zygote and its cells, as nobody.

The first process that is forked afterwards is number one of the new process name space: when it is killed, everything
in there goes with it.
"""

from __future__ import annotations

import os

from leakassay.engine import kernel

_NEW_IPC, _NEW_UTS, _NEW_USER, _NEW_PID, _NEW_NET = 0x08000000, 0x04000000, 0x10000000, 0x20000000, 0x40000000

NOBODY = 65534
"""User and group inside; outside they stay those of the operator, which is why files need a layer of their own."""


def enter() -> None:
    """Move this process into new name spaces; process numbers change with the next fork.

    Raises:
        OSError: the system forbids it, or its limit is reached; half of it may have been done, so try in a child first.
    """
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(_NEW_USER | _NEW_NET | _NEW_PID | _NEW_IPC | _NEW_UTS)
    _write("setgroups", "deny")
    _write("uid_map", f"{NOBODY} {user} 1")
    _write("gid_map", f"{NOBODY} {group} 1")


def _write(name: str, text: str) -> None:
    fd = os.open(f"/proc/self/{name}", os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, text.encode("ascii"))
    finally:
        os.close(fd)
