"""Checkpoints of the audit log: count and head at a time, to be kept where the case's machine cannot rewrite them.

Against a checkpoint a cut tail and a fork are seen, which the chain alone cannot show to one who holds the key.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from leakassay.case import signature
from leakassay.case.audit import AuditLog
from leakassay.case.signature import Signer
from leakassay.model.errors import OperatorError

SCHEMA = "leakassay/checkpoint/1"
EVENT = "audit_checkpoint"


@dataclass(frozen=True)
class Checkpoint:
    """What stood at a time.

    Attributes:
        case_id: of which case; "" for one of the event log.
        count: entries.
        head: hash of the last.
        signer: fingerprint of who signed; "" when nobody did.
    """

    case_id: str
    count: int
    head: str
    signer: str = ""


def text(case_id: str, log: AuditLog, signer: Signer | None = None) -> str:
    """A checkpoint of the log as it is, JSON; signed over its canonical form when a key is given."""
    count, head = log.verify()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    said: dict[str, object] = {"schema": SCHEMA, "case_id": case_id, "count": count, "head": head, "at": now}
    if signer is not None:
        said["public_key"] = signer.public
        said["signature"] = signer.sign(_canonical(said)).hex()
    return json.dumps(said, indent=1) + "\n"


def _canonical(said: dict[str, object]) -> bytes:
    bare = {key: value for key, value in said.items() if key != "signature"}
    return json.dumps(bare, sort_keys=True, separators=(",", ":")).encode()


def load(path: Path) -> Checkpoint:
    """Read a checkpoint and check its signature, if it has one.

    Raises:
        OperatorError: it is missing, is none, or its signature does not hold.
    """
    try:
        return parse(path.read_bytes())
    except OSError as error:
        raise OperatorError(f"the checkpoint {path} cannot be read ({error.strerror})") from None


def parse(data: bytes) -> Checkpoint:
    """A checkpoint from its text.

    Raises:
        OperatorError: it is none, or its signature does not hold.
    """
    wrong = OperatorError(
        f"this is no checkpoint; a file by `leakassay audit CASE --checkpoint` ({SCHEMA}) was expected"
    )
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise wrong from None
    if not isinstance(said, dict) or said.get("schema") != SCHEMA:
        raise wrong
    case_id, count, head = said.get("case_id"), said.get("count"), said.get("head")
    if not isinstance(case_id, str) or not isinstance(head, str) or not isinstance(count, int) or count < 0:
        raise wrong
    signer = ""
    if "signature" in said or "public_key" in said:
        signer = _signer(said)
        if not signer:
            raise OperatorError(
                "the signature of the checkpoint does not hold: the file was changed; fetch another copy"
            )
    return Checkpoint(case_id, count, head, signer)


def _signer(said: dict[str, object]) -> str:
    public, signed = said.get("public_key"), said.get("signature")
    if not isinstance(public, str) or not isinstance(signed, str):
        return ""
    try:
        mark = bytes.fromhex(signed)
    except ValueError:
        return ""
    return signature.fingerprint(public) if signature.is_valid(public, mark, _canonical(said)) else ""


def differences(log: AuditLog, case_id: str, kept: Checkpoint) -> list[str]:
    """What a checkpoint shows against the log; empty when the log only grew since."""
    if kept.case_id and kept.case_id != case_id:
        return ["audit log: the checkpoint is of another case"]
    count, _ = log.verify()
    if count < kept.count:
        return [f"audit log: {kept.count - count:,} entries at its end are gone: the checkpoint knows {kept.count:,}"]
    if log.head_at(kept.count) != kept.head:
        return [f"audit log: entry {kept.count:,} is not the one that the checkpoint knows: the log was forked"]
    return []


def noted(events: Path) -> list[Checkpoint]:
    """Checkpoints that the event log holds; a help against one who forgets it, no more: it is not protected."""
    found = []
    try:
        lines = events.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    for line in lines:
        if EVENT not in line:
            continue
        try:
            said = json.loads(line)
        except ValueError:  # a line that the machine did not finish
            continue
        if isinstance(said, dict) and isinstance(said.get("count"), int) and isinstance(said.get("head"), str):
            found.append(Checkpoint("", said["count"], said["head"]))
    return found
