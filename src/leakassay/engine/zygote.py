"""The guard's handle on its zygotes: start them, give them jobs, read the answers under two clocks, replace what died.

Many jobs may be alive at once, each read by a generator of its own and advanced in any order. A job whose zygote died
is not lost: its reader is told so, and the next job starts a fresh zygote.
"""

from __future__ import annotations

import itertools
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from fcntl import F_SETPIPE_SZ, fcntl
from typing import Any

import orjson

from leakassay.engine import confine
from leakassay.engine.cell import EXIT_OUT_OF_MEMORY, EXIT_UNCONFINED
from leakassay.engine.channel import GoneError, is_ready, pair, receive, send
from leakassay.engine.clock import WallClock
from leakassay.engine.family import FamilyChannel
from leakassay.engine.limits import Limits
from leakassay.engine.reading import Reading
from leakassay.engine.wire import Frame
from leakassay.model.errors import ItemError, RetryableError, SandboxError
from leakassay.model.outcomes import Reason

_PIPE_BYTES = 1 << 20
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "TZ": "UTC"}

START_SECONDS = 120
"""For imports and for compiling patterns, on a busy machine."""

START_TRIES = 5
"""A zygote that is killed while it starts is started again so often; each killing takes a hand or an empty machine."""

OPTION = "--accept-weaker-sandbox"
"""How an operator accepts that a layer is missing; messages name it."""


def refuse_missing(missing: Mapping[str, str], accepted: frozenset[str]) -> None:
    """Stop when a layer is missing that was not accepted.

    Raises:
        SandboxError: names each such layer, why it cannot be had, and what to do.
    """
    lacking = [name for name in confine.LAYERS if name in missing and name not in accepted]
    if not lacking:
        return
    why = "; ".join(f"{name} ({missing[name]})" for name in lacking)
    if set(lacking) <= confine.ACCEPTABLE:
        way = f"or accept a weaker wall with {OPTION} {','.join(lacking)}"
    else:
        way = "there is no way around these"
    raise SandboxError(f"reading processes cannot be confined: {why}; see `leakassay doctor`, {way}")


def _memory(content: bytes) -> int:
    """A memory file, open at its start."""
    fd = os.memfd_create("message", os.MFD_CLOEXEC)
    view = memoryview(content)
    while view:
        view = view[os.write(fd, view) :]
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


class Zygotes:
    """The zygotes of one guard and the jobs that they are at.

    Args:
        settings: JSON settings of the run, without any key.
        warm: dotted functions to call once before the first job: by family, "" for all of them.
        limits: budgets.
        accepted: layers of confinement that may be missing.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        warm: Mapping[str, tuple[str, ...]],
        limits: Limits,
        accepted: frozenset[str] = frozenset(),
    ) -> None:
        self._settings = orjson.dumps(dict(settings))
        self._warm = {family: list(dotted) for family, dotted in warm.items()}
        self._limits = limits
        self._accepted = accepted
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._families: dict[str, FamilyChannel] = {}
        self._numbers = itertools.count(1)
        self.reasons: dict[str, str] = {}
        """Why a layer is missing, by its name; known after the first start."""
        self.peak_rss_bytes = 0
        confine.room_for_descriptors()

    @property
    def missing(self) -> frozenset[str]:
        """Accepted layers that are really missing; known after the first start."""
        return frozenset(self.reasons) & self._accepted

    def start(self) -> None:
        """Start the root, unless it runs; the first job does so by itself.

        Raises:
            GoneError: it died on its way.
            RetryableError: it does not answer.
            SandboxError: a layer is missing and was not accepted.
        """
        if self._channel is not None:
            return
        ours, theirs = pair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "leakassay.engine.zygotemain", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a traceback may quote the profile
                env=_ENVIRONMENT,
                close_fds=True,
            )
        self._channel = ours
        memory = _memory(self._settings)
        try:
            send(ours, {"warm": self._warm, "accepted": sorted(self._accepted)}, [memory])
            self.reasons = _first_word(ours)["missing"]
            refuse_missing(self.reasons, self._accepted)
        except (GoneError, RetryableError, SandboxError):
            self.stop()
            raise
        finally:
            os.close(memory)

    def _family(self, name: str) -> FamilyChannel:
        """The zygote of a family, started on demand.

        Raises:
            GoneError: it or the root died on its way.
        """
        found = self._families.get(name)
        if found is not None and not found.is_lost:
            return found
        self.start()
        ours, theirs = pair()
        try:
            with theirs:
                send(self._channel, {"family": name}, [theirs.fileno()])  # type: ignore[arg-type]  # start() made it
            _first_word(ours)
        except (GoneError, RetryableError):
            ours.close()
            self.stop()  # families cannot be had from this root: they warm up and die, or it is dead
            raise
        self._families[name] = FamilyChannel(ours)
        return self._families[name]

    def _give(self, name: str, said: Mapping[str, Any], fds: list[int]) -> FamilyChannel:
        """Hand a job to a zygote that takes it.

        Raises:
            RetryableError: zygotes die as soon as they are started.
        """
        for _ in range(START_TRIES):
            try:
                family = self._family(name)
                family.give(said, fds)
            except GoneError:
                continue
            return family
        raise RetryableError("a reading process did not start; run again, and try `leakassay doctor`")

    def frames(self, family: str, said: Mapping[str, Any], fds: list[int], input_bytes: int) -> Iterator[Frame]:
        """Run a job and give its frames as they come; a generator that is closed kills its cell.

        Args:
            family: whose zygote forks the cell.
            said: the job.
            fds: descriptors of its items.
            input_bytes: bytes that the job reads: limits grow with them.

        Raises:
            ItemError: the cell crashed, ran out of time or memory, or answered what it may not.
            LostError: the zygote died.
        """
        extra = input_bytes >> 20
        clock = WallClock(self._limits.wall_seconds + extra)
        budget = self._limits.answer_bytes + self._limits.answer_ratio * input_bytes
        head = {
            "job": next(self._numbers),
            "address_space_bytes": self._limits.address_space_bytes,
            "cpu_seconds": self._limits.cpu_seconds + extra,
        }
        read_end, write_end = os.pipe2(os.O_CLOEXEC)
        message = _memory(orjson.dumps(dict(said)))
        try:
            fcntl(read_end, F_SETPIPE_SZ, _PIPE_BYTES)
            zygote = self._give(family, head, [message, write_end, *fds])
        except BaseException:
            os.close(read_end)
            raise
        finally:
            os.close(write_end)
            os.close(message)
        reading = Reading(zygote, head["job"], read_end, clock, self._limits.silence_seconds)
        try:
            clock.run()
            for frame in reading.frames(budget):
                clock.pause()
                yield frame
                clock.run()
            self._note_end(reading.ended())
        finally:
            os.close(read_end)
            self._note(reading.abandon())

    def _note(self, said: Mapping[str, Any] | None) -> None:
        if said is not None:
            self.peak_rss_bytes = max(self.peak_rss_bytes, said["rss"])

    def _note_end(self, said: Mapping[str, Any]) -> None:
        """Judge how a cell ended that has said all it had to say.

        Raises:
            ItemError: not well.
            SandboxError: it could not be confined.
        """
        self._note(said)
        status = said["status"]
        if os.WIFSIGNALED(status):
            raise ItemError(Reason.TIMED_OUT if os.WTERMSIG(status) == signal.SIGXCPU else Reason.CRASHED)
        code = os.WEXITSTATUS(status)
        layer = code - EXIT_UNCONFINED
        if 0 <= layer < len(confine.LAYERS):
            refuse_missing({confine.LAYERS[layer]: "a cell could not enter it"}, frozenset())
        if code == EXIT_OUT_OF_MEMORY:
            raise ItemError(Reason.OUT_OF_MEMORY)
        if code or not said["whole"]:
            raise ItemError(Reason.CRASHED)

    def stop(self) -> None:
        """End the zygotes and their cells."""
        for family in self._families.values():
            family.close()
        self._families.clear()
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _first_word(channel: socket.socket) -> dict[str, Any]:
    """What a process says when it has started.

    Raises:
        GoneError: it died.
        RetryableError: it says nothing.
    """
    if not is_ready(channel.fileno(), START_SECONDS):
        raise RetryableError("a reading process did not start in time; run again, and try `leakassay doctor`")
    return receive(channel)[0]
