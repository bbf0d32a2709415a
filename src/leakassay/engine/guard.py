"""The trusted side of a slot: opens, hashes, hands descriptors to a cell, validates its answers, writes them encrypted.

`ItemError` never leaves this file. A batch whose cell dies is done again one item at a time, so that one crafted file
costs itself only.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from leakassay.case.keys import CaseKeys
from leakassay.case.part import PartWriter
from leakassay.case.spool import to_memory
from leakassay.engine.answer import MemberIntake, item_receipt
from leakassay.engine.limits import Limits
from leakassay.engine.opening import check_unchanged, digests_of, open_beneath
from leakassay.engine.stamp import Stamper
from leakassay.engine.wire import Frame, Kind
from leakassay.engine.zygote import Zygote
from leakassay.model.errors import DumpError, IntegrityError, ItemError
from leakassay.model.keys import structural_id
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.tables.registry import EMITTED
from leakassay.model.work import ItemReceipt, MemberReceipt, PartReceipt, Receipt, WorkItem, WorkUnit


@dataclass(frozen=True)
class GuardSetup:
    """What a guard needs, beside the key.

    Attributes:
        parts: the case's parts folder.
        spool: the case's spool folder.
        sources: root folder of each source, by id.
        settings: JSON settings for the cells.
        warm: dotted functions that a zygote calls once.
        limits: budgets.
        other_digest: a hash to make beside SHA-256, for lists of known files; "" for none.
    """

    parts: Path
    spool: Path
    sources: Mapping[int, bytes]
    settings: Mapping[str, Any]
    warm: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    other_digest: str = ""


class _Parts:
    """The parts of one unit, a table each, opened when the first rows come."""

    def __init__(self, folder: Path, keys: CaseKeys, unit_id: int) -> None:
        self._folder, self._keys, self._unit_id = folder, keys, unit_id
        self._writers: dict[str, PartWriter] = {}

    def write(self, table: str, rows: pa.RecordBatch) -> None:
        """Add rows to the part of their table."""
        if rows.num_rows == 0:
            return
        if table not in self._writers:
            name = f"{table}-{self._unit_id:016x}"
            self._writers[table] = PartWriter(self._folder, self._keys, table, name)
        self._writers[table].write(rows)

    def close(self) -> tuple[PartReceipt, ...]:
        """Make them durable."""
        return tuple(self._writers[table].close() for table in sorted(self._writers))

    def discard(self) -> None:
        """Forget them."""
        for writer in self._writers.values():
            writer.discard()
        self._writers.clear()


class _Held:
    """Rows of one small item, held until its cell has ended well."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, pa.RecordBatch]] = []

    def write(self, table: str, rows: pa.RecordBatch) -> None:
        """Keep rows."""
        self._rows.append((table, rows))

    def hand_over(self, parts: _Parts) -> None:
        """Write what is held."""
        for table, rows in self._rows:
            parts.write(table, rows)

    def discard(self) -> None:
        """Forget them."""
        self._rows.clear()


@dataclass
class _Intake:
    """What came of one unit so far."""

    unit: WorkUnit
    stampers: list[Stamper]
    parts: _Parts | _Held
    results: dict[int, dict[str, Any]]
    members: MemberIntake

    @property
    def is_paused(self) -> bool:
        """True when the rest of the container is another unit's."""
        return self.members.cursor >= 0


class Guard:
    """One slot.

    Args:
        setup: folders, sources, settings, budgets.
        keys: the case's keys; they stay here.
    """

    def __init__(self, setup: GuardSetup, keys: CaseKeys) -> None:
        self._setup = setup
        self._keys = keys
        self._zygote = Zygote(setup.settings, setup.warm, setup.limits)
        self._roots: dict[int, int] = {}

    def work(self, unit: WorkUnit) -> Receipt:
        """Do a unit; every item of it has a receipt, whatever the cell did."""
        started = time.monotonic()
        receipt = self._attempt(unit)
        return replace(
            receipt, seconds=time.monotonic() - started, peak_rss_bytes=max(self._zygote.peak_rss_bytes, _own_rss())
        )

    def _attempt(self, unit: WorkUnit) -> Receipt:
        opened: list[tuple[WorkItem, int, str]] = []
        refused: list[ItemReceipt] = []
        others: dict[int, str] = {}
        try:
            for item in unit.items:
                try:
                    fd = self._open(item)
                    opened.append((item, fd, ""))
                    if unit.hashed:
                        digests = digests_of(fd, item.size, self._setup.other_digest)
                        others[item.item_id] = digests.other
                        opened[-1] = (item, fd, digests.sha256)
                except ItemError as error:
                    opened = [entry for entry in opened if entry[0] is not item or _closed(entry[1])]
                    refused.append(ItemReceipt(item.item_id, error.outcome, error.reason))
            receipt = self._run(replace(unit, items=tuple(item for item, _, _ in opened)), opened)
        finally:
            for _, fd, _ in opened:
                os.close(fd)
        items = tuple(replace(done, other_digest=others.get(done.item_id, "")) for done in receipt.items)
        return replace(receipt, unit_id=unit.unit_id, items=items + tuple(refused))

    def _open(self, item: WorkItem) -> int:
        if item.spool:
            try:
                return to_memory(self._setup.spool, self._keys.spool, item.spool)
            except (FileNotFoundError, IntegrityError):  # the spool is not fsynced: a power cut may leave half an entry
                raise ItemError(Reason.INTERRUPTED, outcome=Outcome.PENDING) from None
        fd = open_beneath(self._root(item.source_id), item.path)
        try:
            check_unchanged(fd, item.size, item.stamp)
        except ItemError:
            os.close(fd)
            raise
        return fd

    def _root(self, source_id: int) -> int:
        if source_id not in self._roots:
            try:
                self._roots[source_id] = os.open(
                    self._setup.sources[source_id], os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
                )
            except OSError as error:
                raise DumpError(
                    f"the folder of the dump cannot be opened ({error.strerror}); mount it where it was and run again"
                ) from None
        return self._roots[source_id]

    def _run(self, unit: WorkUnit, opened: list[tuple[WorkItem, int, str]]) -> Receipt:
        if not opened:
            return Receipt(unit.unit_id, ())
        if unit.alone and len(opened) > 1:
            return self._one_by_one(unit, opened)
        parts = _Parts(self._setup.parts, self._keys, unit.unit_id)
        intake, fault = self._fill(unit, opened, parts)
        if fault is not None and len(opened) > 1:
            return self._one_by_one(unit, opened)
        return Receipt(unit.unit_id, _receipts(intake, opened, fault), parts.close(), intake.members.finish())

    def _fill(
        self, unit: WorkUnit, opened: list[tuple[WorkItem, int, str]], parts: _Parts | _Held
    ) -> tuple[_Intake, ItemError | None]:
        """Run one cell over the items; what came before a fault is forgotten, but for whole members."""
        stampers = [Stamper(item.item_id, unit.offset) for item in unit.items]
        members = MemberIntake(
            self._setup.spool, self._keys, self._setup.limits, unit.unit_id, self._setup.other_digest
        )
        intake = _Intake(unit, stampers, parts, {}, members)
        fault: ItemError | None = None
        try:
            self._take(intake, [fd for _, fd, _ in opened])
            _check(intake)
            for item, fd, _ in opened:
                if not item.spool:
                    check_unchanged(fd, item.size, item.stamp)
        except ItemError as error:
            fault = error
        finally:
            if fault is not None or len(intake.results) < len(unit.items):
                _discard(intake)  # and when an error of another kind passes through here
        return intake, fault

    def _one_by_one(self, unit: WorkUnit, opened: list[tuple[WorkItem, int, str]]) -> Receipt:
        """A cell for each item; the rows of those that end well share the parts of the unit."""
        parts = _Parts(self._setup.parts, self._keys, unit.unit_id)
        items: list[ItemReceipt] = []
        members: list[MemberReceipt] = []
        done = False
        try:
            for entry in opened:
                alone = replace(unit, unit_id=structural_id("alone", unit.unit_id, entry[0].item_id), items=entry[:1])
                held = _Held()
                intake, fault = self._fill(alone, [entry], held)
                held.hand_over(parts)
                items += _receipts(intake, [entry], fault)
                members += intake.members.finish()
            done = True
        finally:
            if not done:
                parts.discard()
        return Receipt(unit.unit_id, tuple(items), parts.close(), tuple(members))

    def _take(self, intake: _Intake, fds: list[int]) -> None:
        """Run the cell and take in its frames."""
        unit = intake.unit
        size = sum(item.size for item in unit.items) if unit.length < 0 else unit.length
        said = {
            "fn": unit.fn,
            "offset": unit.offset,
            "length": unit.length,
            "args": unit.args,
            "items": [
                {
                    "size": item.size,
                    "name": item.name.encode("utf-8", "surrogateescape").hex(),
                    "own_bytes": item.own_bytes,
                    "format": item.format,
                }
                for item in unit.items
            ],
        }
        frames = self._zygote.frames(said, fds, size)
        try:
            for frame in frames:
                if not self._take_frame(intake, frame):
                    break
        finally:
            frames.close()  # type: ignore[attr-defined]  # a generator; typed as an iterator for its readers

    def _take_frame(self, intake: _Intake, frame: Frame) -> bool:
        """One frame; False when the cell is to stop (a pause that is taken up again later)."""
        if frame.index >= len(intake.stampers):
            raise ItemError(Reason.BAD_ANSWER)
        if frame.kind is Kind.TABLE:
            table = EMITTED[frame.table] if frame.table < len(EMITTED) else None
            for batch in frame.batches():
                assert table is not None  # noqa: S101  batches() has refused unknown numbers
                intake.parts.write(table.name, intake.stampers[frame.index].stamp(table, batch))
        elif frame.kind is Kind.RESULT:
            intake.results[frame.index] = frame.json()
        elif frame.kind is not Kind.DONE:
            return intake.members.take(frame, intake.unit.items[frame.index].item_id)
        return True

    def stop(self) -> None:
        """End the slot's processes and close its descriptors."""
        self._zygote.stop()
        for root in self._roots.values():
            os.close(root)
        self._roots.clear()


def _closed(fd: int) -> bool:
    """Close a descriptor that is not to be kept; always False."""
    os.close(fd)
    return False


def _receipts(
    intake: _Intake, opened: list[tuple[WorkItem, int, str]], fault: ItemError | None
) -> tuple[ItemReceipt, ...]:
    return tuple(
        item_receipt(item, digest, intake.results.get(index), fault, intake.members.cursor, intake.unit)
        for index, (item, _, digest) in enumerate(opened)
    )


def _check(intake: _Intake) -> None:
    """Hold the answers of a unit against each other, at its end.

    Raises:
        ItemError: an item was passed over, or a row belongs to a sighting that never came.
    """
    if not intake.is_paused and len(intake.results) < len(intake.unit.items):
        raise ItemError(Reason.BAD_ANSWER)
    for stamper in intake.stampers:
        stamper.check()


def _discard(intake: _Intake) -> None:
    intake.parts.discard()
    if len(intake.unit.items) > 1:
        intake.members.discard()


def _own_rss() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
