"""Cutting work: partitions apart, risky ones alone, cuts that tile or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case.shop import add_item, add_source, fresh
from leakassay.pipeline import schedule
from leakassay.pipeline.cellwork import formats_by_name

OPEN = {"outcome": "", "done": 0, "ready": 1, "hashed": 1, "format": "text"}


@pytest.fixture
def case(tmp_path: Path):
    found = fresh(tmp_path)
    add_source(found, size=1000)
    yield found
    found.close()


def units(case) -> list[list[int]]:
    return [[item.item_id for item in unit.items] for unit in schedule.read_units(case, formats_by_name())]


def test_small_plain_items_share_a_cell_by_partition_and_risky_ones_a_unit_only(case) -> None:
    pdf, large = {"format": "pdf"}, {"size_bytes": 2 << 20}
    for number, more in enumerate([{}, pdf, {}, {"partition_id": 2}, pdf, large, pdf | large], start=1):
        add_item(case, number, seq=number, **(OPEN | more))
    found = {
        tuple(item.item_id for item in unit.items): unit.alone for unit in schedule.read_units(case, formats_by_name())
    }
    assert found == {(1, 3): False, (2, 5): True, (4,): False, (6,): False, (7,): False}


def test_a_batch_is_never_larger_than_its_limits(case) -> None:
    for number in range(1, 151):
        add_item(case, number, seq=number, **OPEN)
    assert [len(unit) for unit in units(case)] == [64, 64, 22]


def test_duplicates_done_ones_and_lost_members_are_left(case) -> None:
    lost = {"parent_id": 9, "spool": ""}
    for number, more in enumerate([{"duplicate_of": 4}, {"done": 1}, lost, {}], start=1):
        add_item(case, number, seq=number, **(OPEN | more))
    assert units(case) == [[4]]


def test_a_name_is_cut_from_its_front(case) -> None:
    add_item(case, 1, seq=1, name=b"x/" + b"n" * 300 + b".csv", **OPEN)
    (unit,) = schedule.read_units(case, formats_by_name())
    assert (len(unit.items[0].name), unit.items[0].name[-4:]) == (255, ".csv")


_number = st.integers(-5, 60) | st.floats(allow_nan=False) | st.text(max_size=2) | st.none()


@given(cuts=st.lists(st.lists(_number, max_size=3) | _number, max_size=4) | st.none())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_cuts_that_do_not_tile_are_not_kept(cuts, case) -> None:
    """A cell said so: anything may stand there."""
    if schedule.keep_cuts(case, 5, 50, cuts):
        assert [cut[0] for cut in cuts] == [sum(cut[1] for cut in cuts[:at]) for at in range(len(cuts))]
        assert sum(cut[1] for cut in cuts) == 50


def test_cuts_that_tile_are_kept_and_too_many_are_not(case) -> None:
    assert schedule.keep_cuts(case, 5, 50, [[0, 20], [20, 30]])
    assert case.ledger.one("select count(*) from range where item_id = 5") == 2
    assert not schedule.keep_cuts(case, 6, 50, [[at, 1] for at in range(50)])
