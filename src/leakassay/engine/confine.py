"""The layers of a cell, in their order. One that cannot be had ends the cell, unless accepted by name."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from leakassay.engine import kernel, landlock, namespaces, seccomp

LAYERS: Final = ("rlimits", "no_new_privs", "not_dumpable", "namespaces", "landlock", "seccomp")
"""Every layer, by name: what `doctor` tries, and what stands in ledger, log and dossier when it is missing."""

ACCEPTABLE: Final = frozenset({"namespaces", "landlock", "seccomp"})
"""Layers that an operator may do without; the others every Linux has."""

DESCRIPTORS: Final = 1024
"""Open files of a cell: 512 items and what libraries open."""


class MissingLayerError(OSError):
    """A layer cannot be had and was not accepted.

    Args:
        layer: its name.
        reason: what the kernel said.
    """

    def __init__(self, layer: str, reason: str) -> None:
        super().__init__(f"{layer}: {reason}")
        self.layer = layer


@dataclass(frozen=True)
class Kit:
    """What a zygote prepares once for all of its cells.

    Attributes:
        accepted: layers that may be missing.
        ground: what cells may read; None when landlock cannot be had.
        program: their filter; None when seccomp cannot be had.
        missing: why a layer cannot be had, by its name.
    """

    accepted: frozenset[str] = frozenset()
    ground: landlock.Ground | None = None
    program: seccomp.Filter | None = None
    missing: dict[str, str] = field(default_factory=dict)


def prepare(accepted: Iterable[str] = (), missing: dict[str, str] | None = None) -> Kit:
    """Prepare the layers; what cannot be had is noted, and refused by the first cell.

    Args:
        accepted: layers that may be missing.
        missing: what is known to be missing already.
    """
    noted = dict(missing or {})
    ground, program = None, None
    try:
        ground = landlock.prepare()
    except OSError as error:
        noted["landlock"] = _words(error)
    try:
        program = seccomp.prepare()
    except OSError as error:
        noted["seccomp"] = _words(error)
    return Kit(frozenset(accepted) & ACCEPTABLE, ground, program, noted)


def _words(error: OSError) -> str:
    return error.strerror or str(error)


def die_with_parent() -> None:
    """Be killed when the parent goes: no orphan keeps a file of the dump open."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)


def not_dumpable() -> None:
    """No core file, no ptrace, no /proc/pid/mem for others: memory may hold keys or patients."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)


def first_to_go() -> None:
    """Where it may be asked, ask the kernel to end this process and its children first when memory runs out."""
    with contextlib.suppress(OSError), Path("/proc/self/oom_score_adj").open("wb", buffering=0) as file:
        file.write(b"1000")


def room_for_descriptors() -> None:
    """Raise the number of files that this process may open as far as it goes: a batch brings hundreds."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _limit(address_space_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (address_space_bytes, address_space_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _no_new_privileges() -> None:
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.drop_capabilities()


def _close_all_but(kept: Iterable[int]) -> None:
    """Close what a cell was not given: channels, paths, descriptors of its siblings."""
    low = 3
    for fd in sorted(kept):
        if fd > low:
            kernel.close_range(low, fd - 1)
        low = fd + 1
    kernel.close_range(low, (1 << 32) - 1)


def _no_terminal() -> None:
    null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.close(null)


class Confinement:
    """The layers of one process, entered in two steps: `begin` before its job is known, `finish` once it is.

    Args:
        kit: the layers, prepared.
    """

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._rules = -1
        self.missing: dict[str, str] = {}
        """Accepted layers that are missing, each with the reason."""

    def begin(self) -> None:
        """Whatever no item and no limit is needed for.

        Raises:
            MissingLayerError: a layer cannot be had and was not accepted; the caller must not go on.
        """
        _no_terminal()
        die_with_parent()
        self._had("no_new_privs", _no_new_privileges)
        self._had("not_dumpable", not_dumpable)
        self._had("namespaces", lambda: _refuse_if(self._kit.missing.get("namespaces")))
        self._had("landlock", self._make_rules)

    def finish(self, address_space_bytes: int, cpu_seconds: int, items: Iterable[int] = (), answer: int = -1) -> None:
        """Confine this process for good, and leave it its items and its answer pipe, no other descriptor.

        Raises:
            MissingLayerError: a layer cannot be had and was not accepted; the caller must not go on.
        """
        held = list(items)
        self._had("rlimits", lambda: _limit(address_space_bytes, cpu_seconds))
        if "landlock" not in self.missing:
            self._had("landlock", lambda: self._enter_rules(held))
        _close_all_but([*held, answer] if answer >= 0 else held)
        program = self._kit.program
        self._had("seccomp", lambda: program.enforce(os.getpid()) if program else self._lacking("seccomp"))

    def _had(self, name: str, apply: Callable[[], None]) -> None:
        try:
            apply()
        except OSError as error:
            if name not in self._kit.accepted:
                raise MissingLayerError(name, _words(error)) from None
            self.missing[name] = _words(error)

    def _make_rules(self) -> None:
        if self._kit.ground is None:
            self._lacking("landlock")
        else:
            self._rules = self._kit.ground.rules()

    def _enter_rules(self, items: list[int]) -> None:
        if self._kit.ground is None:
            self._lacking("landlock")
        else:
            self._kit.ground.enforce(self._rules, items)

    def _lacking(self, name: str) -> None:
        _refuse_if(self._kit.missing.get(name, "it was not prepared"))


def confine(
    kit: Kit, address_space_bytes: int, cpu_seconds: int, items: Iterable[int] = (), answer: int = -1
) -> dict[str, str]:
    """Confine this process for good, in one go.

    Returns:
        Accepted layers that are missing, each with the reason.

    Raises:
        MissingLayerError: a layer cannot be had and was not accepted; the caller must not go on.
    """
    confinement = Confinement(kit)
    confinement.begin()
    confinement.finish(address_space_bytes, cpu_seconds, items, answer)
    return confinement.missing


def _refuse_if(reason: str | None) -> None:
    if reason is not None:
        raise OSError(reason)


def trial() -> dict[str, str]:
    """Try every layer in a child of this process, the name spaces too.

    Returns:
        What cannot be had here, each with the reason; everything when the child does not answer.
    """
    read_end, write_end = os.pipe2(os.O_CLOEXEC)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.write(write_end, "\n".join(f"{name} {reason}" for name, reason in _try_all(write_end).items()).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as file:
        said = file.read().decode()
    _, status = os.waitpid(child, 0)
    if status:
        return dict.fromkeys(LAYERS, "the trial did not end well")
    return dict(line.split(" ", 1) for line in said.splitlines())


def _try_all(answer: int) -> dict[str, str]:
    missing: dict[str, str] = {}
    try:
        namespaces.enter()
    except OSError as error:
        missing["namespaces"] = _words(error)
    try:
        return missing | confine(prepare(ACCEPTABLE, missing), 4 << 30, 60, answer=answer)
    except MissingLayerError as error:
        return missing | {error.layer: _words(error)}
