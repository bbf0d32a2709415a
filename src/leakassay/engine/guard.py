"""The trusted side of a slot: opens, hashes, hands descriptors to a cell, validates its answers, writes them encrypted.

`ItemError` never leaves this file. A batch whose cell dies is done again one item at a time, so that one crafted file
costs itself only.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from leakassay.case.keys import CaseKeys
from leakassay.engine.answer import MemberIntake, item_receipt
from leakassay.engine.doors import Doors, Opened, said_of
from leakassay.engine.limits import Limits
from leakassay.engine.machine import peak_rss_bytes
from leakassay.engine.opening import digests_of
from leakassay.engine.reading import LostError
from leakassay.engine.stamp import Stamper
from leakassay.engine.unit_parts import HeldRows, UnitParts
from leakassay.engine.wire import Frame, Kind
from leakassay.engine.zygote import Zygotes
from leakassay.model.errors import ItemError
from leakassay.model.keys import structural_id
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.tables.registry import EMITTED
from leakassay.model.work import ItemReceipt, MemberReceipt, Receipt, WorkItem, WorkUnit

MAX_SESSIONS = 8
"""Cells of half-opened containers that a guard keeps alive; the one longest untouched is given up for a ninth."""


@dataclass(frozen=True)
class GuardSetup:
    """What a guard needs, beside the key.

    Attributes:
        parts: the case's parts folder.
        spool: the case's spool folder.
        sources: root folder of each source, by id.
        settings: JSON settings for the cells.
        warm: dotted functions that a zygote calls once, by reader family; "" for all of them.
        limits: budgets.
        accepted: layers of confinement that the operator accepts to be missing.
        other_digest: a hash to make beside SHA-256, for lists of known files; "" for none.
    """

    parts: Path
    spool: Path
    sources: Mapping[int, bytes]
    settings: Mapping[str, Any]
    warm: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    accepted: frozenset[str] = frozenset()
    other_digest: str = ""


@dataclass
class _Session:
    """A container that is opened instalment by instalment: between two of them its cell waits at its full pipe."""

    frames: Iterator[Frame]
    opened: Opened
    cursor: int

    def end(self) -> None:
        """Have the cell killed, if it still runs, and close what it read from."""
        self.frames.close()  # type: ignore[attr-defined]  # a generator; typed as an iterator for its readers
        self.opened.close()


@dataclass
class _Intake:
    """What came of one unit so far."""

    unit: WorkUnit
    stampers: list[Stamper]
    parts: UnitParts | HeldRows
    results: dict[int, dict[str, Any]]
    members: MemberIntake
    rows_left: int

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
        self._zygotes = Zygotes(setup.settings, setup.warm, setup.limits, setup.accepted)
        self._doors = Doors(setup.sources, setup.spool, keys)
        self._sessions: dict[int, _Session] = {}

    def work(self, unit: WorkUnit) -> Receipt:
        """Do a unit; every item of it has a receipt, whatever the cell did."""
        started = time.monotonic()
        receipt = self._session(unit) if unit.session else self._attempt(unit)
        peak = max(self._zygotes.peak_rss_bytes, peak_rss_bytes())
        return replace(receipt, seconds=time.monotonic() - started, peak_rss_bytes=peak)

    def _attempt(self, unit: WorkUnit) -> Receipt:
        opened: list[Opened] = []
        refused: list[ItemReceipt] = []
        others: dict[int, str] = {}
        try:
            for item in unit.items:
                try:
                    opened.append(self._doors.open(item, unit))
                    if unit.hashed:
                        digests = digests_of(opened[-1].fds[0], item.size, self._setup.other_digest)
                        others[item.item_id] = digests.other
                        opened[-1] = replace(opened[-1], sha256=digests.sha256)
                except ItemError as error:
                    if opened and opened[-1].item is item:
                        opened.pop().close()
                    refused.append(ItemReceipt(item.item_id, error.outcome, error.reason))
            receipt = self._run(replace(unit, items=tuple(one.item for one in opened)), opened)
        finally:
            for one in opened:
                one.close()
        items = tuple(replace(done, other_digest=others.get(done.item_id, "")) for done in receipt.items)
        return replace(receipt, unit_id=unit.unit_id, items=items + tuple(refused))

    def _run(self, unit: WorkUnit, opened: list[Opened]) -> Receipt:
        if not opened:
            return Receipt(unit.unit_id, ())
        if unit.alone and len(opened) > 1:
            return self._one_by_one(unit, opened)
        parts = UnitParts(self._setup.parts, self._keys, unit.unit_id)
        intake, fault = self._fill(unit, opened, parts)
        if fault is not None and len(opened) > 1:
            return self._one_by_one(unit, opened)
        return Receipt(unit.unit_id, _receipts(intake, opened, fault), parts.close(), intake.members.finish())

    def _session(self, unit: WorkUnit) -> Receipt:
        """One instalment of a container; where its zygote died, not its cell, it is begun once more."""
        receipt, is_lost = self._instalment(unit)
        if is_lost:
            receipt, _ = self._instalment(unit)
        return receipt

    def _instalment(self, unit: WorkUnit) -> tuple[Receipt, bool]:
        """One try at an instalment; its cell is kept for the next, where it pauses between two members."""
        item = unit.items[0]
        try:
            session = self._live_session(unit)
        except ItemError as error:
            return Receipt(unit.unit_id, (ItemReceipt(item.item_id, error.outcome, error.reason),)), False
        parts, kept = UnitParts(self._setup.parts, self._keys, unit.unit_id), False
        try:
            intake, fault = self._once(unit, [session.opened], parts, session.frames)
            if fault is None and intake.is_paused and intake.members.is_between:
                session.cursor, kept = intake.members.cursor, True
                self._keep(unit.session, session)
        finally:
            if not kept:
                session.end()
        is_lost = isinstance(fault, LostError)
        if is_lost:
            intake.members.discard()
        receipts = _receipts(intake, [session.opened], fault)
        return Receipt(unit.unit_id, receipts, parts.close(), intake.members.finish()), is_lost

    def _live_session(self, unit: WorkUnit) -> _Session:
        """The session that waits where the unit goes on, or a new one.

        Raises:
            ItemError: the container cannot be opened.
        """
        first = int(unit.args.get("first", 0))
        session = self._sessions.pop(unit.session, None)
        if session is not None and session.cursor == first:
            return session
        if session is not None:
            session.end()  # another guard went on with it, or the cell refused a member half-way
        opened = self._doors.open(unit.items[0], unit)
        frames = self._zygotes.frames(unit.family, _said(unit), list(opened.fds), _size(unit))
        return _Session(frames, opened, first)

    def _keep(self, name: int, session: _Session) -> None:
        """Keep a session for its next instalment."""
        while len(self._sessions) >= MAX_SESSIONS:
            self._sessions.pop(next(iter(self._sessions))).end()
        self._sessions[name] = session

    def _fill(
        self, unit: WorkUnit, opened: list[Opened], parts: UnitParts | HeldRows
    ) -> tuple[_Intake, ItemError | None]:
        """Run one cell; a single item whose zygote died, not its cell, is given once more."""
        intake, fault = self._once(unit, opened, parts)
        if isinstance(fault, LostError) and len(opened) == 1:
            intake.members.discard()
            intake, fault = self._once(unit, opened, parts)
        return intake, fault

    def _once(
        self, unit: WorkUnit, opened: list[Opened], parts: UnitParts | HeldRows, frames: Iterator[Frame] | None = None
    ) -> tuple[_Intake, ItemError | None]:
        """Run one cell over the items, or go on with one; what came before a fault is forgotten, but whole members."""
        stampers = [Stamper(item.item_id, unit.offset) for item in unit.items]
        first = int(unit.args.get("first", 0))
        size, setup = _size(unit), self._setup
        members = MemberIntake(
            *(setup.spool, self._keys, setup.limits, unit.unit_id),
            first=first,
            container_bytes=size,
            other_digest=setup.other_digest,
        )
        intake = _Intake(unit, stampers, parts, {}, members, setup.limits.rows + size)
        fault: ItemError | None = None
        try:
            if frames is not None:
                self._take(intake, frames)
            else:
                self._take_all(intake, [fd for one in opened for fd in one.fds])
            _check(intake)
            for one in opened:
                one.check()
        except ItemError as error:
            fault = error
        finally:
            if fault is not None or len(intake.results) < len(unit.items):
                _discard(intake)  # and when an error of another kind passes through here
        return intake, fault

    def _one_by_one(self, unit: WorkUnit, opened: list[Opened]) -> Receipt:
        """A cell for each item; the rows of those that end well share the parts of the unit."""
        parts = UnitParts(self._setup.parts, self._keys, unit.unit_id)
        items: list[ItemReceipt] = []
        members: list[MemberReceipt] = []
        done = False
        try:
            for one in opened:
                name = structural_id("alone", unit.unit_id, one.item.item_id)
                held = HeldRows()
                intake, fault = self._fill(replace(unit, unit_id=name, items=(one.item,)), [one], held)
                held.hand_over(parts)
                items += _receipts(intake, [one], fault)
                members += intake.members.finish()
            done = True
        finally:
            if not done:
                parts.discard()
        return Receipt(unit.unit_id, tuple(items), parts.close(), tuple(members))

    def _take_all(self, intake: _Intake, fds: list[int]) -> None:
        """Run a cell of its own over the items and take in its frames."""
        frames = self._zygotes.frames(intake.unit.family, _said(intake.unit), fds, _size(intake.unit))
        try:
            self._take(intake, frames)
        finally:
            frames.close()  # type: ignore[attr-defined]  # as above

    def _take(self, intake: _Intake, frames: Iterator[Frame]) -> None:
        """Take in frames until there are no more, or the opening pauses."""
        for frame in frames:
            if not self._take_frame(intake, frame):
                return

    def _take_frame(self, intake: _Intake, frame: Frame) -> bool:
        """One frame; False when the cell is to stop (a pause that is taken up again later)."""
        if frame.index >= len(intake.stampers):
            raise ItemError(Reason.BAD_ANSWER)
        if frame.kind is Kind.TABLE:
            table = EMITTED[frame.table] if frame.table < len(EMITTED) else None
            for batch in frame.batches():
                intake.rows_left -= batch.num_rows
                if intake.rows_left < 0:
                    raise ItemError(Reason.LIMIT_ROWS, outcome=Outcome.REFUSED)
                assert table is not None  # noqa: S101  batches() has refused unknown numbers
                intake.parts.write(table.name, intake.stampers[frame.index].stamp(table, batch))
        elif frame.kind is Kind.RESULT:
            intake.results[frame.index] = frame.json()
        elif frame.kind is not Kind.DONE:
            return intake.members.take(frame, intake.unit.items[frame.index].item_id)
        return True

    def stop(self) -> None:
        """End the slot's processes and close its descriptors."""
        for session in self._sessions.values():
            session.end()
        self._sessions.clear()
        self._zygotes.stop()
        self._doors.close()


def _said(unit: WorkUnit) -> dict[str, Any]:
    """The job message of a unit."""
    items = [said_of(item) for item in unit.items]
    return {
        "fn": unit.fn,
        "offset": unit.offset,
        "length": unit.length,
        "anchors": unit.anchors,
        "args": unit.args,
        "items": items,
    }


def _size(unit: WorkUnit) -> int:
    """Bytes that a unit is about; its clocks and its answer's budget grow with them."""
    if unit.length >= 0:
        return unit.length
    return sum(_whole(item) for item in unit.items)


def _whole(item: WorkItem) -> int:
    return item.size + sum(volume.size for volume in item.volumes)


def _receipts(intake: _Intake, opened: list[Opened], fault: ItemError | None) -> tuple[ItemReceipt, ...]:
    return tuple(
        item_receipt(one.item, one.sha256, intake.results.get(index), fault, intake.members.cursor, intake.unit)
        for index, one in enumerate(opened)
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
