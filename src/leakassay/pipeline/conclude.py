"""From what a reader yielded to one outcome: coverage is counted, never assumed."""

from __future__ import annotations

from dataclasses import dataclass

from leakassay.model.batch import Tally
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason


@dataclass(frozen=True)
class Conclusion:
    """Outcome of an item or of a range of it; bytes_read counts bytes of what it had to account for."""

    outcome: Outcome
    reason: Reason
    bytes_read: int


def conclude(tally: Tally, own_bytes: int, fault: ItemError | None) -> Conclusion:
    """Judge a reading.

    Args:
        tally: records, covered bytes and gaps.
        own_bytes: bytes that the reader had to account for.
        fault: the error that stopped it, if any.
    """
    covered = max(0, min(tally.covered, own_bytes))
    if fault is not None:
        if fault.outcome in {Outcome.EMPTY, Outcome.KNOWN_FILE}:
            return Conclusion(fault.outcome, fault.reason, own_bytes)
        if tally.records == 0 or fault.outcome in {Outcome.ENCRYPTED, Outcome.PENDING}:
            return Conclusion(fault.outcome, fault.reason, 0)
        return Conclusion(Outcome.READ_PARTLY, fault.reason, max(covered, min(fault.bytes_read, own_bytes)))
    worst = tally.worst_gap
    if tally.records == 0:
        return Conclusion(Outcome.FAILED, worst.reason if worst is not None else Reason.NO_TEXT, 0)
    if worst is not None:
        return Conclusion(Outcome.READ_PARTLY, worst.reason, covered)
    if covered < own_bytes:
        return Conclusion(Outcome.READ_PARTLY, Reason.SOME_PARTS_FAILED, covered)
    return Conclusion(Outcome.READ, Reason.NONE, own_bytes)
