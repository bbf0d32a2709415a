"""The audit log for people: a list in which reasons are masked, and checkpoints to keep elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from leakassay.case import casefile, checkpoint
from leakassay.case.case import Case
from leakassay.case.signature import Signer
from leakassay.disclosure.encode import terminal
from leakassay.disclosure.mask import DOTS
from leakassay.disclosure.reveal import Permit, reveal

_HEAD = ("n", "at", "who", "action")
_FREE_TEXT = frozenset({"reason"})
"""What people wrote themselves: it may name a patient."""


def lines(case: Case, *, shown: bool = False, reason: str = "") -> list[str]:
    """Every entry on a line.

    Args:
        case: the case.
        shown: show what people wrote, too; that is a reveal and stands in the log itself.
        reason: why.

    Raises:
        OperatorError: a reveal without a reason.
        IntegrityError: the chain is broken.
    """
    entries = list(case.audit.entries())
    if not shown:
        return [_line(entry, None) for entry in entries]
    return reveal(
        case.audit, reason, "reasons in the audit log", lambda permit: [_line(entry, permit) for entry in entries]
    )


def _line(entry: dict[str, Any], permit: Permit | None) -> str:
    facts = {key: value for key, value in entry.items() if key not in _HEAD}
    said = "  ".join(f"{key}={_value(key, value, permit)}" for key, value in sorted(facts.items()))
    return terminal(
        f"{entry['n']:>5}  {str(entry['at'])[:19]}  {entry['who']:<12} {entry['action']:<18} {said}".rstrip()
    )


def _value(key: str, value: Any, permit: Permit | None) -> str:
    if key in _FREE_TEXT and permit is None:
        return DOTS
    return str(value) if isinstance(value, str) else json.dumps(value)


def write_checkpoint(case: Case, out: Path, signer: Signer | None) -> tuple[int, str]:
    """Write a checkpoint of the log.

    Returns:
        Number of entries, and head.
    """
    casefile.durable(out, checkpoint.text(case.case_id, case.audit, signer), 0o644)
    return case.audit.verify()
