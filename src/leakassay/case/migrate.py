"""From one case format to the next, on opening: one function a step, crash-safe, and the same when done twice.

Columns and tables of the ledger have steps of their own (`case/ledger_schema.py`), taken here as well.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from leakassay.case import casefile, keyset
from leakassay.case.keys import CaseKeys
from leakassay.case.keyset import Holder
from leakassay.case.ledger import Ledger

LEDGER = "ledger.sqlite"


def is_behind(folder: Path, said: dict[str, Any]) -> bool:
    """True when something is to be migrated, or was left half migrated."""
    if said["format"] < casefile.FORMAT or (folder / casefile.BEFORE).exists():
        return True
    ledger = Ledger(folder / LEDGER)
    try:
        return ledger.is_behind
    finally:
        ledger.close()


def migrate(folder: Path, said: dict[str, Any], keys: CaseKeys | None) -> int:
    """Bring a case up to this format; the caller holds it.

    Args:
        folder: of the case.
        said: its `case.json` as it is now.
        keys: its keys; needed from format 1 only.

    Returns:
        The format it came from.

    Raises:
        SpaceError: no room; nothing is lost, it is taken up again at the next opening.
    """
    _ledger(folder)
    if said["format"] == 1 and keys is not None:
        _to_2(folder, said, keys)
    if (folder / casefile.BEFORE).exists():  # the new file is in its place and durable
        casefile.shred(folder / casefile.BEFORE)
    return int(said["format"])


def _ledger(folder: Path) -> None:
    ledger = Ledger(folder / LEDGER)
    try:
        if ledger.is_behind:
            ledger.upgrade()
    finally:
        ledger.close()


def _to_2(folder: Path, said: dict[str, Any], keys: CaseKeys) -> None:
    """One wrapped key becomes a list of holders; the wrap itself stays as it is."""
    before = folder / casefile.BEFORE
    if not before.exists():
        os.link(folder / casefile.NAME, before)
        casefile.sync_folder(folder)
    key = said["key"]
    first = Holder(keyset.FIRST_HOLDER, key["by"], key["salt"], key["wrapped"])
    found = keyset.sealed(keys, said["case_id"], 1, (first,))
    casefile.write(folder, {"format": 2, "case_id": said["case_id"], **found.as_json()})
