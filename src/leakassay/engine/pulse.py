"""Signs of life of a cell that reads on for long without an answer: where a large file may be cut, a file of noughts.

Only bytes that were not read before count: a reader that turns in a circle stays silent and is ended.
"""

from __future__ import annotations

import time

from leakassay.engine.wire import Writer

PULSE_SECONDS = 5.0
"""Between two signs of life; far below the silence that ends a cell."""


class Pulse:
    """Says that work goes on while reads of an item come further than any before.

    Args:
        out: where answers go.
    """

    def __init__(self, out: Writer) -> None:
        self._out = out
        self._furthest = 0
        self._said_at = time.monotonic()

    def __call__(self, end: int) -> None:
        """A read came to `end`."""
        if end <= self._furthest:
            return
        self._furthest = end
        now = time.monotonic()
        if now - self._said_at >= PULSE_SECONDS:
            self._said_at = now
            self._out.alive()
