"""A process that reads files for docs/reading.md: a tool that hangs, crashes or eats memory costs one file."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import tempfile
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from compare_words import Said, said

SECONDS = 90
"""Longest reading of one file; pdfminer needs a third of it for the largest."""

MEMORY_BYTES = 6 << 30
"""Address space; native libraries reserve more than they use."""


def _serve(channel: Connection) -> None:
    """Read what is asked for until the other end closes."""
    home = tempfile.mkdtemp(prefix="leakassay-compare-")
    os.environ.update(HOME=home, XDG_CACHE_HOME=home)  # some tools keep what they read in a cache
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)  # libraries speak of what they meet, and that is the file's content
    while True:
        try:
            module, name, path, keep_text = channel.recv()
        except EOFError:
            return
        try:
            channel.send(said(getattr(import_module(module), name)(Path(path)), keep_text=keep_text))
        except Exception as error:  # noqa: BLE001  what a foreign library raises is its own; it has not read the file
            with contextlib.suppress(OSError):
                channel.send(type(error).__name__)


class Worker:
    """One such process, started when it is needed and anew when it was lost."""

    def __init__(self) -> None:
        self._process: multiprocessing.process.BaseProcess | None = None
        self._channel: Connection | None = None

    def ask(self, read: Callable[..., object], path: Path, *, keep_text: bool = False) -> Said | str:
        """Have one file read.

        Returns:
            What was found, or the name of the error, "timed out" or "crashed".
        """
        if self._process is None or self._channel is None:
            start = multiprocessing.get_context("spawn")
            self._channel, theirs = start.Pipe()
            self._process = start.Process(target=_serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        self._channel.send((read.__module__, read.__name__, str(path), keep_text))
        try:
            if self._channel.poll(SECONDS):
                answer: Said | str = self._channel.recv()
                return answer
        except EOFError:
            self.close()
            return "crashed"
        self.close()
        return "timed out"

    def close(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._channel = None
