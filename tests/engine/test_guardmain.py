"""A guard as a process: key and setup come over its socket, and it goes when the coordinator goes."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from engine.bench import KEYS, Bench
from leakassay.engine import codec
from leakassay.model.outcomes import Outcome


@pytest.fixture
def running() -> Iterator[tuple[subprocess.Popen[bytes], socket.socket]]:
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-I", "-m", "leakassay.engine.guardmain", str(theirs.fileno())]
        process = subprocess.Popen(command, pass_fds=(theirs.fileno(),))
    yield process, ours
    ours.close()
    process.kill()
    process.wait()


def test_it_answers_units_and_ends_with_its_channel(running, bench: Bench) -> None:
    process, channel = running
    codec.send(channel, KEYS.master)
    codec.send(channel, codec.dump(bench.setup))
    codec.send(channel, codec.dump(bench.ordeals("good")))
    assert codec.receipt(codec.receive(channel)).items[0].outcome is Outcome.READ
    channel.close()
    assert process.wait(20) == 0


def test_it_ends_quietly_when_no_key_comes(running) -> None:
    process, channel = running
    channel.close()
    assert process.wait(20) == 0
