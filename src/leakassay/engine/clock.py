"""The wall clock of a job: it runs only while somebody waits for the job's cell."""

from __future__ import annotations

import time


class WallClock:
    """A budget of seconds that can be paused.

    Args:
        seconds: the budget.
    """

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._since: float | None = None

    def run(self) -> None:
        """Go on."""
        self._since = time.monotonic()

    def pause(self) -> None:
        """Stand still."""
        self._left = self.left
        self._since = None

    @property
    def left(self) -> float:
        """Seconds that are left; negative when the time is over."""
        return self._left if self._since is None else self._left - (time.monotonic() - self._since)
