"""Office documents behind a password: nothing can be read without it, and the ledger says so."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.model.batch import Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason


def read(item: OpenItem) -> Iterator[Reading]:  # noqa: ARG001  every reader takes the item
    """Read nothing.

    Raises:
        ItemError: always (`encrypted`, `password`).
    """
    yield from ()
    raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
