"""Closing a case: its keys are destroyed, a record of it stays; a legal hold forbids it.

Destroyed are every wrap of the case key and the key file beside the case: overwritten once and unlinked. Parts and
spool, unreadable then, are unlinked. What a snapshot, a backup, a journal or the spare blocks of an SSD keep is not
reached, and the record says so. The ledger's clear part, summary, dossier and seals stay.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leakassay.case import casefile, keyset, secret, version
from leakassay.case.audit import who
from leakassay.case.case import Case, key_path
from leakassay.case.signature import Signer, fingerprint
from leakassay.disclosure.reveal import SHORTEST_REASON
from leakassay.model.errors import CaseKeyError, OperatorError

SCHEMA = "leakassay/destruction/1"
HELD, RELEASED = "legal_hold", "legal_hold_released"
_GOING = "case.json.going"
_NOTE = (
    "Keys were overwritten once and unlinked. Copies of case.json or of a key on backups, in snapshots, in a file "
    "system's journal or in spare blocks of an SSD are not reached: they are to be destroyed where they lie. Exports "
    "made with --reveal lie where the operator put them."
)


def hold(case: Case, reason: str, *, release: bool = False) -> None:
    """Put a case under legal hold, or release it; the audit log is where it stands.

    Raises:
        OperatorError: no reason, or nothing to release.
    """
    reason = _checked(reason)
    if release and not held(case):
        raise OperatorError("the case is under no legal hold; nothing was released")
    case.audit.append(RELEASED if release else HELD, reason=reason)


def held(case: Case) -> bool:
    """True when the case is under legal hold."""
    state = False
    for entry in case.audit.entries():
        state = entry["action"] == HELD if entry["action"] in {HELD, RELEASED} else state
    return state


def close(case: Case, reason: str, signer: Signer | None) -> dict[str, Any]:
    """Destroy the keys of a case. It cannot be undone.

    Returns:
        The destruction record.

    Raises:
        OperatorError: no reason, or the case is under legal hold.
    """
    reason = _checked(reason)
    if held(case):
        raise OperatorError(
            f"the case {case.folder} is under legal hold and cannot be closed; "
            "`leakassay case hold CASE --release --reason …` ends the hold"
        )
    with case.lock():
        beside = _is_ours(case)
        case.audit.append("case_closed", reason=reason)
        record = _record(case, reason, key_beside=beside)
        text = json.dumps(record | {"signed_by": fingerprint(signer.public) if signer else ""}, indent=1) + "\n"
        place = case.folder / casefile.DESTRUCTION
        if signer:
            casefile.durable(place.with_name("destruction.pub"), signer.public)
            casefile.durable(place.with_name("destruction.sig"), signer.sign(text.encode()).hex() + "\n")
        casefile.durable(place, text)
        case.events.append("case_closed")
        going = case.folder / _GOING
        going.unlink(missing_ok=True)
        os.link(case.folder / casefile.NAME, going)
        closed = {"format": casefile.FORMAT, "case_id": case.case_id, "closed": record["at"], "key_beside": beside}
        casefile.write(case.folder, closed)  # from here on the case is closed, whatever happens
        case.ledger.close()
        finish(case.folder)
    return record


def finish(folder: Path) -> None:
    """Destroy what is still there of a closed case; a closing that was cut off is taken up here, without a key."""
    said = json.loads((folder / casefile.NAME).read_text(encoding="ascii"))
    for name in (_GOING, casefile.BEFORE, casefile.NAME + ".new"):
        casefile.shred(folder / name)
    if said.get("key_beside"):
        casefile.shred(key_path(folder))
    for name in ("parts", "spool", "parts.next", "spool.next", "parts.old", "spool.old"):
        shutil.rmtree(folder / name, ignore_errors=True)


def _is_ours(case: Case) -> bool:
    """True when the key file beside the case is one of its holders'."""
    place = key_path(case.folder)
    try:
        keyset.unwrap(case.key_set(), case.case_id, secret.read_secret(place))
    except CaseKeyError:
        return False
    return not place.is_symlink()


def _record(case: Case, reason: str, *, key_beside: bool) -> dict[str, Any]:
    last = version.latest(case.ledger)
    count, head = case.audit.head
    parts, size = case.ledger.rows("select count(*), coalesce(sum(bytes), 0) from part")[0]
    return {
        "schema": SCHEMA,
        "case_id": case.case_id,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": who(),
        "reason": reason,
        "seal": case.ledger.meta("seal"),
        "ledger_root": last.ledger_root if last else "",
        "report_version": last.number if last else 0,
        "audit": {"count": count, "head": head},
        "counts": {
            "items": case.ledger.one("select count(*) from item"),
            "source_bytes": case.ledger.one("select coalesce(sum(bytes), 0) from source"),
            "parts": parts,
            "part_bytes": size,
        },
        "holders": [{"name": one.name, "kind": one.kind} for one in case.key_set().holders],
        "key_file_beside_the_case": "destroyed" if key_beside else "none of this case's",
        "note": _NOTE,
    }


def _checked(reason: str) -> str:
    if len(reason.strip()) < SHORTEST_REASON:
        raise OperatorError(f"a reason of at least {SHORTEST_REASON} characters was expected; give it with --reason")
    return reason.strip()
