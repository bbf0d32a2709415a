"""Report versions: what was sealed at the end of each run that changed something, in the ledger and the audit log."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from leakassay.case import ledger_root
from leakassay.case.case import Case
from leakassay.case.ledger import Ledger

ACTION = "report_version"
_OPEN = "unsealed"


@dataclass(frozen=True)
class Version:
    """One row of `report_version`.

    Attributes:
        number: from 1.
        at: when, ISO 8601, UTC.
        ledger_root: Merkle root over all items.
        seal: Merkle root over the source files.
        manifest_sha256: of settings, versions and units done.
        items: how many items the ledger root covers.
    """

    number: int
    at: str
    ledger_root: str
    seal: str
    manifest_sha256: str
    items: int

    def facts(self) -> dict[str, Any]:
        """All but the time."""
        return {key: value for key, value in asdict(self).items() if key != "at"}


def all_of(ledger: Ledger) -> list[Version]:
    """Every version, the first one first."""
    rows = ledger.rows(
        "select number, at, ledger_root, seal, manifest_sha256, items from report_version order by number"
    )
    return [Version(*row) for row in rows]


def latest(ledger: Ledger) -> Version | None:
    """The last version; None before the first run came to its end."""
    return next(iter(all_of(ledger)[-1:]), None)


def begin(ledger: Ledger) -> None:
    """Note that the ledger is about to change (inside a transaction)."""
    ledger.set_meta(_OPEN, "1")


def is_open(case: Case) -> bool:
    """True when a run changed the ledger and did not come to its end, the audit entry on its version included."""
    last = latest(case.ledger)
    unheard = last is not None and audited(case).get("number", 0) == last.number - 1
    return unheard or case.ledger.meta(_OPEN) == "1"


def record(ledger: Ledger, *, is_untouched: bool = False) -> None:
    """Seal the ledger as it is (inside a transaction, after seal and manifest); equal states make one version.

    Args:
        ledger: of the case.
        is_untouched: no item has changed since the last version: its root is this one's.
    """
    last = latest(ledger)
    root, items = (last.ledger_root, last.items) if last and is_untouched else ledger_root.root(ledger)
    said = (root, ledger.meta("seal"), ledger.meta("manifest_sha256"))
    if last is None or (last.ledger_root, last.seal, last.manifest_sha256) != said:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        number = 1 if last is None else last.number + 1
        ledger.note("insert into report_version values (?, ?, ?, ?, ?, ?)", (number, now, *said, items))
    ledger.set_meta(_OPEN, "0")


def audit(case: Case) -> None:
    """Put the last version into the audit log unless it stands there: whoever changes the ledger cannot change both."""
    last = latest(case.ledger)
    if last is not None and audited(case) != last.facts():
        case.audit.append(ACTION, **last.facts())


def audited(case: Case) -> dict[str, Any]:
    """Facts of the last version that the audit log names; empty when it names none."""
    found: dict[str, Any] = {}
    for entry in case.audit.entries():
        if entry["action"] == ACTION:
            found = {key: value for key, value in entry.items() if key not in {"n", "at", "who", "action"}}
    return found
