"""The guard's handle on a zygote: start it, give it jobs, read its answers under two clocks, replace it."""

from __future__ import annotations

import math
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from fcntl import F_SETPIPE_SZ, fcntl
from typing import Any

import orjson

from leakassay.engine.cell import EXIT_OUT_OF_MEMORY, EXIT_UNCONFINED, MAX_MESSAGE_BYTES
from leakassay.engine.limits import Limits
from leakassay.engine.wire import HEAD_BYTES, Frame, Kind, parse_head
from leakassay.model.errors import ItemError, RetryableError, SandboxError
from leakassay.model.outcomes import Outcome, Reason

_PIPE_BYTES = 1 << 20
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "TZ": "UTC"}


START_SECONDS = 120
"""For imports and for compiling patterns, on a busy machine."""

KILL_SECONDS = 30
"""From an order to kill to the cell's end."""


def _receive(channel: socket.socket) -> bytes:
    """One message; empty when the other side has gone."""
    try:
        return channel.recv(MAX_MESSAGE_BYTES)
    except ConnectionResetError:
        return b""


def _spend(budget: int, length: int) -> int:
    """What is left of an answer budget.

    Raises:
        ItemError: nothing is.
    """
    if length > budget:
        raise ItemError(Reason.LIMIT_ANSWER, outcome=Outcome.REFUSED)
    return budget - length


class Zygote:
    """One zygote process and the job it is at.

    Args:
        settings: JSON settings of the run, without any key.
        warm: dotted functions to call once before the first job.
        limits: budgets.
    """

    def __init__(self, settings: Mapping[str, Any], warm: tuple[str, ...], limits: Limits) -> None:
        self._settings = orjson.dumps(dict(settings))
        self._warm = warm
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self.peak_rss_bytes = 0

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for end in (ours, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * MAX_MESSAGE_BYTES)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "leakassay.engine.cell", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a traceback may quote the profile
                env=_ENVIRONMENT,
                close_fds=True,
            )
        memory = os.memfd_create("settings", os.MFD_CLOEXEC)
        view = memoryview(self._settings)
        while view:
            view = view[os.write(memory, view) :]
        os.lseek(memory, 0, os.SEEK_SET)
        socket.send_fds(ours, [orjson.dumps({"warm": list(self._warm)})], [memory])
        os.close(memory)
        self._channel = ours
        if not select.select([ours], [], [], START_SECONDS)[0] or not _receive(ours):
            self.stop()
            raise RetryableError("a reading process did not start; run again, and try `leakassay doctor`")
        return ours

    def frames(self, said: Mapping[str, Any], fds: list[int], input_bytes: int) -> Iterator[Frame]:
        """Run a job and give its frames as they come.

        Raises:
            ItemError: the cell crashed, ran out of time or memory, or answered what it may not.
        """
        channel = self._channel or self._start()
        extra = input_bytes >> 20
        message = orjson.dumps(
            {
                **said,
                "address_space_bytes": self._limits.address_space_bytes,
                "cpu_seconds": self._limits.cpu_seconds + extra,
            }
        )
        read_end, write_end = os.pipe2(os.O_CLOEXEC)
        try:
            fcntl(read_end, F_SETPIPE_SZ, _PIPE_BYTES)
            try:
                socket.send_fds(channel, [message], [write_end, *fds])
            except (BrokenPipeError, ConnectionResetError):
                self.stop()
                channel = self._start()
                socket.send_fds(channel, [message], [write_end, *fds])
            os.close(write_end)
            write_end = -1
            yield from self._answers(read_end, input_bytes, time.monotonic() + self._limits.wall_seconds + extra)
        except GeneratorExit:
            self._abandon()
            raise
        finally:
            os.close(read_end)
            if write_end >= 0:
                os.close(write_end)

    def _answers(self, pipe: int, input_bytes: int, deadline: float) -> Iterator[Frame]:
        budget = self._limits.answer_bytes + self._limits.answer_ratio * input_bytes
        done = False
        try:
            while not done:
                head = self._exactly(pipe, HEAD_BYTES, deadline)
                if head is None:
                    break
                kind, index, table, length = parse_head(bytes(head))
                if kind is Kind.TABLE:
                    budget = _spend(budget, length)
                payload = self._exactly(pipe, length, deadline)
                if payload is None:
                    break
                done = kind is Kind.DONE
                yield Frame(kind, index, table, payload)
        except ItemError:
            self._abandon()
            raise
        ended = self._ended(deadline)
        if not done or ended is not None:
            raise ended or ItemError(Reason.CRASHED)

    def _exactly(self, pipe: int, count: int, deadline: float) -> memoryview | None:
        """Read `count` bytes; None when the cell closed the pipe before.

        Raises:
            ItemError: one of the two clocks ran out.
        """
        held = bytearray(count)
        view = memoryview(held)
        at = 0
        while at < count:
            wait = min(self._limits.silence_seconds, deadline - time.monotonic())
            if wait <= 0 or not select.select([pipe], [], [], wait)[0]:
                raise ItemError(Reason.TIMED_OUT)
            got = os.readv(pipe, [view[at:]])
            if got == 0:
                return None
            at += got
        return view

    def _ended(self, deadline: float = math.inf) -> ItemError | None:
        """Learn how the cell ended; None when well.

        A cell that has nothing more to say but does not end is killed when the clocks run out.
        """
        if self._channel is None:
            return ItemError(Reason.CRASHED)
        wait = min(self._limits.silence_seconds, max(0.0, deadline - time.monotonic()))
        if not select.select([self._channel], [], [], wait)[0]:
            self._abandon()
            return ItemError(Reason.TIMED_OUT)
        message = _receive(self._channel)
        if not message:
            self.stop()
            return ItemError(Reason.CRASHED)
        said = orjson.loads(message)
        self.peak_rss_bytes = max(self.peak_rss_bytes, said["rss"])
        status = said["status"]
        if os.WIFSIGNALED(status):
            return ItemError(Reason.TIMED_OUT if os.WTERMSIG(status) == signal.SIGXCPU else Reason.CRASHED)
        code = os.WEXITSTATUS(status)
        if code == EXIT_UNCONFINED:
            raise SandboxError(
                "a reading process could not be confined; try `leakassay doctor` to see which layer is missing"
            )
        if code == EXIT_OUT_OF_MEMORY:
            return ItemError(Reason.OUT_OF_MEMORY)
        return None if code == 0 else ItemError(Reason.CRASHED)

    def _abandon(self) -> None:
        """Have the running cell killed and forget it."""
        if self._channel is None:
            return
        try:
            self._channel.send(b'{"kill":true}')
        except (BrokenPipeError, ConnectionResetError):
            self.stop()
            return
        if not select.select([self._channel], [], [], KILL_SECONDS)[0]:
            self.stop()  # a process that outlives its kill hangs in the kernel; the zygote goes with it
            return
        self._ended()

    def stop(self) -> None:
        """End the zygote and its cells."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
