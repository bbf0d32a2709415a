"""Work is frozen: a unit that was given out cannot change under way."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from leakassay.model.work import ItemReceipt, Receipt, WorkItem, WorkUnit


@pytest.mark.parametrize("made", [WorkItem(1, 2, 3), WorkUnit(1, "a:b", ()), Receipt(1, ()), ItemReceipt(1, None)])
def test_nothing_of_it_changes(made) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(made, next(iter(made.__dataclass_fields__)), 9)


def test_a_unit_is_whole_unless_said_otherwise() -> None:
    unit = WorkUnit(1, "a:b", ())
    assert (unit.offset, unit.length, unit.hashed) == (0, -1, False)
