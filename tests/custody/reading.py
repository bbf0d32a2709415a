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
    packed: dict[int, int] = field(default_factory=dict)
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
    passwords: tuple[str, ...] = (),
) -> Opened:
    """Open and read everything, at most `cap` bytes of each member."""
    return opened_item(members, in_memory(raw, name, settings={"passwords": passwords}), first, cap)


def opened_item(
    members: Callable[[OpenItem, int], Iterator[Opening]], item: OpenItem, first: int = 0, cap: int = 8 << 20
) -> Opened:
    """As `opened`, for an item in hand, which is closed."""
    found = Opened()
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
            found.packed[opening.index] = opening.packed_bytes if at_end is None else at_end()
    except ItemError as error:
        found.fault = error
    finally:
        for fd in {item.fd, *(volume.fd for volume in item.volumes if volume.fd >= 0)}:
            os.close(fd)
    assert len({member.index for member in found.members}) == len(found.members)
    assert sum(found.packed.values()) <= item.size
    assert all(gap.bytes >= 0 for gap in found.gaps)
    return found
