"""The serial engine: one slot, its guard inside this process; for debugging and as the reference of every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from leakassay.case.keys import CaseKeys
from leakassay.engine.guard import Guard, GuardSetup
from leakassay.model.work import Receipt, WorkUnit


class SerialEngine:
    """One slot.

    Args:
        setup: what the guard needs, or how to make it: asked when the first unit comes.
        keys: the case's keys.
    """

    name = "serial"

    def __init__(self, setup: GuardSetup | Callable[[], GuardSetup], keys: CaseKeys) -> None:
        self._setup, self._keys = setup, keys
        self._guard: Guard | None = None

    def map(self, units: Iterable[WorkUnit | None]) -> Iterator[Receipt]:
        """Do the units one after the other."""
        for unit in units:
            if unit is None:
                continue
            if self._guard is None:
                self._guard = Guard(self._setup() if callable(self._setup) else self._setup, self._keys)
            yield self._guard.work(unit)

    def close(self) -> None:
        """End the guard's processes."""
        if self._guard is not None:
            self._guard.stop()
