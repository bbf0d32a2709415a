"""Doctor: tries what a run relies on, in a real cell, and says what is missing and what that costs."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from leakassay.engine import machine
from leakassay.engine.limits import Limits
from leakassay.engine.probe import probe, states
from leakassay.pipeline.catalogue.libraries import LIBRARIES, Library

PYTHON = (3, 11)
SLOT_BYTES = 1 << 30
"""Memory of a slot at its busiest: a cell at its limit. DuckDB's is `--memory`."""

SLOW_FSYNC_SECONDS = 0.02
"""Above this small files wait for the disk more than for anything else."""

OPEN_FILES = 1024
"""Descriptors that a run needs: parts, sockets and sources of all slots."""


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: "ok", "missing" or "weak"."""

    name: str
    state: str
    note: str


def examine() -> list[Finding]:
    """Everything, in the order in which it matters."""
    return [
        Finding("system", "ok" if sys.platform == "linux" else "missing", f"{platform.system()} {platform.release()}"),
        _python(),
        _user(),
        *_wall(),
        *(_library(library) for library in LIBRARIES),
        _memory(),
        *_disk(Path.cwd()),
        _swap(),
        _clock(),
        _open_files(),
        _namespaces(),
    ]


def _wall() -> list[Finding]:
    """The layers of a cell, and what a cell was able to do when it tried to get out."""
    wall = probe(Limits())
    found = [
        Finding(
            f"layer: {name}",
            "missing" if reason else "ok",
            f"off: {reason}; `run` refuses unless it is accepted by name" if reason else "on",
        )
        for name, reason in states(wall)
    ]
    if wall.fault:
        found.append(Finding("cell", "missing", wall.fault))
    for trial, blocked in wall.attempts:
        said = "blocked" if blocked else "NOT BLOCKED"
        found.append(Finding(f"cell: {trial.name}", "ok" if blocked else "weak", f"{said} ({trial.layers})"))
    return found


def is_there(library: Library) -> bool:
    """True when a library can be loaded; Python's are looked for, not imported."""
    return machine.has_shared_library(library.shared) if library.shared else find_spec(library.module) is not None


def lacking() -> Iterator[Library]:
    """Libraries that are not here."""
    return (library for library in LIBRARIES if not is_there(library))


def system_packages() -> str:
    """SYSTEM-PACKAGES.txt of the offline bundle."""
    lines = [
        "Packages of the system that leakassay uses, by their names on Debian and its kin.",
        "",
        "python3, python3-venv      the interpreter that PYTHON names, with its venv module: always",
        "coreutils, bash            to run install.sh",
    ]
    lines += [f"{one.package}\n                           without it: {one.cost}" for one in LIBRARIES if one.package]
    return "\n".join([*lines, "", "Everything else comes as wheels with this bundle.", ""])


def _library(library: Library) -> Finding:
    if is_there(library):
        return Finding(library.name, "ok", f"for {', '.join(library.formats)}" if library.formats else "")
    source = (
        f"extra '{library.extra}': " if library.extra else f"package {library.package}: " if library.package else ""
    )
    return Finding(library.name, "missing", f"{source}{library.cost}")


def _python() -> Finding:
    version = platform.python_version()
    fits = sys.version_info[:2] >= PYTHON
    return Finding("python", "ok" if fits else "missing", version if fits else f"{version}; 3.11 or later is needed")


def _user() -> Finding:
    if os.geteuid() != 0:
        return Finding("user", "ok", "not root")
    return Finding("user", "weak", "root: what breaks out of a cell is root too; run as a user of its own")


def _memory() -> Finding:
    free, slots = machine.memory_bytes(), len(os.sched_getaffinity(0))
    needed = slots * SLOT_BYTES + 4_000_000_000
    note = f"{free / 1e9:,.1f} GB free; {slots} slots and queries of 4 GB take up to {needed / 1e9:,.1f} GB"
    return Finding("memory", "ok" if free >= needed else "weak", note)


def _disk(here: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(here).free
    yield Finding("disk", "ok" if free > 10e9 else "weak", f"{free / 1e9:,.1f} GB free here")
    try:
        seconds = machine.fsync_seconds(here)
        note = f"{seconds * 1000:,.1f} ms a write that is to last; a unit of work needs about ten"
        yield Finding("disk writes", "ok" if seconds <= SLOW_FSYNC_SECONDS else "weak", note)
    except OSError as error:
        yield Finding("disk writes", "weak", f"cannot be tried here ({error.strerror}); go where the case will lie")
    encrypted = machine.is_encrypted(here)
    note = "this folder's volume lies on dm-crypt" if encrypted else "not proven; put the case on an encrypted volume"
    yield Finding("disk encryption", "ok" if encrypted else "weak", note)


def _swap() -> Finding:
    try:
        lines = Path("/proc/swaps").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return Finding("swap", "weak", "cannot be told; swapped memory may hold patients in the clear")
    note = (
        "off"
        if not lines
        else "on: memory that holds patients may reach the disk in the clear; turn it off or encrypt it"
    )
    return Finding("swap", "weak" if lines else "ok", note)


def _clock() -> Finding:
    now = time.gmtime()
    return Finding("clock", "ok" if now.tm_year >= 2026 else "weak", time.strftime("%Y-%m-%d %H:%M UTC", now))


def _open_files() -> Finding:
    soft, hard = machine.open_files()
    note = (
        f"{soft:,} at once, {hard:,} at most; raise it with `ulimit -n`" if soft < OPEN_FILES else f"{soft:,} at once"
    )
    return Finding("open files", "ok" if soft >= OPEN_FILES else "weak", note)


def _namespaces() -> Finding:
    most = machine.user_namespaces()
    if most > 0:
        return Finding("user namespaces", "ok", f"{most:,} at most")
    note = "blocked (user.max_user_namespaces is 0)" if most == 0 else "the kernel does not say how many"
    return Finding("user namespaces", "weak", f"{note}; cells cannot be shut off from network and processes")
