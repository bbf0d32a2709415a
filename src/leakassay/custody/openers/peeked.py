"""A member's first bytes, fetched before it is announced: what cannot be had at all has failed, and is not empty."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason


def peeked(chunks: Iterator[bytes]) -> tuple[Outcome | None, Reason, Iterator[bytes]]:
    """Fetch the first piece.

    Args:
        chunks: the bytes of a member; may raise ItemError.

    Returns:
        No outcome and the same bytes; or, where they end before they begin, outcome and reason and nothing.
    """
    try:
        piece = next(chunks, b"")
    except ItemError as error:
        return error.outcome, error.reason, iter(())
    return None, Reason.NONE, chain((piece,), chunks) if piece else chunks
