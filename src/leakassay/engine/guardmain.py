"""A guard as a process of its own: `python -I -m leakassay.engine.guardmain FD`; key and setup come over the socket."""

from __future__ import annotations

import signal
import socket
import sys

import orjson

from leakassay.case.keys import CaseKeys
from leakassay.engine import codec, confine
from leakassay.engine.guard import Guard
from leakassay.model.errors import LeakAssayError


def main(channel: socket.socket) -> None:
    """Serve units until the coordinator closes the socket."""
    confine.die_with_parent()
    confine.not_dumpable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the coordinator's to answer
    key, said = codec.receive(channel), codec.receive(channel)
    if key is None or said is None:
        return
    guard = Guard(codec.setup(said), CaseKeys(key))
    try:
        while (raw := codec.receive(channel)) is not None:
            try:
                answer = codec.dump(guard.work(codec.unit(raw)))
            except LeakAssayError as error:
                answer = orjson.dumps({"error": type(error).__name__, "message": str(error)})
            codec.send(channel, answer)
    except (BrokenPipeError, ConnectionResetError):
        return
    finally:
        guard.stop()


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
