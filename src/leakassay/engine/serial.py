"""The serial engine: one slot, its guard inside this process; for debugging and as the reference of every engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leakassay.case.keys import CaseKeys
from leakassay.engine.guard import Guard, GuardSetup
from leakassay.model.work import Receipt, WorkUnit


class SerialEngine:
    """One slot.

    Args:
        setup: what the guard needs.
        keys: the case's keys.
    """

    name = "serial"

    def __init__(self, setup: GuardSetup, keys: CaseKeys) -> None:
        self._guard = Guard(setup, keys)

    def map(self, units: Iterable[WorkUnit | None]) -> Iterator[Receipt]:
        """Do the units one after the other."""
        for unit in units:
            if unit is not None:
                yield self._guard.work(unit)

    def close(self) -> None:
        """End the guard's processes."""
        self._guard.stop()
