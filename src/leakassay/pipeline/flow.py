"""The flow of items: hash and identify, then waves of opening and reading until nothing is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from leakassay.case.case import Case
from leakassay.engine.base import Engine
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.plugin import Format
from leakassay.model.work import Receipt, WorkUnit
from leakassay.pipeline import order, schedule
from leakassay.pipeline.commit import Committer
from leakassay.pipeline.known_files import KnownFiles, judge_again
from leakassay.pipeline.manifest import reader_version, settings_sha256, work_key

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
    """

    def __init__(
        self, case: Case, engine: Engine, formats: dict[str, Format], settings: Mapping[str, Any], report: Report
    ) -> None:
        self._case = case
        self._engine = engine
        self._formats = formats
        self._report = report
        self._committer = Committer(case, formats)
        self._keys = {name: work_key(entry, settings_sha256(settings)) for name, entry in formats.items()}
        self.peak_rss_bytes = 0

    def heed(self, known: KnownFiles) -> None:
        """Set aside what the operator's list names, from now on and among what is hashed already."""
        self._committer = Committer(self._case, self._formats, known)
        judge_again(self._case, known, self._formats, self._keys)

    def custody(self) -> None:
        """Hash and identify what the sources hold."""
        for receipt in self._map(schedule.hash_units(self._case)):
            self._committer.hashed(receipt)
            self._report("hashed", items=len(receipt.items))
        order.settle_order(self._case)

    def read(self) -> None:
        """Open containers and read items, wave by wave, until nothing is left."""
        order.forget_stale(self._case, self._keys)
        order.reopen_lost(self._case)
        lost_before = False
        while True:
            self._split()
            opening = schedule.open_units(self._case, self._formats)
            did = 0
            for unit, receipt in self._units([*opening], self._reading()):
                did += any(item.reason is not Reason.INTERRUPTED for item in receipt.items)
                if unit.fn.endswith(":open_members"):
                    self._committer.opened(receipt)
                else:
                    self._committer.read(unit, receipt, self._versions(unit))
                self._report("units", items=len(receipt.items), seconds=receipt.seconds)
            order.settle_order(self._case)
            if did == 0:
                if lost_before or not order.reopen_lost(self._case):
                    return
                lost_before = True  # once a run: a disk that loses everything must not keep us here

    def _reading(self) -> Iterable[WorkUnit]:
        return schedule.read_units(self._case, self._formats)

    def _split(self) -> None:
        """Find the cuts of large items."""
        for unit, receipt in self._units(schedule.split_units(self._case, self._formats), ()):
            item, found = unit.items[0], receipt.items[0]
            if found.outcome in {Outcome.EMPTY, Outcome.ENCRYPTED}:
                self._committer.read(unit, receipt, self._versions(unit))
                continue
            cuts = found.facts.get("ranges") or []
            if found.outcome is not None or not schedule.keep_cuts(self._case, item.item_id, item.size, cuts):
                schedule.keep_cuts(self._case, item.item_id, item.size, [[0, item.size]])

    def _units(self, *batches: Iterable[WorkUnit]) -> Iterable[tuple[WorkUnit, Receipt]]:
        given: dict[int, WorkUnit] = {}

        def giving() -> Iterable[WorkUnit]:
            for batch in batches:
                for unit in batch:
                    given[unit.unit_id] = unit
                    yield unit

        for receipt in self._map(giving()):
            yield given.pop(receipt.unit_id), receipt

    def _map(self, units: Iterable[WorkUnit]) -> Iterable[Receipt]:
        for receipt in self._engine.map(units):
            self.peak_rss_bytes = max(self.peak_rss_bytes, receipt.peak_rss_bytes)
            yield receipt

    def _versions(self, unit: WorkUnit) -> dict[int, tuple[str, str, str]]:
        found = {}
        for item in unit.items:
            entry = self._formats[item.format]
            found[item.item_id] = (entry.reader, reader_version(entry), self._keys[entry.name])
        return found
