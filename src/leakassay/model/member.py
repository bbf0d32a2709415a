"""What an opener yields: the members of a container, their bytes as a stream, never a path to write to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from leakassay.model.batch import Gap
from leakassay.model.outcomes import Outcome, Reason


@dataclass(frozen=True)
class Member:
    """One member of a container.

    Attributes:
        index: its number in the container, from 0; with the name it makes the id.
        name: bytes exactly as stored (with separators), never used as a path.
        packed_bytes: bytes of the container that hold it; an estimate where `packed_at_end` is given.
        declared_bytes: unpacked size that the container states; -1 where it states none. Never trusted.
        modified_at: seconds since 1970 as the container states; None where it does not.
        outcome: set when its bytes cannot be had (encrypted, refused, a link); then `chunks` is not read.
        reason: why.
        chunks: its bytes; may raise ItemError half-way (what came before is kept and marked truncated).
        packed_at_end: asked once the chunks are through, for containers that are one compressed stream.
    """

    index: int
    name: bytes
    packed_bytes: int
    declared_bytes: int = -1
    modified_at: int | None = None
    outcome: Outcome | None = None
    reason: Reason = Reason.NONE
    chunks: Iterator[bytes] = field(default_factory=lambda: iter(()))
    packed_at_end: Callable[[], int] | None = None


Opening = Member | Gap
"""Anything that an opener may yield; a Gap is a part of the container that gave no member."""
