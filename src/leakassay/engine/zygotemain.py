"""Zygotes, started as `python -I -m leakassay.engine.zygotemain FD`: a root a guard, from it one a reader family.

The root enters the name spaces as their first process, warms what all families need, and forks a zygote for each family
that is asked for. A family's zygote warms its own readers, then forks a cell for each job, several at a time. None of
them reads a byte of the dump: jobs are passed on to cells unread, names of items included.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

import orjson

from leakassay.engine import confine, heap, namespaces
from leakassay.engine.channel import GoneError, pair, receive, send


class _NotHere:
    """Says at once that these are missing: pyarrow looks for them at every conversion, 0.1 ms a look along the path."""

    names = frozenset({"pandas", "dateutil"})

    @classmethod
    def find_spec(cls, name: str, path: object = None, target: object = None) -> None:
        """Refuse these names, leave everything else to the finders behind."""
        del path, target
        if name in cls.names:
            raise ModuleNotFoundError(name, name=name)


def main(channel: socket.socket) -> None:
    """Say which layers are missing; go on as the root when those are accepted, until the guard closes the channel."""
    said, (settings_fd,) = receive(channel)
    confine.room_for_descriptors()
    confine.first_to_go()
    missing = confine.trial()
    send(channel, {"missing": missing})
    if set(missing) - set(said["accepted"]):
        return
    if "namespaces" not in missing:
        namespaces.enter()
        first = os.fork()  # process number one of the new name space
        if first:
            confine.die_with_parent()
            channel.close()
            os.waitpid(first, 0)
            return
    confine.die_with_parent()
    confine.not_dumpable()
    with os.fdopen(settings_fd, "rb") as file:
        settings = orjson.loads(file.read())
    _root(channel, said["warm"], settings, confine.prepare(said["accepted"], missing))


def _root(channel: socket.socket, warm: Mapping[str, list[str]], settings: Mapping[str, Any], kit: confine.Kit) -> None:
    """Warm the base, then fork a zygote for each family that is asked for."""
    sys.meta_path.insert(0, _NotHere())
    os.register_at_fork = _no_hook
    _warm(warm.get("", ()), settings, "")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for families, nor for their orphans
    _settle()
    while True:
        said, (end,) = receive(channel)
        root = os.getpid()
        if os.fork():
            os.close(end)
            continue
        code = 1
        try:
            channel.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            confine.die_with_parent()
            if os.getppid() == root:
                _family(socket.socket(fileno=end), warm.get(said["family"], ()), settings, kit, said["family"])
            code = 0
        finally:
            os._exit(code)


def _no_hook(**_functions: object) -> None:
    """In the place of `os.register_at_fork`: cells have one thread and no use for a random state of their own.

    What `threading`, `logging` and `random` do in every child costs 0.6 ms, for each of a million cells.
    """


def _settle() -> None:
    """Leave as little as can be for each fork to copy."""
    gc.collect()
    gc.freeze()

    heap.pack()


def _warm(dotted: list[str] | tuple[str, ...], settings: Mapping[str, Any], family: str) -> None:
    from leakassay.engine.cell import resolve

    for name in dotted:
        resolve(name)({**settings, "family": family})


def _family(
    channel: socket.socket, warm: list[str] | tuple[str, ...], settings: Mapping[str, Any], kit: confine.Kit, name: str
) -> None:
    """Warm the readers of one family and serve its jobs until the guard closes the channel."""
    _warm(warm, settings, name)
    _settle()
    send(channel, {"ready": True})
    try:
        _Family(channel, settings, kit).serve()
    except GoneError:
        return


class _Spare(NamedTuple):
    """A cell that waits for its job."""

    process: int
    channel: socket.socket


class _Family:
    """Jobs of one family and the cells that are at them."""

    def __init__(self, channel: socket.socket, settings: Mapping[str, Any], kit: confine.Kit) -> None:
        self._channel = channel
        self._settings = settings
        self._kit = kit
        self._cells: dict[int, tuple[int, int]] = {}
        """Job and process by the descriptor that watches the process."""
        self._spare: _Spare | None = None
        self._poll = select.poll()
        self._poll.register(channel.fileno(), select.POLLIN)

    def serve(self) -> None:
        """Take orders and report ends; when there is nothing to do, fork the cell of the next job.

        Raises:
            GoneError: the guard has gone; the cells go with this process.
        """
        while True:
            events = self._poll.poll(0) if self._spare is None else self._poll.poll()
            if not events:
                self._spare = self._fork()
                events = self._poll.poll()
            for fd, _ in events:
                if fd == self._channel.fileno():
                    self._order()
                else:
                    self._report(fd)

    def _order(self) -> None:
        said, fds = receive(self._channel)
        if "kill" in said:
            for job, process in self._cells.values():
                if job == said["kill"]:
                    os.kill(process, signal.SIGKILL)
            return
        self._start(said, fds)
        for fd in fds:
            os.close(fd)

    def _start(self, said: Mapping[str, Any], fds: list[int]) -> None:
        """Give a job to the cell that waits; to a fresh one when there is none, or it died waiting."""
        cell = self._given(self._spare, said, fds) or self._given(self._fork(), said, fds)
        self._spare = None
        if cell is None:  # no room for a further process
            from leakassay.engine.cell import EXIT_OUT_OF_MEMORY

            send(self._channel, {"job": said["job"], "status": EXIT_OUT_OF_MEMORY << 8, "rss": 0})
            return
        watched = os.pidfd_open(cell.process)
        self._cells[watched] = said["job"], cell.process
        self._poll.register(watched, select.POLLIN)

    @staticmethod
    def _given(cell: _Spare | None, said: Mapping[str, Any], fds: list[int]) -> _Spare | None:
        """The cell that has the job now; None when there is none to take it."""
        if cell is None:
            return None
        with cell.channel, suppress(GoneError):
            send(cell.channel, said, fds)
            return cell
        os.waitpid(cell.process, 0)  # it died waiting, and its end of the channel with it
        return None

    def _fork(self) -> _Spare | None:
        """A cell without a job; None when there is no room for one."""
        from leakassay.engine.cell import enter

        parent = os.getpid()
        ours, theirs = pair()
        with theirs:
            try:
                child = os.fork()
            except OSError:
                ours.close()
                return None
            if child == 0:
                ours.close()
                self._channel.close()  # an order to a zygote that died may not find an end in a cell that outlives it
                enter(theirs, self._settings, self._kit, parent)
        return _Spare(child, ours)

    def _report(self, watched: int) -> None:
        job, process = self._cells.pop(watched)
        self._poll.unregister(watched)
        os.close(watched)
        _, status, usage = os.wait4(process, 0)
        send(self._channel, {"job": job, "status": status, "rss": usage.ru_maxrss * 1024})


if __name__ == "__main__":
    try:
        main(socket.socket(fileno=int(sys.argv[1])))
    except GoneError:
        sys.exit(0)
