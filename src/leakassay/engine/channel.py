"""Messages between a guard and its zygotes: small JSON on a SEQPACKET socket, descriptors beside it."""

from __future__ import annotations

import select
import socket
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

MAX_MESSAGE_BYTES = 1 << 16
"""Everything long travels in a memory file."""

FDS_PER_MESSAGE = 250
"""The kernel passes 253 at most."""


class GoneError(Exception):
    """The other side has gone."""


def pair() -> tuple[socket.socket, socket.socket]:
    """Both ends of a channel."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(channel: socket.socket, said: Mapping[str, Any], fds: Sequence[int] = ()) -> None:
    """Send one message; descriptors that do not fit beside it follow in messages of their own.

    Raises:
        GoneError: nobody is there to take it.
    """
    try:
        socket.send_fds(channel, [orjson.dumps({**said, "fds": len(fds)})], fds[:FDS_PER_MESSAGE])
        for at in range(FDS_PER_MESSAGE, len(fds), FDS_PER_MESSAGE):
            socket.send_fds(channel, [b"{}"], fds[at : at + FDS_PER_MESSAGE])
    except (BrokenPipeError, ConnectionResetError):
        raise GoneError from None


def receive(channel: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """The next message with its descriptors.

    Raises:
        GoneError: the other side closed the channel or died, even with messages unread.
    """
    said, fds = _receive(channel)
    for _ in range(FDS_PER_MESSAGE, said["fds"], FDS_PER_MESSAGE):
        fds += _receive(channel)[1]
    return said, fds  # fewer than were sent when this process may not hold more: the cell notices


def _receive(channel: socket.socket) -> tuple[dict[str, Any], list[int]]:
    try:
        message, fds, _flags, _address = socket.recv_fds(channel, MAX_MESSAGE_BYTES, FDS_PER_MESSAGE)
    except ConnectionResetError:  # said once, when the other side died with messages unread; what it had sent follows
        return _receive(channel)
    if not message:
        raise GoneError
    return orjson.loads(message), list(fds)


def is_ready(fd: int, seconds: float) -> bool:
    """Wait until there is something to read, or the other side has gone; False when the time is over.

    `poll`, not `select`: a guard with hundreds of items open has descriptors that `select` cannot take.
    """
    waiting = select.poll()
    waiting.register(fd, select.POLLIN)
    return bool(waiting.poll(max(0.0, seconds) * 1000))
