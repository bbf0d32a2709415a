"""What an opener gave, summed up: for the tests of openers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem, in_memory
from leakassay.model.member import Member, Opening


@dataclass
class Opened:
    """Members with their bytes, gaps and faults."""

    members: list[Member] = field(default_factory=list)
    contents: dict[int, bytes] = field(default_factory=dict)
    faults: dict[int, ItemError] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    fault: ItemError | None = None

    @property
    def names(self) -> list[bytes]:
        return [member.name for member in self.members]


def opened(
    members: Callable[[OpenItem, int], Iterator[Opening]],
    raw: bytes,
    name: str = "",
    first: int = 0,
    cap: int = 8 << 20,
) -> Opened:
    """Open and read everything, at most `cap` bytes of each member."""
    item = in_memory(raw, name)
    found = Opened()
    packed = 0
    try:
        for opening in members(item, first):
            if isinstance(opening, Gap):
                found.gaps.append(opening)
                continue
            found.members.append(opening)
            pieces: list[bytes] = []
            try:
                for piece in opening.chunks:
                    pieces.append(piece)
                    if sum(map(len, pieces)) > cap:
                        break
            except ItemError as error:
                found.faults[opening.index] = error
            found.contents[opening.index] = b"".join(pieces)
            at_end = opening.packed_at_end if opening.outcome is None else None
            packed += at_end() if at_end is not None else opening.packed_bytes
    except ItemError as error:
        found.fault = error
    finally:
        os.close(item.fd)
    assert len({member.index for member in found.members}) == len(found.members)
    assert packed <= len(raw)
    assert all(gap.bytes >= 0 for gap in found.gaps)
    return found
