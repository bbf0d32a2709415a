"""Limits of a cell and of what it may answer; each has a name, a unit and an outcome of its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """Budgets for one unit of work.

    Attributes:
        address_space_bytes: RLIMIT_AS of a cell; virtual memory, of which Arrow's allocator reserves 1 GiB.
        cpu_seconds: RLIMIT_CPU of a cell, plus one second per MiB of input.
        wall_seconds: wall clock for a unit, plus one second per MiB of input.
        silence_seconds: longest time without a byte from the cell.
        answer_bytes: Arrow bytes a unit may answer, plus `answer_ratio` times its input.
        answer_ratio: answer bytes per input byte.
        member_ratio: unpacked bytes per packed byte of a member; over `member_floor_bytes` only.
        member_floor_bytes: unpacked bytes below which no ratio is applied.
        member_bytes: unpacked bytes of one member; it is handed to a cell in memory.
        spool_bytes: unpacked bytes of an instalment: what an opening puts into the spool before it pauses.
        members: members of an instalment.
        depth: containers inside containers that are opened.
        root_ratio: unpacked bytes at all depths per byte of a top-level item; over `root_floor_bytes` only.
        root_floor_bytes: unpacked bytes of a top-level item below which no total is applied.
    """

    address_space_bytes: int = 4 << 30
    cpu_seconds: int = 300
    wall_seconds: int = 300
    silence_seconds: int = 120
    answer_bytes: int = 64 << 20
    answer_ratio: int = 64
    member_ratio: int = 200
    member_floor_bytes: int = 10 << 20
    member_bytes: int = 2 << 30
    spool_bytes: int = 32 << 20
    members: int = 4_000
    depth: int = 16
    root_ratio: int = 200
    root_floor_bytes: int = 64 << 20

    def as_json(self) -> dict[str, Any]:
        """For the manifest."""
        return asdict(self)
