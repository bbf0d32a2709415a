"""The feed: what is given next, when it waits, and when it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from case.shop import add_item, add_source, fresh
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import ItemReceipt, Receipt, WorkUnit
from leakassay.pipeline import schedule
from leakassay.pipeline.cellwork import formats_by_name
from leakassay.pipeline.feed import LOST_TWICE, ROOM_BYTES, Feed

OPEN = {"outcome": "", "done": 0, "ready": 1, "hashed": 1, "format": "text"}
ZIP = OPEN | {"format": "zip", "container": 1}


@pytest.fixture
def case(tmp_path: Path):
    found = fresh(tmp_path)
    add_source(found, size=1000)
    yield found
    found.close()


def feed(case, *, hashes: bool = True, reads: bool = True) -> Feed:
    return Feed(case, formats_by_name(), hashes=hashes, reads=reads)


def given(fed: Feed) -> list[WorkUnit]:
    """Units until the feed waits or ends."""
    units: list[WorkUnit] = []
    for unit in fed.units():
        if unit is None:
            break
        units.append(unit)
    return units


def receipt(unit: WorkUnit, outcome: Outcome = Outcome.READ, reason: Reason = Reason.NONE) -> Receipt:
    return Receipt(unit.unit_id, tuple(ItemReceipt(item.item_id, outcome, reason) for item in unit.items))


def test_an_empty_case_ends_the_feed_at_once(case) -> None:
    assert list(feed(case).units()) == []


def test_small_plain_items_share_a_cell_by_partition_and_risky_ones_a_unit_only(case) -> None:
    pdf, large = {"format": "pdf"}, {"size_bytes": 2 << 20}
    for number, more in enumerate([{}, pdf, {}, {"partition_id": 2}, pdf, large, pdf | large], start=1):
        add_item(case, number, seq=number, **(OPEN | more))
    found = {tuple(item.item_id for item in unit.items): unit.alone for unit in given(feed(case))}
    assert found == {(1, 3): False, (2, 5): True, (4,): False, (6,): False, (7,): False}


def test_hashing_comes_before_reading_and_reading_may_be_left_out(case) -> None:
    add_item(case, 1, seq=1, **OPEN)
    add_item(case, 2, seq=2, outcome="", done=0, hashed=0, sha256="")
    assert [unit.fn for unit in given(feed(case))] == [schedule.IDENTIFY, schedule.ASSAY]
    assert [unit.fn for unit in given(feed(case, reads=False))] == [schedule.IDENTIFY]
    assert [unit.fn for unit in given(feed(case, hashes=False))] == [schedule.ASSAY]


def test_no_item_is_given_twice_while_somebody_is_at_it(case) -> None:
    add_item(case, 1, seq=1, **OPEN)
    fed = feed(case)
    (unit,) = given(fed)
    fed.settled()
    assert given(fed) == []
    fed.taken_in(unit, receipt(unit))
    fed.settled()
    assert len(given(fed)) == 1  # it was not committed: the ledger still asks for it


def test_an_item_whose_bytes_are_gone_is_not_given_again_in_this_pass(case) -> None:
    add_item(case, 1, seq=1, **OPEN)
    fed = feed(case)
    (unit,) = given(fed)
    fed.taken_in(unit, receipt(unit, Outcome.PENDING, Reason.INTERRUPTED))
    fed.settled()
    assert given(fed) == []


def test_a_large_splittable_item_is_cut_first_and_then_given_range_by_range(case) -> None:
    add_item(case, 1, seq=1, **(OPEN | {"size_bytes": 40 << 20}))
    fed = feed(case)
    (split,) = given(fed)
    assert split.fn == schedule.SPLIT
    schedule.keep_cuts(case, 1, 40 << 20, [[0, 16 << 20], [16 << 20, 24 << 20]])
    fed.taken_in(split, receipt(split))
    assert [(unit.offset, unit.length) for unit in given(fed)] == [(0, 16 << 20), (16 << 20, 24 << 20)]


def test_openings_wait_while_the_spool_is_full_and_go_on_when_nothing_else_can(case) -> None:
    add_item(case, 1, seq=1, **ZIP)
    add_item(case, 2, seq=2, parent_id=9, spool="s", size_bytes=ROOM_BYTES, **{**OPEN, "format": "pdf"})
    fed = feed(case)
    (read,) = given(fed)
    assert read.fn == schedule.ASSAY
    fed.taken_in(read, receipt(read))
    with case.ledger.transaction():
        case.ledger.execute("update item set done = 1 where item_id = 2")
    assert [unit.fn for unit in given(fed)] == [schedule.OPEN]


def test_a_round_is_over_when_its_last_instalment_is_in(case) -> None:
    for number in (1, 2):
        add_item(case, number, seq=number, **ZIP)
    fed = feed(case)
    first, second = given(fed)
    fed.taken_in(first, receipt(first))
    assert not fed.is_round_over
    fed.taken_in(second, receipt(second))
    assert fed.is_round_over


def test_a_disk_that_loses_containers_again_and_again_ends_the_openings_of_a_pass(case) -> None:
    add_item(case, 1, seq=1, **ZIP)
    fed = feed(case)
    opened = 0
    while opened < 9 and (units := given(fed)):
        opened += 1
        fed.taken_in(units[0], receipt(units[0], Outcome.PENDING, Reason.INTERRUPTED))
    assert opened == LOST_TWICE
