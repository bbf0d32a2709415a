"""Work and its receipts, as they travel between coordinator, guard and cell: JSON types only, never pickle."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from leakassay.model.outcomes import Outcome, Reason


@dataclass(frozen=True)
class WorkItem:
    """One item of a unit.

    Attributes:
        item_id: its id.
        source_id: which dump; the guard knows where that lies.
        path: path below the source's root, as bytes with "/" between; empty when it lies in the spool.
        spool: name of its spool entry; "" when it lies in the source.
        size: bytes expected.
        stamp: what fstat said when it was listed: (size, inode, mtime_ns, ctime_ns); empty for spool entries.
        name: last component, as text with surrogate escapes.
        format: format name, when known.
        own_bytes: bytes to account for; -1 for all.
        volumes: the other files of a set that this one leads, in the order of the set with this one left out.
        lead: its own place in that set.
    """

    item_id: int
    source_id: int
    size: int
    path: bytes = b""
    spool: str = ""
    stamp: tuple[int, int, int, int] | tuple[()] = ()
    name: str = ""
    format: str = ""
    own_bytes: int = -1
    volumes: tuple[WorkItem, ...] = ()
    lead: int = 0


@dataclass(frozen=True)
class WorkUnit:
    """What one guard does in one go: an item, a batch of small plain ones, or a range of a large splittable one.

    Attributes:
        unit_id: structural id; the ids of its rows are mixed from it.
        fn: dotted name `module:function` that the cell runs.
        items: one, or many small ones of one partition.
        offset: first byte of the range (one item only).
        length: bytes of the range; -1 for all.
        anchors: places before the range that its reader looks at, as `split` named them.
        args: further JSON arguments of fn.
        hashed: True when the guard shall hash the items while it has them open.
        alone: True when each item gets a cell of its own; what they give lies in the same parts.
        session: not 0 when a guard may keep the cell of this unit alive to go on with it later (a container that is
            opened instalment by instalment): the id of the container.
        family: reader family whose zygote forks the cell: "plain", "container", or a folder of `read`.
    """

    unit_id: int
    fn: str
    items: tuple[WorkItem, ...]
    offset: int = 0
    length: int = -1
    anchors: tuple[int, ...] = ()
    args: dict[str, Any] = field(default_factory=dict)
    hashed: bool = False
    alone: bool = False
    session: int = 0
    family: str = "plain"


@dataclass(frozen=True)
class ItemReceipt:
    """What became of one item of a unit.

    Attributes:
        facts: what the function said beyond its outcome (format, split points …), JSON types only.
        other_digest: hash of the kind that the operator's list of known files has, where that is not SHA-256.
    """

    item_id: int
    outcome: Outcome | None
    reason: Reason = Reason.NONE
    bytes_read: int = 0
    records: int = 0
    sha256: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    other_digest: str = ""


@dataclass(frozen=True)
class PartReceipt:
    """An encrypted Parquet part that was written and fsynced; it counts only once committed."""

    table: str
    name: str
    sha256: str
    rows: int
    bytes: int


@dataclass(frozen=True)
class MemberReceipt:
    """A member of a container, measured by the guard; its bytes lie in the spool unless it has an outcome."""

    parent_id: int
    index: int
    name: bytes
    size: int
    packed_bytes: int
    declared_bytes: int
    modified_at: int | None
    sha256: str
    spool: str
    format: str
    media_type: str
    outcome: Outcome | None = None
    reason: Reason = Reason.NONE
    other_digest: str = ""
    opens: bool = True


@dataclass(frozen=True)
class Receipt:
    """Everything that a unit gave; the coordinator commits it in one transaction."""

    unit_id: int
    items: tuple[ItemReceipt, ...]
    parts: tuple[PartReceipt, ...] = ()
    members: tuple[MemberReceipt, ...] = ()
    seconds: float = 0.0
    peak_rss_bytes: int = 0
