"""Tries to break out of a real cell: what a layer forbids is tried, not assumed."""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import socket
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leakassay.engine import kernel
from leakassay.engine.cell import Job
from leakassay.engine.channel import GoneError
from leakassay.engine.confine import ACCEPTABLE, LAYERS
from leakassay.engine.limits import Limits
from leakassay.engine.wire import Kind
from leakassay.engine.zygote import Zygotes
from leakassay.model.errors import EngineError, ItemError, SandboxError

_NOWHERE = ("192.0.2.1", 9)
"""An address that is kept for documentation: nobody answers there."""

_PATIENCE_SECONDS = 0.5

_NEW_USER = 0x10000000


def _tcp() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as end:
        end.settimeout(_PATIENCE_SECONDS)
        with suppress(TimeoutError, ConnectionRefusedError):  # a packet went out
            end.connect(_NOWHERE)


def _udp() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        end.sendto(b"x", _NOWHERE)


def _unix() -> None:
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _execute() -> None:
    os.execv("/bin/true", ["true"])  # noqa: S606  it must not come to be


def _read(path: str) -> None:
    with Path(path).open("rb") as file:
        file.read(1)


def _write(folder: str) -> None:
    path = Path(folder) / f"leakassay-probe-{os.getpid()}"
    with path.open("wb") as file:
        file.write(b"x")
    path.unlink()


def _list(path: str) -> None:
    list(Path(path).iterdir())


def _called(result: int) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")


def _raise_limit() -> None:
    try:
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except ValueError:  # how Python says that the kernel refuses
        raise PermissionError from None


def _leave_a_core() -> None:
    if resource.getrlimit(resource.RLIMIT_CORE) == (0, 0) and kernel.prctl(kernel.PR_GET_DUMPABLE, 0) == 0:
        raise PermissionError


def _grow() -> None:
    bytearray(64 << 30)


def _gain_a_privilege() -> None:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    said = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    if said["NoNewPrivs"] == "1" and int(said["CapEff"], 16) == 0:
        raise PermissionError


@dataclass(frozen=True)
class Trial:
    """One attempt.

    Attributes:
        name: what is tried.
        layers: which layers stand in the way, the nearest first.
        attempt: does it; an `OSError` or a `MemoryError` means that it was blocked.
    """

    name: str
    layers: str
    attempt: Callable[[Mapping[str, Any]], None]


TRIALS = (
    Trial("connect by TCP", "seccomp, landlock, namespaces", lambda _: _tcp()),
    Trial("send by UDP", "seccomp, namespaces", lambda _: _udp()),
    Trial("open a local socket", "seccomp", lambda _: _unix()),
    Trial("start a process", "seccomp", lambda _: _fork()),
    Trial("read the list of users", "landlock", lambda _: _read("/etc/passwd")),
    Trial("read a file of the case", "landlock", lambda said: _read(said["file"])),
    Trial("write a file", "landlock, rlimits", lambda said: _write(said["folder"])),
    Trial("list a folder", "landlock", lambda _: _list("/")),
    Trial("signal the zygote", "seccomp, landlock", lambda _: os.kill(os.getppid(), 0)),
    Trial("signal a process outside", "seccomp, namespaces, landlock", lambda said: os.kill(said["process"], 0)),
    Trial("enter a name space", "seccomp", lambda _: kernel.unshare(_NEW_USER)),
    Trial("trace a process", "seccomp", lambda _: _called(int(kernel.LIBC.ptrace(0, 0, 0, 0)))),
    Trial("read a stranger's environment", "landlock, not_dumpable", lambda _: _read("/proc/1/environ")),
    Trial("read the guard's memory map", "landlock, not_dumpable", lambda said: _read(f"/proc/{said['process']}/maps")),
    Trial("list processes", "landlock", lambda _: _list("/proc")),
    Trial("raise a limit", "seccomp, rlimits", lambda _: _raise_limit()),
    Trial("allocate 64 GiB", "rlimits", lambda _: _grow()),
    Trial("leave a core file", "not_dumpable, rlimits", lambda _: _leave_a_core()),
    Trial("hold a privilege", "no_new_privs", lambda _: _gain_a_privilege()),
    Trial("run a program", "seccomp, landlock", lambda _: _execute()),  # the last: where it succeeds, the cell is gone
)


def misbehave(job: Job) -> None:
    """Run in a cell: try everything, and report each thing before the next is tried."""
    for trial in TRIALS:
        try:
            trial.attempt(job.args)
        except MemoryError:
            blocked = errno.errorcode[errno.ENOMEM]
        except OSError as error:
            blocked = errno.errorcode.get(error.errno or 0, "refused")
        else:
            blocked = ""
        job.out.json(Kind.RESULT, 0, {"name": trial.name, "blocked": blocked})


def missing_layers(accepted: frozenset[str] = frozenset()) -> dict[str, str]:
    """Why layers cannot be had on this machine, by name; tried in a process that has nothing else to do.

    Args:
        accepted: layers that may be missing.

    Raises:
        SandboxError: one is missing that was not accepted.
        EngineError: no process could be started.
    """
    zygotes = Zygotes({}, {}, Limits(), accepted)
    try:
        zygotes.start()
    except GoneError:
        raise EngineError("a reading process died while it was tried; run again") from None
    finally:
        zygotes.stop()
    return zygotes.reasons


@dataclass(frozen=True)
class Wall:
    """What was found: why layers are missing, and which attempts were blocked.

    Attributes:
        missing: reason by layer.
        attempts: trial and whether it was blocked.
        fault: why nothing could be tried; "" when it could.
    """

    missing: Mapping[str, str]
    attempts: tuple[tuple[Trial, bool], ...] = ()
    fault: str = ""


def probe(limits: Limits) -> Wall:
    """Try to break out of a cell with all the layers that can be had here."""
    zygotes = Zygotes({}, {}, limits, ACCEPTABLE)
    blocked: dict[str, bool] = {}
    fault = ""
    with tempfile.NamedTemporaryFile(prefix="leakassay-probe-") as secret:
        secret.write(b"x")
        secret.flush()
        args = {"file": secret.name, "folder": tempfile.gettempdir(), "process": os.getpid()}
        said = {"fn": "leakassay.engine.probe:misbehave", "offset": 0, "length": -1, "args": args, "items": []}
        try:
            for frame in zygotes.frames("plain", said, [], 0):
                if frame.kind is Kind.RESULT:
                    found = frame.json()
                    blocked[found["name"]] = bool(found["blocked"])
        except ItemError:  # the last attempt may have ended the cell: what was said until then counts
            fault = "" if blocked else "a cell did not answer"
        except (SandboxError, EngineError) as error:
            fault = str(error)
        finally:
            zygotes.stop()
    if fault:
        return Wall(zygotes.reasons, (), fault)
    return Wall(zygotes.reasons, tuple((trial, blocked.get(trial.name, False)) for trial in TRIALS))


def states(wall: Wall) -> list[tuple[str, str]]:
    """Each layer with "" when it is in force, or with the reason why it is not."""
    return [(name, wall.missing.get(name, "")) for name in LAYERS]
