"""Taking a cell at its word, within limits: results of items and members of containers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from leakassay.case.keys import CaseKeys
from leakassay.case.spool import SpoolWriter
from leakassay.engine.limits import Limits
from leakassay.engine.opening import Digests
from leakassay.engine.wire import Frame, Kind
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import ItemReceipt, MemberReceipt, WorkItem, WorkUnit

_MOST = 1 << 53
"""Above this no count is honest; SQLite and JSON hold what is below."""

_NOT_A_CELLS = frozenset({Reason.INTERRUPTED, Reason.STAGE_NOT_RUN, Reason.CHANGED, Reason.VANISHED, Reason.UNREADABLE})
"""What only this side can know; a cell that says so would have its item read again for ever, or never."""

MAX_NAME_BYTES = 65535
"""Longest name of a member: what a zip can hold. Longer ones, which only pax headers can state, are cut."""

_FIRST_SECOND, _LAST_SECOND = -62_135_596_800, 253_402_300_799
"""Years 1 to 9999; a time outside of them is no time."""


def _count(said: Any) -> int:
    """A number that a cell said.

    Raises:
        ValueError: it is none, or beyond all measure.
    """
    if not isinstance(said, int) or not 0 <= said <= _MOST:
        raise ValueError
    return int(said)


def item_receipt(
    item: WorkItem, digest: str, said: dict[str, Any] | None, fault: ItemError | None, cursor: int, unit: WorkUnit
) -> ItemReceipt:
    """The receipt of one item from what its cell said, or from the fault that ended it.

    Non-empty input that gave no record is never called `read`, whatever the cell says.
    """
    if fault is None and said is None and cursor >= 0:
        return ItemReceipt(item.item_id, None, Reason.NONE, 0, 0, digest, {"cursor": cursor})
    if fault is not None or said is None:
        fault = fault or ItemError(Reason.CRASHED)
        return ItemReceipt(item.item_id, fault.outcome, fault.reason, 0, 0, digest, {"cursor": cursor})
    try:
        outcome = Outcome(said["outcome"]) if said.get("outcome") else None
        reason = Reason(said.get("reason", ""))
        bytes_read, records = _count(said.get("bytes_read", 0)), _count(said.get("records", 0))
        facts = dict(said.get("facts", {}))
        facts |= {name: _count(facts[name]) for name in ("gap_bytes", "members") if name in facts}
    except (ValueError, TypeError):
        outcome, reason = None, Reason.INTERRUPTED
    if reason in _NOT_A_CELLS or outcome is Outcome.KNOWN_FILE:
        return ItemReceipt(item.item_id, Outcome.FAILED, Reason.BAD_ANSWER, 0, 0, digest)
    whole = item.own_bytes if item.own_bytes >= 0 else item.size
    most = whole if unit.length < 0 else min(unit.length, item.size)
    bytes_read = min(bytes_read, most)
    if outcome is Outcome.READ and records <= 0 and most > 0 and not facts.get("container"):
        outcome, reason, bytes_read = Outcome.FAILED, Reason.NO_TEXT, 0
    return ItemReceipt(item.item_id, outcome, reason, bytes_read, records, digest, {**facts, "cursor": cursor})


class MemberIntake:
    """Takes members of a container into the spool, measured and hashed here, not there.

    Args:
        folder: the spool's folder.
        keys: the case's keys.
        limits: budgets.
        unit_id: makes the names of entries unique.
        first: number of the member that this instalment begins with.
        container_bytes: what the container takes up: no member of a compressed stream takes up more.
        other_digest: a hash to make beside SHA-256; "" for none.
    """

    def __init__(  # noqa: PLR0913  where the spool lies and under which key and budgets, and facts about an instalment
        self,
        folder: Path,
        keys: CaseKeys,
        limits: Limits,
        unit_id: int,
        *,
        first: int = 0,
        container_bytes: int = _MOST,
        other_digest: str = "",
    ) -> None:
        self._folder = folder
        self._keys = keys
        self._limits = limits
        self._unit_id = unit_id
        self._container_bytes = container_bytes
        self._done: list[MemberReceipt] = []
        self._spooled = 0
        self._current: MemberReceipt | None = None
        self._writer: SpoolWriter | None = None
        self._other_digest = other_digest
        self._digests = Digests(other_digest)
        self._last_index = first - 1
        self._streamed = False
        self._draining = False
        self._unpacked = 0
        self.cursor = -1
        """Index to go on from; -1 when the container is through."""
        self.is_between = False
        """True when the pause is between two members: the cell may go on where it stands."""

    def take(self, frame: Frame, parent_id: int) -> bool:
        """One frame about a member; False when the opening is to pause here."""
        if frame.kind is Kind.MEMBER:
            return self._begin(frame.json(), parent_id)
        if self._draining:
            return self._drain(frame)
        if self._current is None:
            raise ItemError(Reason.BAD_ANSWER)
        if frame.kind is Kind.DATA:
            return self._data(frame.payload)
        return self._end(frame.json())

    def _begin(self, said: dict[str, Any], parent_id: int) -> bool:
        try:
            member = _member(said, parent_id)
        except (KeyError, ValueError, TypeError):
            raise ItemError(Reason.BAD_ANSWER) from None
        if self._current is not None or self._draining or member.index <= self._last_index:
            raise ItemError(Reason.BAD_ANSWER)
        self._last_index = member.index
        self._current = member
        self._streamed = said.get("streamed") is True
        self._digests = Digests(self._other_digest)
        if member.outcome is None:
            self._writer = SpoolWriter(self._folder, self._keys.spool, self._entry())
        return True

    def _entry(self) -> str:
        return f"{self._unit_id:016x}-{self._last_index:08x}"

    def _data(self, payload: memoryview) -> bool:
        writer = self._writer
        if writer is None or self._current is None:
            raise ItemError(Reason.BAD_ANSWER)
        writer.write(payload)
        self._digests.update(payload)
        self._unpacked += len(payload)
        limits = self._limits
        if self._streamed:
            return self._weigh_stream(writer.size)
        packed = max(1, self._current.packed_bytes)
        if writer.size > limits.member_bytes:
            return self._refuse(Reason.LIMIT_SIZE)
        if writer.size > limits.member_floor_bytes and writer.size > limits.member_ratio * packed:
            return self._refuse(Reason.LIMIT_RATIO)
        return True

    def _weigh_stream(self, size: int) -> bool:
        """Limits of a member that is part of one compressed stream: how much of it holds the member is not known yet.

        Raises:
            ItemError: all members together are too much for a container of this size.
        """
        if self._is_bomb():
            self._refuse(Reason.LIMIT_RATIO)
            raise ItemError(Reason.LIMIT_RATIO, outcome=Outcome.REFUSED)
        if size > self._limits.member_bytes:
            # Going on behind it later would mean to unpack it once more: it is let pass.
            self._refuse(Reason.LIMIT_SIZE)
            self.cursor = -1
            self._draining = True
        return True

    def _is_bomb(self) -> bool:
        limits = self._limits
        most = max(limits.member_floor_bytes, limits.member_ratio * max(1, self._container_bytes))
        return self._unpacked > most

    def _drain(self, frame: Frame) -> bool:
        """What is left of a refused member of a stream is counted and forgotten; its packed size is kept."""
        if frame.kind is Kind.DATA:
            self._unpacked += len(frame.payload)
            if self._is_bomb():
                raise ItemError(Reason.LIMIT_RATIO, outcome=Outcome.REFUSED)
            return True
        member = self._done[-1]
        packed = self._packed(frame.json(), member)
        self._done[-1] = replace(member, packed_bytes=packed, size=packed)
        self._draining = False
        return True

    def _packed(self, said: dict[str, Any], member: MemberReceipt) -> int:
        """Packed bytes of a member at its end: for one of a stream what the cell says then, never more than there are.

        Raises:
            ItemError: it says no number.
        """
        if not self._streamed:
            return member.packed_bytes
        try:
            return min(_count(said.get("packed_bytes", member.packed_bytes)), self._container_bytes)
        except ValueError:
            raise ItemError(Reason.BAD_ANSWER) from None

    def _refuse(self, reason: Reason) -> bool:
        """Refuse the current member; the opening pauses, to go on behind it."""
        if self._writer is not None:
            self._writer.discard()
            self._writer = None
        self._keep({"outcome": Outcome.REFUSED, "reason": reason})
        self.cursor = self._last_index + 1
        return False

    def _end(self, said: dict[str, Any]) -> bool:
        if self._writer is not None:
            self._writer.close()
            self._spooled += self._writer.size
        self._keep(said)
        if self._spooled >= self._limits.spool_bytes or len(self._done) >= self._limits.members:
            self.cursor, self.is_between = self._last_index + 1, True
            return False
        return True

    def _keep(self, said: dict[str, Any]) -> None:
        member, writer = self._current, self._writer
        if member is None:
            raise ItemError(Reason.BAD_ANSWER)
        try:
            outcome = Outcome(said["outcome"]) if said.get("outcome") else member.outcome
            reason = Reason(said.get("reason") or member.reason)
            form = str(said.get("format", ""))[:MAX_NAME_BYTES]
        except (ValueError, TypeError):
            raise ItemError(Reason.BAD_ANSWER) from None
        packed = self._packed(said, member)
        self._done.append(
            replace(
                member,
                packed_bytes=packed,
                size=writer.size if writer is not None else packed,
                sha256=self._digests.sha256 if writer is not None else "",
                other_digest=self._digests.other if writer is not None else "",
                spool=self._entry() if writer is not None else "",
                format=form,
                opens=bool(said.get("opens", True)),
                media_type=str(said.get("media_type", ""))[:255],
                outcome=outcome,
                reason=reason,
            )
        )
        self._current = None
        self._writer = None

    def finish(self) -> tuple[MemberReceipt, ...]:
        """The members that are complete; one that was under way is dropped, its bytes belong to the container."""
        if self._writer is not None:
            self._writer.discard()
            self._writer = None
        return tuple(self._done)

    def discard(self) -> None:
        """Forget everything."""
        self.finish()
        for member in self._done:
            if member.spool:
                (self._folder / member.spool).unlink(missing_ok=True)
        self._done.clear()


def _member(said: dict[str, Any], parent_id: int) -> MemberReceipt:
    """What a cell says of a member before its bytes, every word checked.

    Raises:
        KeyError, ValueError, TypeError: a word is missing or not what it should be.
    """
    modified, declared = said.get("modified_at"), said.get("declared_bytes", -1)
    if not isinstance(declared, int) or not isinstance(modified, int | None):
        raise TypeError
    return MemberReceipt(
        parent_id=parent_id,
        index=_count(said["index"]),
        name=bytes.fromhex(said["name"])[:MAX_NAME_BYTES],
        size=0,
        packed_bytes=_count(said["packed_bytes"]),
        declared_bytes=min(declared, _MOST),
        modified_at=modified if modified is not None and _FIRST_SECOND <= modified <= _LAST_SECOND else None,
        sha256="",
        spool="",
        format="",
        media_type="",
        outcome=Outcome(said["outcome"]) if said.get("outcome") else None,
        reason=Reason(said.get("reason") or ""),
    )
