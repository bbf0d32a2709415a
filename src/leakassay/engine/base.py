"""What every engine offers: units of work in, receipts out, in any order, each exactly once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from leakassay.model.work import Receipt, WorkUnit


class Engine(Protocol):
    """One way to spread work."""

    name: str

    def map(self, units: Iterable[WorkUnit | None]) -> Iterator[Receipt]:
        """Do the units; receipts come as they are ready. The caller commits them.

        A None among the units says that there is nothing to do until another receipt was taken in. A unit may be asked
        for before the receipt at hand was committed.
        """

    def close(self) -> None:
        """End every process."""
