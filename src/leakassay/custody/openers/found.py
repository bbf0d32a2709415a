"""What an opener of attachments found, numbered and held to the bytes of the container that there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Outcome, Reason

MAX_MEMBERS = 1_000_000
"""Attachments taken from one container; a mail store of 50 GB has some 300,000."""

MAX_NAME = 1024
"""Characters of a name that are kept; file systems allow 255."""


def nothing() -> Iterator[bytes]:
    """No bytes."""
    return iter(())


@dataclass(frozen=True)
class Found:
    """One attachment before it has a number.

    Attributes:
        name: as the container says, with a path before it where that helps.
        packed: bytes of the container that hold it; 0 where that cannot be known.
        chunks: gives its bytes when asked; not asked when there is a hindrance.
        outcome: set when its bytes cannot be had.
        reason: why.
    """

    name: str
    packed: int
    chunks: Callable[[], Iterator[bytes]] = nothing
    outcome: Outcome | None = None
    reason: Reason = Reason.NONE


def elsewhere(name: str) -> Found:
    """An attachment that is named here and whose bytes are not: a link to a file."""
    return Found(name, 0, outcome=Outcome.REFUSED, reason=Reason.MISSING_MEDIA)


def refused(name: str, reason: Reason) -> Found:
    """An attachment that is not opened because of a limit."""
    return Found(name, 0, outcome=Outcome.REFUSED, reason=reason)


def numbered(found: Iterator[Found | Gap], size: int, first: int) -> Iterator[Opening]:
    """Members from what was found, in its order; their packed bytes never exceed `size`.

    One that claims bytes which earlier ones took is refused (`limit_overlap`): no container holds more than it is long.

    Raises:
        ItemError: more than `MAX_MEMBERS` (refused: `limit_members`).
    """
    left, index = size, 0
    for one in found:
        if isinstance(one, Gap):
            yield one
            continue
        if index >= MAX_MEMBERS:
            raise ItemError(Reason.LIMIT_MEMBERS, outcome=Outcome.REFUSED)
        fits = one.packed <= left
        left -= one.packed if fits else 0
        if index >= first:
            yield _member(index, one if fits else refused(one.name, Reason.LIMIT_OVERLAP))
        index += 1


def _member(index: int, one: Found) -> Member:
    name = (one.name[:MAX_NAME] or f"part{index + 1}").encode("utf-8", "surrogatepass")
    chunks = iter(()) if one.outcome else one.chunks()
    return Member(index, name, one.packed, outcome=one.outcome, reason=one.reason, chunks=chunks)
