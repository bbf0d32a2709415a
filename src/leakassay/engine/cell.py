"""The untrusted side: a warm zygote that forks one disposable cell a job. It holds no key and sees no path.

Started as `python -I -m leakassay.engine.cell FD`. It reads its settings from a memory file, warms what they name,
then waits on a SEQPACKET socket for jobs: one JSON message with the descriptors (answer pipe, items …) beside it.
The zygote itself never reads a byte of the dump.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from leakassay.engine import confine
from leakassay.engine.wire import Writer
from leakassay.model.item import OpenItem

EXIT_OUT_OF_MEMORY = 97
EXIT_UNCONFINED = 98
EXIT_FAULT = 99

MAX_MESSAGE_BYTES = 1 << 18
"""A job message: 64 items with names of 255 bytes fit four times."""

MAX_FDS = 128


@dataclass(frozen=True)
class Job:
    """What a work function gets.

    Attributes:
        items: the items, open.
        args: JSON arguments of this job.
        settings: JSON settings of the run.
        out: where answers go.
    """

    items: tuple[OpenItem, ...]
    args: Mapping[str, Any]
    settings: Mapping[str, Any]
    out: Writer


WorkFunction = Callable[[Job], None]


def resolve(dotted: str) -> Callable[..., Any]:
    """Import `module:function`; the names come from the product's own catalogue, never from the dump."""
    module, _, name = dotted.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def make_job(said: Mapping[str, Any], fds: list[int], settings: Mapping[str, Any], out: Writer) -> Job:
    """A job from its message and descriptors."""
    items = tuple(
        OpenItem(
            fd=fd,
            size=item["size"],
            name=bytes.fromhex(item["name"]).decode("utf-8", "surrogateescape"),
            own_bytes=item["own_bytes"],
            offset=said["offset"],
            length=said["length"],
            settings={**settings, "format": item["format"]},
        )
        for fd, item in zip(fds, said["items"], strict=True)
    )
    return Job(items, said["args"], settings, out)


def _run(said: Mapping[str, Any], fds: list[int], settings: Mapping[str, Any], parent: int) -> int:
    """Run one job inside the forked cell and say how it ended."""
    try:
        confine.confine(said["address_space_bytes"], said["cpu_seconds"])
    except OSError:
        return EXIT_UNCONFINED
    if os.getppid() != parent:  # it went between the fork and the order to die with it
        return EXIT_FAULT
    out = Writer(fds[0])
    try:
        resolve(said["fn"])(make_job(said, fds[1:], settings, out))
        out.done()
    except MemoryError:
        return EXIT_OUT_OF_MEMORY
    return 0


def _cell(said: Mapping[str, Any], fds: list[int], settings: Mapping[str, Any], parent: int) -> None:
    """Never returns: whatever happens in a cell, the process ends here with a code of its own."""
    code = EXIT_FAULT
    try:
        code = _run(said, fds, settings, parent)
    finally:
        os._exit(code)


def _receive(channel: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    message, fds, _flags, _address = socket.recv_fds(channel, MAX_MESSAGE_BYTES, MAX_FDS)
    if not message:
        return None
    return orjson.loads(message), fds


def _watch(channel: socket.socket, child: int) -> bool:
    """Wait for the cell's end, or for the guard's order to kill it; False when the guard has gone."""
    watched = os.pidfd_open(child)
    ends = [channel.fileno(), watched]
    try:
        while True:
            ready, _, _ = select.select(ends, [], [])
            if ends[0] in ready:
                order = _receive(channel)
                os.kill(child, signal.SIGKILL)
                if order is None:
                    return False
            if watched in ready:
                return True
    finally:
        os.close(watched)


class _NotHere:
    """Says at once that these are missing: pyarrow looks for them at every conversion, 0.1 ms a look along the path."""

    names = frozenset({"pandas", "dateutil"})

    @classmethod
    def find_spec(cls, name: str, path: object = None, target: object = None) -> None:
        """Refuse these names, leave everything else to the finders behind."""
        del path, target
        if name in cls.names:
            raise ModuleNotFoundError(name, name=name)


def zygote(channel: socket.socket) -> None:
    """Serve jobs until the guard closes the channel."""
    confine.die_with_parent()
    confine.not_dumpable()
    sys.meta_path.insert(0, _NotHere())
    first = _receive(channel)
    if first is None:
        return
    said, fds = first
    with os.fdopen(fds[0], "rb") as file:
        settings = orjson.loads(file.read())
    for dotted in said["warm"]:
        resolve(dotted)(settings)
    channel.send(b'{"ready":true}')
    gc.collect()
    gc.freeze()
    while (received := _receive(channel)) is not None:
        said, fds = received
        if not fds:
            continue  # an order to kill a cell that has ended meanwhile
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            channel.close()
            _cell(said, fds, settings, parent)
        for fd in fds:
            os.close(fd)
        alive = _watch(channel, child)
        _, status, usage = os.wait4(child, 0)
        if not alive:
            return
        channel.send(orjson.dumps({"status": status, "rss": usage.ru_maxrss * 1024}))


if __name__ == "__main__":
    zygote(socket.socket(fileno=int(sys.argv[1])))
