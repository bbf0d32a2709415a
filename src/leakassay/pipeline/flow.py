"""The flow of items: hashed, opened, read and committed side by side, until nothing is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from leakassay.case.case import Case
from leakassay.engine.base import Engine
from leakassay.engine.limits import Limits
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.plugin import Format
from leakassay.model.work import Receipt, WorkUnit
from leakassay.pipeline import order, schedule, volumes
from leakassay.pipeline.commit import Committer
from leakassay.pipeline.feed import Feed
from leakassay.pipeline.known_files import KnownFiles, judge_again
from leakassay.pipeline.manifest import reader_version, settings_of, settings_sha256, work_key

Report = Callable[..., None]
"""Called with an event name and counts, never with a value of the dump."""


class Flow:
    """Moves every item of a case to its outcome.

    Args:
        case: the case.
        engine: does the units.
        formats: the catalogue by name.
        settings: settings of the cells; with the versions they make the work keys.
        report: told of progress.
        limits: budgets.
    """

    def __init__(
        self,
        case: Case,
        engine: Engine,
        formats: dict[str, Format],
        settings: Mapping[str, Any],
        report: Report,
        *,
        limits: Limits | None = None,
    ) -> None:
        self._case = case
        self._engine = engine
        self._formats = formats
        self._report = report
        self._limits = limits or Limits()
        self._committer = Committer(case, formats, self._limits)
        self._keys = {
            name: work_key(entry, settings_sha256(settings_of(entry, settings))) for name, entry in formats.items()
        }
        self.peak_rss_bytes = 0
        self.seconds = {"custody": 0.0, "read": 0.0}
        """Time of slots spent in each stage."""

    def heed(self, known: KnownFiles) -> None:
        """Set aside what the operator's list names, from now on and among what is hashed already."""
        self._committer = Committer(self._case, self._formats, self._limits, known)
        judge_again(self._case, known, self._formats, self._keys)

    def run(self, *, hashes: bool, reads: bool) -> None:
        """Move items until nothing is left to do.

        Args:
            hashes: hash and identify what the sources hold.
            reads: open containers and read items.
        """
        if reads:
            order.forget_stale(self._case, self._keys)
            order.reopen_lost(self._case)
        lost_before = False
        while True:
            did = self._pass(hashes=hashes, reads=reads)
            if reads and volumes.group(self._case, self._formats):
                continue  # the siblings of some volumes were known only now
            if not reads or (did == 0 and lost_before) or not order.reopen_lost(self._case):
                return
            lost_before = did == 0  # a disk that loses everything must not keep us here

    def _pass(self, *, hashes: bool, reads: bool) -> int:
        """One pass; how many items came to something."""
        did = 0
        feed = Feed(self._case, self._formats, hashes=hashes, reads=reads)
        self._settle(feed)
        given: dict[int, WorkUnit] = {}
        for receipt in self._engine.map(_noting(feed, given)):
            unit = given.pop(receipt.unit_id)
            self.peak_rss_bytes = max(self.peak_rss_bytes, receipt.peak_rss_bytes)
            self._take_in(feed, unit, receipt)
            did += sum(item.reason is not Reason.INTERRUPTED for item in receipt.items)
        self._settle(feed)
        return did

    def _take_in(self, feed: Feed, unit: WorkUnit, receipt: Receipt) -> None:
        """Commit what came of a unit, and settle what that makes certain."""
        stage = "custody" if unit.fn in {schedule.IDENTIFY, schedule.OPEN} else "read"
        self.seconds[stage] += receipt.seconds
        if unit.fn == schedule.IDENTIFY:
            waiting = self._committer.hashed(receipt)
            feed.taken_in(unit, receipt)
            order.settle_sources(self._case)
            volumes.group(self._case, self._formats)  # finds something once the last file is hashed
            feed.hashed(waiting)
            self._report("hashed", items=len(receipt.items))
            return
        if unit.fn == schedule.OPEN:
            self._committer.opened(receipt)
        elif unit.fn == schedule.SPLIT:
            self._cut(unit, receipt)
        else:
            self._committer.read(unit, receipt, self._versions(unit))
        feed.taken_in(unit, receipt)
        if unit.fn == schedule.OPEN and feed.is_round_over:
            self._settle(feed)
        self._report("units", items=len(receipt.items), seconds=receipt.seconds)

    def _settle(self, feed: Feed) -> None:
        """Number what is new, tell copies from originals, find sets of volumes."""
        order.settle_sources(self._case)
        order.settle_members(self._case)
        volumes.group(self._case, self._formats)
        feed.settled()

    def _cut(self, unit: WorkUnit, receipt: Receipt) -> None:
        """Keep the cuts of a large item, or what became of it instead."""
        item, found = unit.items[0], receipt.items[0]
        if found.outcome in {Outcome.EMPTY, Outcome.ENCRYPTED} or found.reason is Reason.INTERRUPTED:
            self._committer.read(unit, receipt, self._versions(unit))
            return
        cuts = found.facts.get("ranges") or []
        if found.outcome is not None or not schedule.keep_cuts(self._case, item.item_id, item.size, cuts):
            schedule.keep_cuts(self._case, item.item_id, item.size, [[0, item.size]])

    def _versions(self, unit: WorkUnit) -> dict[int, tuple[str, str, str]]:
        found = {}
        for item in unit.items:
            entry = self._formats[item.format]
            found[item.item_id] = (entry.reader, reader_version(entry), self._keys[entry.name])
        return found


def _noting(feed: Feed, given: dict[int, WorkUnit]) -> Iterator[WorkUnit | None]:
    """The units of a feed, each remembered until its receipt comes."""
    for unit in feed.units():
        if unit is not None:
            given[unit.unit_id] = unit
        yield unit
