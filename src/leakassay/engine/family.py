"""One family's zygote as the guard sees it: jobs go in, how their cells ended comes back, in any order."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Any

from leakassay.engine.channel import GoneError, is_ready, receive, send
from leakassay.engine.clock import WallClock


class FamilyChannel:
    """The channel to one zygote and what came back over it.

    Args:
        channel: to it.
    """

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._ended: dict[int, dict[str, Any]] = {}
        self.is_lost = False

    def give(self, said: Mapping[str, Any], fds: list[int]) -> None:
        """Hand over a job.

        Raises:
            GoneError: the zygote has died.
        """
        self._say(said, fds)

    def kill(self, job: int) -> None:
        """Have a job's cell killed.

        Raises:
            GoneError: the zygote has died, and the cell with it.
        """
        if job not in self._ended:
            self._say({"kill": job}, [])

    def _say(self, said: Mapping[str, Any], fds: list[int]) -> None:
        if self.is_lost:
            raise GoneError
        try:
            while is_ready(self._channel.fileno(), 0):  # a zygote that waits to report would not take anything
                self._take()
            send(self._channel, said, fds)
        except GoneError:
            self.close()
            raise

    def _take(self) -> None:
        said, _ = receive(self._channel)
        self._ended[said["job"]] = said

    def end_of(self, job: int, seconds: float) -> dict[str, Any] | None:
        """How a job's cell ended; None when it has not within the time.

        Raises:
            GoneError: the zygote has died before it could say so.
        """
        clock = WallClock(seconds)
        clock.run()
        while job not in self._ended:
            if self.is_lost:
                raise GoneError
            if not is_ready(self._channel.fileno(), clock.left):
                return None
            try:
                self._take()
            except GoneError:
                self.close()
                raise
        return self._ended.pop(job)

    def close(self) -> None:
        """Let the zygote go, and its cells with it."""
        if not self.is_lost:
            self.is_lost = True
            self._channel.close()
