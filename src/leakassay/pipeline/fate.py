"""What becomes of an item that nothing more is done with, once its format is known."""

from __future__ import annotations

from dataclasses import dataclass

from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.plugin import Format
from leakassay.model.work import ItemReceipt, MemberReceipt
from leakassay.pipeline.known_files import NO_LIST, KnownFiles


@dataclass(frozen=True)
class Fate:
    """An outcome and its reason; no outcome while something is still to be done."""

    outcome: Outcome | None
    reason: Reason


def fate_of(entry: Format | None, found: ItemReceipt | MemberReceipt, known: KnownFiles = NO_LIST) -> Fate:
    """The fate of an item by its format and its content.

    Args:
        entry: its format; None when none fits.
        found: what was said of it already (a link, an encrypted member), and its hashes.
        known: the operator's list of files that need no reading.
    """
    if found.outcome is not None:
        return Fate(found.outcome, found.reason)
    if known.holds(entry, found.sha256, found.other_digest):
        return Fate(Outcome.KNOWN_FILE, Reason.LISTED_HASH)
    if entry is None or not (entry.reader or entry.opener):
        return Fate(Outcome.UNSUPPORTED, Reason.EXECUTABLE if entry and entry.quarantine else Reason.NO_READER)
    return Fate(None, Reason.NONE)
