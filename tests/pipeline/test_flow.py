"""The flow ends: whatever engines answer, no wave is repeated for ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from case.shop import add_item, add_source, fresh
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import ItemReceipt, Receipt, WorkUnit
from leakassay.pipeline.cellwork import formats_by_name
from leakassay.pipeline.flow import Flow


class Answers:
    """An engine that gives every item the same answer."""

    name = "answers"

    def __init__(self, outcome: Outcome, reason: Reason) -> None:
        self.said, self.units = (outcome, reason), 0

    def map(self, units: Iterable[WorkUnit | None]) -> Iterator[Receipt]:
        for unit in units:
            if unit is None:
                continue
            self.units += 1
            yield Receipt(unit.unit_id, tuple(ItemReceipt(item.item_id, *self.said) for item in unit.items))

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ((Outcome.PENDING, Reason.INTERRUPTED), ""),
        ((Outcome.FAILED, Reason.CRASHED), "failed"),
        ((Outcome.READ, Reason.NONE), "read"),
    ],
)
def test_reading_ends_whatever_is_answered(said: tuple[Outcome, Reason], ends: str, tmp_path: Path) -> None:
    """Items whose bytes are lost again and again are tried a few times a run, then left for the next."""
    case = fresh(tmp_path)
    add_source(case, size=30)
    opened = {"outcome": "", "done": 0, "hashed": 1, "ready": 1}
    add_item(case, 1, seq=1, format="text", sha256="aa", **opened)
    add_item(case, 2, seq=2, format="zip", container=1, sha256="bb", **opened)
    engine = Answers(*said)
    Flow(case, engine, formats_by_name(), {}, lambda *_args, **_facts: None).run(hashes=True, reads=True)
    assert 2 <= engine.units <= 8
    if ends:
        assert case.ledger.one("select outcome from item where item_id = 1") == ends
