"""Tries to misbehave from inside a cell: what a layer forbids is tried, not assumed."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

from leakassay.engine.cell import Job
from leakassay.engine.limits import Limits
from leakassay.engine.wire import Kind
from leakassay.engine.zygote import Zygote
from leakassay.model.errors import ItemError


def _grow() -> None:
    bytearray(1 << 36)


def _write_file() -> None:
    path = Path("/tmp") / f"leakassay-probe-{os.getpid()}"  # noqa: S108  it must not come to be
    with path.open("wb") as file:
        file.write(b"x")
    path.unlink()


def _raise_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    if (soft, hard) == (0, 0):
        raise PermissionError


def _read_own_memory_as_stranger() -> None:
    if not os.access(f"/proc/{os.getpid()}/mem", os.R_OK) or _dumpable() == 0:
        raise PermissionError


def _dumpable() -> int:
    import ctypes

    return int(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))


_TRIALS: tuple[tuple[str, Callable[[], None], str], ...] = (
    ("allocate 64 GiB", _grow, "memory limit"),
    ("write a file", _write_file, "file size limit"),
    ("leave a core file", _raise_limit, "core limit"),
    ("be looked into", _read_own_memory_as_stranger, "not dumpable"),
)


def misbehave(job: Job) -> None:
    """Run in a cell: try everything and report what was blocked."""
    said = {}
    for name, trial, _layer in _TRIALS:
        try:
            trial()
        except (MemoryError, OSError):
            said[name] = True
        else:
            said[name] = False
    job.out.json(Kind.RESULT, 0, {"facts": said})


def probe(limits: Limits) -> Iterator[tuple[str, bool, str]]:
    """What was tried, whether it was blocked, and by which layer."""
    zygote = Zygote({}, (), limits)
    fd = os.memfd_create("probe", os.MFD_CLOEXEC)
    item = {"size": 0, "name": "", "own_bytes": 0, "format": ""}
    said = {"fn": "leakassay.engine.probe:misbehave", "offset": 0, "length": -1, "args": {}, "items": [item]}
    facts: dict[str, bool] = {}
    try:
        for frame in zygote.frames(said, [fd], 0):
            if frame.kind is Kind.RESULT:
                facts = frame.json()["facts"]
    except ItemError as error:
        yield "answer", False, f"the cell did not answer ({error.reason})"
        return
    finally:
        os.close(fd)
        zygote.stop()
    for name, _, layer in _TRIALS:
        yield name, bool(facts.get(name)), layer
