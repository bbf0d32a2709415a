"""What becomes of an item that nothing more is done with, once its format is known."""

from __future__ import annotations

from dataclasses import dataclass

from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.plugin import Format


@dataclass(frozen=True)
class Fate:
    """An outcome and its reason; no outcome while something is still to be done."""

    outcome: Outcome | None
    reason: Reason


def fate_of(entry: Format | None, outcome: Outcome | None, reason: Reason) -> Fate:
    """The fate of an item by its format.

    Args:
        entry: its format; None when none fits.
        outcome: what was said of it already (a link, an encrypted member).
        reason: why.
    """
    if outcome is not None:
        return Fate(outcome, reason)
    if entry is None or not (entry.reader or entry.opener):
        return Fate(Outcome.UNSUPPORTED, Reason.NO_READER)
    return Fate(None, Reason.NONE)
