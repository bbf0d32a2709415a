"""Units and receipts as JSON between coordinator and guard: length-framed, never pickled."""

from __future__ import annotations

import dataclasses
import socket
from pathlib import Path
from typing import Any

import orjson

from leakassay.engine.guard import GuardSetup
from leakassay.engine.limits import Limits
from leakassay.model.errors import RetryableError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import ItemReceipt, MemberReceipt, PartReceipt, Receipt, WorkItem, WorkUnit

_LENGTH_BYTES = 8
_UNIT_FIELDS = tuple(field.name for field in dataclasses.fields(WorkUnit))
_ITEM_FIELDS = tuple(field.name for field in dataclasses.fields(WorkItem))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError


def dump(value: WorkUnit | Receipt | GuardSetup) -> bytes:
    """A dataclass as JSON; bytes become hexadecimal, and so do names of items, which need not be text."""
    said = _unit_said(value) if isinstance(value, WorkUnit) else value
    return orjson.dumps(said, default=_plain, option=orjson.OPT_NON_STR_KEYS)


def _unit_said(unit: WorkUnit) -> dict[str, Any]:
    said = {field: getattr(unit, field) for field in _UNIT_FIELDS}
    return said | {"items": [_item_said(item) for item in unit.items]}


def _item_said(item: WorkItem) -> dict[str, Any]:
    said = {field: getattr(item, field) for field in _ITEM_FIELDS}
    said["name"] = item.name.encode("utf-8", "surrogateescape")
    said["volumes"] = [_item_said(volume) for volume in item.volumes]
    return said


def unit(raw: bytes) -> WorkUnit:
    """Undo `dump` of a unit."""
    said = orjson.loads(raw)
    return WorkUnit(**{**said, "items": tuple(_item(item) for item in said["items"]),
                       "anchors": tuple(said["anchors"])})  # fmt: skip


def _item(said: dict[str, Any]) -> WorkItem:
    return WorkItem(
        **{
            **said,
            "name": bytes.fromhex(said["name"]).decode("utf-8", "surrogateescape"),
            "path": bytes.fromhex(said["path"]),
            "stamp": tuple(said["stamp"]),
            "volumes": tuple(_item(volume) for volume in said["volumes"]),
        }
    )


def receipt(raw: bytes) -> Receipt:
    """Undo `dump` of a receipt."""
    said = orjson.loads(raw)

    def judged(row: dict[str, Any]) -> dict[str, Any]:
        outcome = row["outcome"]
        return {**row, "outcome": Outcome(outcome) if outcome else None, "reason": Reason(row["reason"])}

    return Receipt(
        **{
            **said,
            "items": tuple(ItemReceipt(**judged(row)) for row in said["items"]),
            "parts": tuple(PartReceipt(**row) for row in said["parts"]),
            "members": tuple(
                MemberReceipt(**{**judged(row), "name": bytes.fromhex(row["name"])}) for row in said["members"]
            ),
        }
    )


def setup(raw: bytes) -> GuardSetup:
    """Undo `dump` of a guard's setup."""
    said = orjson.loads(raw)
    return GuardSetup(
        parts=Path(said["parts"]),
        spool=Path(said["spool"]),
        sources={int(key): bytes.fromhex(value) for key, value in said["sources"].items()},
        settings=said["settings"],
        warm={family: tuple(dotted) for family, dotted in said["warm"].items()},
        limits=Limits(**said["limits"]),
        accepted=frozenset(said["accepted"]),
        other_digest=said["other_digest"],
    )


def send(channel: socket.socket, raw: bytes) -> None:
    """Send one framed message."""
    channel.sendall(len(raw).to_bytes(_LENGTH_BYTES, "little") + raw)


def receive(channel: socket.socket) -> bytes | None:
    """Receive one framed message; None when the other side has gone.

    Raises:
        RetryableError: it went in the middle of a message.
    """
    head = _exactly(channel, _LENGTH_BYTES)
    if head is None:
        return None
    body = _exactly(channel, int.from_bytes(head, "little"))
    if body is None:
        raise RetryableError("a working process ended in the middle of an answer; run again: it resumes")
    return body


def _exactly(channel: socket.socket, count: int) -> bytes | None:
    held = bytearray(count)
    view = memoryview(held)
    at = 0
    while at < count:
        got = channel.recv_into(view[at:])
        if got == 0:
            return None
        at += got
    return bytes(held)
