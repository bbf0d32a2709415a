"""Cutting work into units: small plain items share a cell, risky ones share a unit only, large ones are ranges.

What is cut here is said when it is asked for, from the ledger as it stands; `feed.py` decides when to ask.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from leakassay.case.case import Case
from leakassay.model.keys import signed, structural_id, unsigned
from leakassay.model.plugin import Format
from leakassay.model.work import WorkItem, WorkUnit
from leakassay.pipeline.family import CONTAINER
from leakassay.pipeline.volumes import place_of

IDENTIFY = "leakassay.pipeline.cellwork:identify"
OPEN = "leakassay.pipeline.cellwork:open_members"
SPLIT = "leakassay.pipeline.cellwork:split"
ASSAY = "leakassay.pipeline.cellwork:assay"
"""What cells are told to do."""

BATCH_ITEMS = 512
"""Small plain items that share a cell, and the parts of a unit: a fork, and ten files that are made durable."""

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

MAX_ANCHORS = 8
"""Places that a range may want to look at besides itself."""

CONTAINERS_PER_ROUND = 8
"""Containers of which a round opens an instalment each. A constant: rounds must not depend on the number of workers."""

NAME_BYTES = 255
"""Bytes of a name, from its end, that a cell is told; a zip may state 65,535, which no job message would hold."""

_PAGE = 1000
"""Rows looked at in one go."""


def work_item(case: Case, row: sqlite3.Row) -> WorkItem:
    """The work item of a ledger row, with the volumes that it leads."""
    name = case.keys.open_name(row["name_sealed"])
    top = row["parent_id"] is None
    stamp = tuple(int(word) for word in row["stamp"].split())
    volumes, lead = _volumes(case, row) if row["container"] else ((), 0)
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
        volumes=volumes,
        lead=lead,
    )


def _volumes(case: Case, row: sqlite3.Row) -> tuple[tuple[WorkItem, ...], int]:
    """The other files of the set that an item leads, missing ones as items without a place, and its own place."""
    rows = case.ledger.rows("select * from item where volume_of = ? order by volume_place", (row["item_id"],))
    if not rows:
        return (), 0
    there = {found["volume_place"]: work_item(case, found) for found in rows}
    first = 1 if row["format"] == "zip" and place_of(case.keys.open_name(row["name_sealed"])) is None else 2
    usual = max(item.size for item in there.values()) if first == 1 else row["size_bytes"]
    places = range(first, max(there) + 1)
    absent = {place: WorkItem(0, unsigned(row["source_id"]), usual) for place in places}
    files = tuple(there.get(place, absent[place]) for place in places)
    return files, len(files) if first == 1 else 0


def hash_units(case: Case) -> Iterator[WorkUnit]:
    """Items of the sources that are not hashed yet, in the order of the listing."""
    held: list[WorkItem] = []
    size, last = 0, 0
    while True:
        rows = case.ledger.rows(
            "select * from item indexed by item_listed where hashed = 0 and done = 0 and parent_id is null and seq > ? "
            "order by seq limit ?",
            (last, _PAGE),
        )
        for row in rows:
            if held and (len(held) >= BATCH_ITEMS or size + row["size_bytes"] > HASH_BATCH_BYTES):
                yield _hash_unit(held)
                held, size = [], 0
            held.append(work_item(case, row))
            size += row["size_bytes"]
        if len(rows) < _PAGE:
            break
        last = rows[-1]["seq"]
    if held:
        yield _hash_unit(held)


def _hash_unit(items: list[WorkItem]) -> WorkUnit:
    unit_id = structural_id("hash", *(item.item_id for item in items))
    return WorkUnit(unit_id, IDENTIFY, tuple(items), hashed=True)


def spooled_bytes(case: Case) -> int:
    """Bytes of members that wait in the spool."""
    return int(case.ledger.one("select coalesce(sum(size_bytes), 0) from item where spool <> ''"))


def round_units(case: Case, formats: dict[str, Format]) -> list[WorkUnit]:
    """The instalments of the current round that are still to be opened; plans a new round when the last is through.

    A round is kept in the ledger, so that a run that was cut off goes on with the same one and duplicates are told from
    originals in the same order as in a run that was not.
    """
    rows = case.ledger.rows("select * from item where wave > 0 order by seq")
    if not rows:
        if case.ledger.one("select 1 from item indexed by item_unhashed where hashed = 0 and done = 0 limit 1"):
            return []  # members are numbered behind every item of the sources
        rows = case.ledger.rows(
            # a member whose spool entry was lost waits until its container was opened again (order.reopen_lost)
            "select * from item indexed by item_closed where ready = 1 and done = 0 and duplicate_of is null "
            "and container = 1 and opened = 0 and volume_place = 0 and (parent_id is null or spool <> '') "
            "order by depth desc, seq limit ?",
            (CONTAINERS_PER_ROUND,),
        )
        with case.ledger.transaction():
            case.ledger.execute_many("update item set wave = 1 where item_id = ?", [(row["item_id"],) for row in rows])
    return [
        _open_unit(case, row) for row in sorted(rows, key=lambda row: int(row["seq"])) if formats[row["format"]].opener
    ]


def _open_unit(case: Case, row: sqlite3.Row) -> WorkUnit:
    item_id = unsigned(row["item_id"])
    unit_id = structural_id("open", item_id, row["cursor"])
    args = {"first": row["cursor"]}
    return WorkUnit(unit_id, OPEN, (work_item(case, row),), args=args, session=item_id, family=CONTAINER)


_READABLE = (
    "ready = 1 and done = 0 and duplicate_of is null and volume_place = 0 and (container = 0 or opened = 1) "
    "and (parent_id is null or spool <> '')"
)


def readable(case: Case, after: int) -> list[sqlite3.Row]:
    """Items that can be read now, in their order; a page of them, empty when there are no more.

    Args:
        case: the case.
        after: number of the last item of the page before; -1 for the first page.
    """
    return case.ledger.rows(
        f"select * from item indexed by item_readable where {_READABLE} and seq > ? order by seq limit ?",  # noqa: S608  our own words
        (after, _PAGE),
    )


def split_unit(case: Case, row: sqlite3.Row) -> WorkUnit:
    """The unit that finds the cuts of a large item."""
    unit_id = structural_id("split", unsigned(row["item_id"]))
    return WorkUnit(unit_id, SPLIT, (work_item(case, row),), args={"limit": UNIT_BYTES})


class Batch:
    """Small items of one partition and one family, gathered until they make a unit.

    Args:
        items: most items of a unit.
        size: most bytes of a unit.
        alone: each item gets a cell of its own.
    """

    def __init__(self, items: int, size: int, *, alone: bool = False) -> None:
        self._most_items, self._most_bytes, self._alone = items, size, alone
        self._held: list[WorkItem] = []
        self._sort: tuple[int, str] = (0, "")
        self._size = 0

    def add(self, item: WorkItem, partition: int, family: str) -> list[WorkUnit]:
        """Take an item; gives the unit of those before it when it does not fit to them."""
        full = len(self._held) >= self._most_items or self._size + item.size > self._most_bytes
        units = self.rest() if full or (partition, family) != self._sort else []  # never two partitions in one cell
        self._held.append(item)
        self._size += item.size
        self._sort = (partition, family)
        return units

    def rest(self) -> list[WorkUnit]:
        """The unit of what is held, which is held no more."""
        if not self._held:
            return []
        unit = read_unit(self._held, self._sort[1], alone=self._alone)
        self._held, self._size = [], 0
        return [unit]


def read_unit(items: list[WorkItem], family: str, *, alone: bool = False) -> WorkUnit:
    """A unit that reads whole items."""
    unit_id = structural_id("read", *(item.item_id for item in items))
    return WorkUnit(unit_id, ASSAY, tuple(items), alone=alone, family=family)


def range_units(case: Case, row: sqlite3.Row, family: str) -> list[WorkUnit]:
    """The ranges of a large item that are still to be read; empty when it has none."""
    ranges = case.ledger.rows(
        "select range.*, anchors from range left join range_anchor using (unit_id) where item_id = ? and done = 0 "
        "order by offset",
        (row["item_id"],),
    )
    if not ranges:
        return []
    item = work_item(case, row)
    return [
        WorkUnit(
            unsigned(found["unit_id"]),
            ASSAY,
            (item,),
            offset=found["offset"],
            length=found["length"],
            family=family,
            anchors=tuple(json.loads(found["anchors"] or "[]")),
        )
        for found in ranges
    ]


def has_cuts(case: Case, row: sqlite3.Row) -> bool:
    """True when the cuts of a large item are known."""
    return case.ledger.one("select 1 from range where item_id = ? limit 1", (row["item_id"],)) is not None


def keep_cuts(case: Case, item_id: int, size: int, cuts: list[list[int]]) -> bool:
    """Keep the cuts of a large item; False when they do not tile it, byte for byte, and it must be read whole."""
    at = 0
    if not isinstance(cuts, list) or len(cuts) > MAX_CUTS_PER_UNIT * (size // UNIT_BYTES + 1):
        return False
    for cut in cuts:  # a cell said so: anything may stand here
        if not isinstance(cut, list) or not 2 <= len(cut) <= 2 + MAX_ANCHORS:
            return False
        if not all(isinstance(number, int) for number in cut) or cut[0] != at or cut[1] <= 0:
            return False
        if not all(0 <= anchor < max(at, 1) for anchor in cut[2:]):
            return False
        at += cut[1]
    if at != size:
        return False
    with case.ledger.transaction():
        case.ledger.execute_many(
            "insert or replace into range (item_id, offset, length, unit_id) values (?, ?, ?, ?)",
            [
                (signed(item_id), offset, length, signed(structural_id("read", item_id, "range", offset)))
                for offset, length, *_ in cuts
            ],
        )
        case.ledger.execute_many(
            "insert or replace into range_anchor (unit_id, anchors) values (?, ?)",
            [
                (signed(structural_id("read", item_id, "range", offset)), json.dumps(anchors))
                for offset, _, *anchors in cuts
                if anchors
            ],
        )
    return True
