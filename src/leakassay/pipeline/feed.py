"""The feed: what is to be done next, asked whenever a slot is free.

Custody is no barrier: hashing, opening and reading run side by side, and what is unpacked ahead of the readers is
bounded. Nothing that is counted depends on the order of its units: `order.py` settles numbers and copies.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator

from leakassay.case.case import Case
from leakassay.model.keys import signed
from leakassay.model.outcomes import Reason
from leakassay.model.plugin import Format
from leakassay.model.work import Receipt, WorkUnit
from leakassay.pipeline import schedule
from leakassay.pipeline.schedule import Batch

AHEAD_ITEMS = 4096
"""Items that hashing may be ahead of reading while there is something to read; they are still in the page cache."""

ROOM_BYTES = 256 << 20
"""A round of openings starts while less than this waits in the spool; it adds CONTAINERS_PER_ROUND instalments."""

LOST_TWICE = 2
"""Openings whose own bytes were gone, after which a pass opens no more: the disk is not to be trusted just now."""


class Feed:
    """Units for one pass over a case.

    Args:
        case: the case.
        formats: the catalogue by name.
        hashes: items are hashed and identified.
        reads: containers are opened and items are read.
    """

    def __init__(self, case: Case, formats: dict[str, Format], *, hashes: bool, reads: bool) -> None:
        self._case, self._formats, self._hashes, self._reads = case, formats, hashes, reads
        self._out: dict[int, WorkUnit] = {}
        self._taken: dict[int, int] = {}
        self._opening: deque[WorkUnit] = deque()
        self._ready: deque[WorkUnit] = deque()
        self._hashing = schedule.hash_units(case) if hashes else iter(())
        self._scanned: int | None = None
        self._round_out = self._ahead = self._lost = 0
        self._is_fresh = True
        self._plain = Batch(schedule.BATCH_ITEMS, schedule.BATCH_BYTES)
        self._risky = Batch(schedule.ALONE_ITEMS, schedule.BATCH_BYTES, alone=True)

    def units(self) -> Iterator[WorkUnit | None]:
        """Every unit of the pass; None while everything waits for receipts."""
        while True:
            unit = self._next()
            if unit is not None:
                self._out[unit.unit_id] = unit
                yield unit
            elif self._out:
                yield None
            else:
                return

    @property
    def is_round_over(self) -> bool:
        """True when no instalment is out or waits to be given."""
        return not self._round_out and not self._opening

    def _next(self) -> WorkUnit | None:
        unit = self._instalment(ROOM_BYTES)
        if unit is None and self._ahead < AHEAD_ITEMS:
            unit = next(self._hashing, None)
        if unit is None and self._reads:
            unit = self._reading()
        if unit is None:
            unit = next(self._hashing, None)
        if unit is None:
            unit = next(iter(self._plain.rest() or self._risky.rest()), None)  # nothing fills them any more
        if unit is None and not self._out:
            unit = self._instalment(-1)  # nothing else can make room
        return unit

    def _instalment(self, room: int) -> WorkUnit | None:
        """The next instalment of the round; of a new one when the last is over and the spool has room (-1: or not)."""
        if not self._reads or self._lost >= LOST_TWICE:
            return None
        if self.is_round_over and (room < 0 or schedule.spooled_bytes(self._case) < room):
            self._opening.extend(schedule.round_units(self._case, self._formats))
        if not self._opening:
            return None
        self._round_out += 1
        return self._opening.popleft()

    def _reading(self) -> WorkUnit | None:
        """The next unit of reading; scans the ledger anew when something changed since the last scan began."""
        while not self._ready:
            rows = schedule.readable(self._case, self._scanned) if self._scanned is not None else []
            if not rows and not self._is_fresh:
                self._scanned = None
                return None
            if not rows:
                self._is_fresh, self._scanned = False, -1
                continue
            self._scanned = rows[-1]["seq"]
            for row in rows:  # at once: by the next page some of them are done
                if row["item_id"] not in self._taken:
                    self._cut(row)
        return self._ready.popleft()

    def _cut(self, row: sqlite3.Row) -> None:
        """Cut an item that can be read into units, or put it to others of its kind."""
        entry = self._formats[row["format"]]
        family = schedule.family_of(entry)
        units: list[WorkUnit] = []
        if entry.splittable and row["size_bytes"] > schedule.UNIT_BYTES:
            units = schedule.range_units(self._case, row, family)
            if not units and schedule.has_cuts(self._case, row):
                return  # its last range is being taken in
            units = units or [schedule.split_unit(self._case, row)]
        elif row["size_bytes"] > (schedule.ALONE_BYTES if entry.risky else schedule.SMALL_BYTES):
            units = [schedule.read_unit([schedule.work_item(self._case, row)], family)]
        else:
            batch = self._risky if entry.risky else self._plain
            self._ready.extend(batch.add(schedule.work_item(self._case, row), row["partition_id"], family))
        self._ready.extend(units)
        self._taken[row["item_id"]] = len(units) or 1

    def hashed(self, waiting: int) -> None:
        """Items of the sources were hashed; so many of them wait to be read."""
        self._ahead += waiting
        self._is_fresh = True

    def settled(self) -> None:
        """Members were numbered, or volumes found their place: there may be more to read."""
        self._is_fresh = True

    def taken_in(self, unit: WorkUnit, receipt: Receipt) -> None:
        """A unit was committed."""
        self._out.pop(unit.unit_id, None)
        lost = {signed(item.item_id) for item in receipt.items if item.reason is Reason.INTERRUPTED}
        if unit.fn == schedule.OPEN:
            self._round_out -= 1
            self._lost += len(lost)
            self._is_fresh = True  # a mail that was opened can be read
        elif unit.fn != schedule.IDENTIFY:
            self._free(unit, lost)

    def _free(self, unit: WorkUnit, lost: set[int]) -> None:
        for item in unit.items:
            item_id = signed(item.item_id)
            left = self._taken.get(item_id, 1) - 1
            if item_id in lost:
                left = max(left, 1)  # its bytes are gone: not again in this pass
            if left:
                self._taken[item_id] = left
                continue
            self._taken.pop(item_id, None)
            self._ahead -= 1
            if unit.fn == schedule.SPLIT:
                self._is_fresh = True
