"""The answers of one job, read from its pipe under two clocks and a budget; a cell that goes on for ever is killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from leakassay.engine.channel import GoneError, is_ready
from leakassay.engine.clock import WallClock
from leakassay.engine.family import FamilyChannel
from leakassay.engine.wire import HEAD_BYTES, Frame, Kind, parse_head
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

KILL_SECONDS = 30
"""From an order to kill to the cell's end."""

PIECE_BYTES = 1 << 16
"""Read ahead at a time: a cell that names the formats of 512 files sends as many frames of a hundred bytes."""


class LostError(ItemError):
    """The zygote died, not the cell: the item may be done once more."""

    def __init__(self) -> None:
        super().__init__(Reason.CRASHED)


def _spend(budget: int, length: int) -> int:
    """What is left of an answer budget.

    Raises:
        ItemError: nothing is.
    """
    if length > budget:
        raise ItemError(Reason.LIMIT_ANSWER, outcome=Outcome.REFUSED)
    return budget - length


class Reading:
    """The answers of one job on their pipe.

    Args:
        zygote: that forked the cell.
        job: number of the job.
        pipe: to read from.
        clock: of the job; running while this is called.
        silence_seconds: longest time without a byte.
    """

    def __init__(self, zygote: FamilyChannel, job: int, pipe: int, clock: WallClock, silence_seconds: float) -> None:
        self._zygote = zygote
        self._job = job
        self._pipe = pipe
        self._clock = clock
        self._silence_seconds = silence_seconds
        self._is_whole = False
        self._has_ended = False
        self._ahead, self._at = b"", 0

    def frames(self, budget: int) -> Iterator[Frame]:
        """Frames until the cell says that it is done, or closes the pipe.

        Raises:
            ItemError: a clock or the budget ran out, or a frame is none.
        """
        while not self._is_whole:
            head = self._exactly(HEAD_BYTES)
            if head is None:
                return
            kind, index, table, length = parse_head(bytes(head))
            if kind is not Kind.DATA:  # bytes of members have a budget of their own
                budget = _spend(budget, length)
            payload = self._exactly(length)
            if payload is None:
                return
            if kind is Kind.ALIVE:
                budget = _spend(budget, HEAD_BYTES)
                continue
            self._is_whole = kind is Kind.DONE
            yield Frame(kind, index, table, payload)

    def _exactly(self, count: int) -> memoryview | None:
        """Read `count` bytes; None when the cell closed the pipe before.

        Raises:
            ItemError: one of the two clocks ran out.
        """
        held = bytearray(count)
        view = memoryview(held)
        at = self._take_ahead(view)
        while at < count:
            wait = min(self._silence_seconds, self._clock.left)
            if wait <= 0 or not is_ready(self._pipe, wait):
                raise ItemError(Reason.TIMED_OUT)
            if count - at >= PIECE_BYTES:
                got = os.readv(self._pipe, [view[at:]])
            else:
                self._ahead, self._at = os.read(self._pipe, PIECE_BYTES), 0
                got = self._take_ahead(view[at:])
            if got == 0:
                return None
            at += got
        return view

    def _take_ahead(self, view: memoryview) -> int:
        """Fill a view from what was read ahead; how many bytes that gave."""
        got = min(len(view), len(self._ahead) - self._at)
        view[:got] = self._ahead[self._at : self._at + got]
        self._at += got
        return got

    def ended(self) -> dict[str, Any]:
        """How the cell ended, and whether it had said that it was done.

        Raises:
            ItemError: it has nothing more to say but does not end.
            LostError: its zygote died.
        """
        try:
            said = self._zygote.end_of(self._job, min(self._silence_seconds, self._clock.left))
        except GoneError:
            self._has_ended = True
            raise LostError from None
        if said is None:
            raise ItemError(Reason.TIMED_OUT)
        self._has_ended = True
        return {**said, "whole": self._is_whole}

    def abandon(self) -> dict[str, Any] | None:
        """Have the cell killed unless it has ended; how it ended then, when that is known."""
        if self._has_ended:
            return None
        self._has_ended = True
        try:
            self._zygote.kill(self._job)
            said = self._zygote.end_of(self._job, KILL_SECONDS)
        except GoneError:
            return None
        if said is None:
            self._zygote.close()  # a process that outlives its kill hangs in the kernel; the zygote goes with it
        return said
