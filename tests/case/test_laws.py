"""The conservation laws: each side broken once, each time seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from case.shop import add_item, add_source, fresh
from leakassay.case import laws
from leakassay.case.case import Case
from leakassay.model.errors import IntegrityError


@pytest.fixture
def case(tmp_path: Path):
    """A dump of 40 bytes: a file of 10; a zip of 30 that holds, in 25 of them, a member of 100."""
    found = fresh(tmp_path)
    add_source(found, size=40)
    add_item(found, 1)
    add_item(found, 2, size_bytes=30, own_bytes=5)
    add_item(found, 3, parent_id=2, depth=1, size_bytes=100, own_bytes=100, packed_bytes=25)
    yield found
    found.close()


def test_the_laws_close_over_an_honest_ledger(case: Case) -> None:
    found = laws.check(case.ledger)
    assert (found.acquired, found.hashed, found.content, found.by_outcome) == (40, 40, 115, 115)


BREAKS = {
    "the source grew": "update source set bytes = 41",
    "a file shrank": "update item set size_bytes = 9, own_bytes = 9 where item_id = 1",
    "a file vanished": "delete from item where item_id = 1",
    "a member vanished": "delete from item where item_id = 3",
    "a container keeps what its member holds": "update item set own_bytes = 30 where item_id = 2",
    "a member claims more of its container": "update item set packed_bytes = 26 where item_id = 3",
    "an item has no outcome": "update item set outcome = '' where item_id = 1",
    "an item of no bytes has none": "update item set outcome = '', size_bytes = 0, own_bytes = 0 where item_id = 1",
    "more was read than there is": "update item set bytes_read = own_bytes + 1 where item_id = 3",
    "less than nothing was read": "update item set bytes_read = -1 where item_id = 3",
    "a container owes bytes": "update item set own_bytes = -5 where item_id = 2",
}


@pytest.mark.parametrize("sql", BREAKS.values(), ids=BREAKS.keys())
def test_a_broken_side_is_seen(sql: str, case: Case) -> None:
    with case.ledger.transaction():
        case.ledger.execute(sql)
    with pytest.raises(IntegrityError, match="nothing is reported"):
        laws.check(case.ledger)


def test_bytes_that_could_not_be_hashed_are_accounted(case: Case) -> None:
    with case.ledger.transaction():
        case.ledger.execute("update item set sha256 = '', outcome = 'refused' where item_id = 1")
    found = laws.check(case.ledger)
    assert (found.hashed, found.unreadable) == (30, 10)


def test_an_empty_case_closes(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    assert laws.check(case.ledger).closes
