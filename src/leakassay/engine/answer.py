"""Taking a cell at its word, within limits: results of items and members of containers."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Protocol

from leakassay.case.keys import CaseKeys
from leakassay.case.spool import SpoolWriter
from leakassay.engine.limits import Limits
from leakassay.engine.wire import Frame, Kind
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import ItemReceipt, MemberReceipt, WorkItem, WorkUnit


class _Digest(Protocol):
    def update(self, data: bytes | memoryview, /) -> None: ...
    def hexdigest(self) -> str: ...


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
        bytes_read, records = int(said.get("bytes_read", 0)), int(said.get("records", 0))
        facts = dict(said.get("facts", {}))
    except (ValueError, TypeError, KeyError):
        return ItemReceipt(item.item_id, Outcome.FAILED, Reason.BAD_ANSWER, 0, 0, digest)
    whole = item.own_bytes if item.own_bytes >= 0 else item.size
    most = whole if unit.length < 0 else min(unit.length, item.size)
    bytes_read = max(0, min(bytes_read, most))
    if outcome is Outcome.READ and records <= 0 and most > 0 and not facts.get("container"):
        outcome, reason, bytes_read = Outcome.FAILED, Reason.NO_TEXT, 0
    return ItemReceipt(item.item_id, outcome, reason, bytes_read, max(0, records), digest, {**facts, "cursor": cursor})


class MemberIntake:
    """Takes members of a container into the spool, measured and hashed here, not there.

    Args:
        folder: the spool's folder.
        keys: the case's keys.
        limits: budgets.
        unit_id: makes the names of entries unique.
    """

    def __init__(self, folder: Path, keys: CaseKeys, limits: Limits, unit_id: int) -> None:
        self._folder = folder
        self._keys = keys
        self._limits = limits
        self._unit_id = unit_id
        self._done: list[MemberReceipt] = []
        self._spooled = 0
        self._current: dict[str, Any] | None = None
        self._parent = 0
        self._writer: SpoolWriter | None = None
        self._digest: _Digest = hashlib.sha256()
        self._last_index = -1
        self.cursor = -1
        """Index to go on from; -1 when the container is through."""

    def take(self, frame: Frame, parent_id: int) -> bool:
        """One frame about a member; False when the opening is to pause here."""
        if frame.kind is Kind.MEMBER:
            return self._begin(frame.json(), parent_id)
        if self._current is None:
            raise ItemError(Reason.BAD_ANSWER)
        if frame.kind is Kind.DATA:
            return self._data(frame.payload)
        return self._end(frame.json())

    def _begin(self, said: dict[str, Any], parent_id: int) -> bool:
        index = said.get("index")
        if self._current is not None or not isinstance(index, int) or index <= self._last_index:
            raise ItemError(Reason.BAD_ANSWER)
        self._last_index = index
        self._current = said
        self._parent = parent_id
        self._digest = hashlib.sha256()
        if not said.get("outcome"):
            self._writer = SpoolWriter(self._folder, self._keys.spool, f"{self._unit_id:016x}-{index:08x}")
        return True

    def _data(self, payload: memoryview) -> bool:
        writer = self._writer
        if writer is None or self._current is None:
            raise ItemError(Reason.BAD_ANSWER)
        writer.write(payload)
        self._digest.update(payload)
        limits = self._limits
        packed = max(1, int(self._current.get("packed_bytes", 0)))
        if writer.size > limits.member_bytes:
            return self._refuse(Reason.LIMIT_SIZE)
        if writer.size > limits.member_floor_bytes and writer.size > limits.member_ratio * packed:
            return self._refuse(Reason.LIMIT_RATIO)
        return True

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
            self.cursor = self._last_index + 1
            return False
        return True

    def _keep(self, said: dict[str, Any]) -> None:
        member = self._current or {}
        writer = self._writer
        try:
            packed = max(0, int(member["packed_bytes"]))
            outcome = said.get("outcome") or member.get("outcome")
            modified = member.get("modified_at")
            self._done.append(
                MemberReceipt(
                    parent_id=self._parent,
                    index=self._last_index,
                    name=bytes.fromhex(member["name"]),
                    size=writer.size if writer is not None else packed,
                    packed_bytes=packed,
                    declared_bytes=int(member.get("declared_bytes", -1)),
                    modified_at=int(modified) if modified is not None else None,
                    sha256=self._digest.hexdigest() if writer is not None else "",
                    spool=f"{self._unit_id:016x}-{self._last_index:08x}" if writer is not None else "",
                    format=str(said.get("format", "")),
                    media_type=str(said.get("media_type", "")),
                    outcome=Outcome(outcome) if outcome else None,
                    reason=Reason(said.get("reason") or member.get("reason") or ""),
                )
            )
        except (KeyError, ValueError, TypeError):
            raise ItemError(Reason.BAD_ANSWER) from None
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
