"""Cutting work into units: small plain items share a cell, risky ones share a unit only, large ones are ranges."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from leakassay.case.case import Case
from leakassay.model.keys import signed, structural_id, unsigned
from leakassay.model.plugin import Format
from leakassay.model.work import WorkItem, WorkUnit
from leakassay.pipeline.family import CONTAINER, family_of

BATCH_ITEMS = 64
"""Small plain items that share a cell (2.7 ms a fork, 0.17 ms shared)."""

BATCH_BYTES = 4 << 20
"""Bytes that share a cell when read."""

SMALL_BYTES = 256 << 10
"""Above this an item is not small."""

ALONE_ITEMS = 16
"""Small risky items that share a unit, a cell each: parts of their own would cost ten fsyncs and 10 KB an item."""

ALONE_BYTES = 1 << 20
"""Above this a risky item is not small; the guard holds the rows of a small one until its cell has ended."""

HASH_BATCH_BYTES = 64 << 20
"""Bytes of a unit that is hashed and identified."""

UNIT_BYTES = 16 << 20
"""Ranges of splittable items; a locator leads to a unit and a row in it."""

MAX_CUTS_PER_UNIT = 8
"""Ranges per UNIT_BYTES that are believed; more would flood the ledger."""

CONTAINERS_PER_WAVE = 8
"""Containers opened side by side. A constant, so that the wave does not depend on the number of workers."""

NAME_BYTES = 255
"""Bytes of a name, from its end, that a cell is told; a zip may state 65,535, which no job message would hold."""

_PAGE = 4000


def work_item(case: Case, row: sqlite3.Row) -> WorkItem:
    """The work item of a ledger row."""
    name = case.keys.open_name(row["name_sealed"])
    top = row["parent_id"] is None
    stamp = tuple(int(word) for word in row["stamp"].split())
    return WorkItem(
        item_id=unsigned(row["item_id"]),
        source_id=unsigned(row["source_id"]),
        size=row["size_bytes"],
        path=name if top else b"",
        spool=row["spool"],
        stamp=stamp if len(stamp) == 4 else (),
        name=name.replace(b"\\", b"/").rsplit(b"/", 1)[-1][-NAME_BYTES:].decode("utf-8", "replace"),
        format=row["format"],
        own_bytes=row["own_bytes"],
    )


def hash_units(case: Case) -> Iterator[WorkUnit]:
    """Items of the sources that are not hashed yet."""
    held: list[WorkItem] = []
    size = 0
    for row in _paged(case, "hashed = 0 and done = 0 and parent_id is null", "item_id"):
        if held and (len(held) >= BATCH_ITEMS or size + row["size_bytes"] > HASH_BATCH_BYTES):
            yield _hash_unit(held)
            held, size = [], 0
        held.append(work_item(case, row))
        size += row["size_bytes"]
    if held:
        yield _hash_unit(held)


def _hash_unit(items: list[WorkItem]) -> WorkUnit:
    unit_id = structural_id("hash", *(item.item_id for item in items))
    return WorkUnit(unit_id, "leakassay.pipeline.cellwork:identify", tuple(items), hashed=True)


def _paged(case: Case, condition: str, order: str) -> Iterator[sqlite3.Row]:
    """Rows of the item table in an order of its own, a page at a time, while others change it."""
    last: int | None = None
    while True:
        after = "" if last is None else f"and {order} > {last}"
        rows = case.ledger.rows(
            f"select * from item where {condition} {after} order by {order} limit {_PAGE}"  # noqa: S608  our own words
        )
        yield from rows
        if len(rows) < _PAGE:
            return
        last = rows[-1][order]


def open_units(case: Case, formats: dict[str, Format]) -> list[WorkUnit]:
    """The containers of the current wave; plans a new wave when the last one is through.

    The wave is kept in the ledger, so that a run that was cut off goes on with the same one and duplicates are told
    from originals in the same order as in a run that was not.
    """
    rows = case.ledger.rows("select * from item where wave > 0 order by seq")
    if not rows:
        rows = case.ledger.rows(
            # a member whose spool entry was lost waits until its container was opened again (order.reopen_lost)
            "select * from item where ready = 1 and container = 1 and opened = 0 and done = 0 and duplicate_of is null "
            "and (parent_id is null or spool <> '') order by depth desc, seq limit ?",
            (CONTAINERS_PER_WAVE,),
        )
        with case.ledger.transaction():
            case.ledger.execute_many("update item set wave = 1 where item_id = ?", [(row["item_id"],) for row in rows])
    return [
        WorkUnit(
            structural_id("open", unsigned(row["item_id"]), row["cursor"]),
            "leakassay.pipeline.cellwork:open_members",
            (work_item(case, row),),
            args={"first": row["cursor"]},
            family=CONTAINER,
        )
        for row in sorted(rows, key=lambda row: int(row["seq"]))
        if formats[row["format"]].opener
    ]


_READABLE = (
    "ready = 1 and done = 0 and duplicate_of is null and (container = 0 or opened = 1) "
    "and (parent_id is null or spool <> '')"
)


def split_units(case: Case, formats: dict[str, Format]) -> list[WorkUnit]:
    """Large splittable items whose cuts are not known yet."""
    rows = case.ledger.rows(
        f"select * from item where {_READABLE} and size_bytes > ? "  # noqa: S608  our own words
        "and not exists (select 1 from range where range.item_id = item.item_id) order by seq",
        (UNIT_BYTES,),
    )
    return [
        WorkUnit(
            structural_id("split", unsigned(row["item_id"])),
            "leakassay.pipeline.cellwork:split",
            (work_item(case, row),),
            args={"limit": UNIT_BYTES},
            family=family_of(formats[row["format"]]),
        )
        for row in rows
        if formats[row["format"]].splittable
    ]


def read_units(case: Case, formats: dict[str, Format]) -> Iterator[WorkUnit]:
    """Everything that can be read now."""
    batches: dict[str, _Batch] = {}
    for row in _paged(case, _READABLE, "seq"):
        ranges = case.ledger.rows(
            "select * from range where item_id = ? and done = 0 order by offset", (row["item_id"],)
        )
        if ranges:
            yield from _range_units(work_item(case, row), ranges, family_of(formats[row["format"]]))
            continue
        is_risky, family = formats[row["format"]].risky, family_of(formats[row["format"]])
        if row["size_bytes"] > (ALONE_BYTES if is_risky else SMALL_BYTES):
            yield _read_unit([work_item(case, row)], family)
            continue
        if family not in batches:
            batches[family] = _Batch(ALONE_ITEMS if is_risky else BATCH_ITEMS, family, alone=is_risky)
        yield from batches[family].add(work_item(case, row), row["partition_id"])
    for family in sorted(batches):
        yield from batches[family].rest()


class _Batch:
    """Small items of one partition and one family, gathered until they make a unit."""

    def __init__(self, items: int, family: str, *, alone: bool) -> None:
        self._most_items, self._family, self._alone = items, family, alone
        self._held: list[WorkItem] = []
        self._partition = 0

    def add(self, item: WorkItem, partition: int) -> Iterator[WorkUnit]:
        """Take an item; yield those before it when it does not fit to them."""
        size = sum(held.size for held in self._held) + item.size
        full = len(self._held) >= self._most_items or size > BATCH_BYTES
        if full or partition != self._partition:  # never two partitions in one cell
            yield from self.rest()
        self._held.append(item)
        self._partition = partition

    def rest(self) -> Iterator[WorkUnit]:
        """Yield what is held."""
        if self._held:
            yield _read_unit(self._held, self._family, alone=self._alone)
            self._held = []


def _read_unit(items: list[WorkItem], family: str, *, alone: bool = False) -> WorkUnit:
    unit_id = structural_id("read", *(item.item_id for item in items))
    return WorkUnit(unit_id, "leakassay.pipeline.cellwork:assay", tuple(items), alone=alone, family=family)


def _range_units(item: WorkItem, ranges: list[sqlite3.Row], family: str) -> Iterator[WorkUnit]:
    for row in ranges:
        yield WorkUnit(
            unsigned(row["unit_id"]),
            "leakassay.pipeline.cellwork:assay",
            (item,),
            offset=row["offset"],
            length=row["length"],
            family=family,
        )


def keep_cuts(case: Case, item_id: int, size: int, cuts: list[list[int]]) -> bool:
    """Keep the cuts of a large item; False when they do not tile it, byte for byte, and it must be read whole."""
    at = 0
    if not isinstance(cuts, list) or len(cuts) > MAX_CUTS_PER_UNIT * (size // UNIT_BYTES + 1):
        return False
    for cut in cuts:  # a cell said so: anything may stand here
        if not isinstance(cut, list) or len(cut) != 2 or not all(isinstance(number, int) for number in cut):
            return False
        if cut[0] != at or cut[1] <= 0:
            return False
        at += cut[1]
    if at != size:
        return False
    with case.ledger.transaction():
        case.ledger.execute_many(
            "insert or replace into range (item_id, offset, length, unit_id) values (?, ?, ?, ?)",
            [
                (signed(item_id), offset, length, signed(structural_id("read", item_id, "range", offset)))
                for offset, length in cuts
            ],
        )
    return True
