"""Cutting work: partitions apart, risky ones alone, cuts that tile or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case.shop import add_item, add_source, fresh
from leakassay.model.work import WorkItem
from leakassay.pipeline import schedule
from leakassay.pipeline.cellwork import formats_by_name

OPEN = {"outcome": "", "done": 0, "ready": 1, "hashed": 1, "format": "text"}


@pytest.fixture
def case(tmp_path: Path):
    found = fresh(tmp_path)
    add_source(found, size=1000)
    yield found
    found.close()


def batched(*sizes: int, partition: int = 1) -> list[list[int]]:
    batch = schedule.Batch(3, 100)
    made = [unit for n, size in enumerate(sizes) for unit in batch.add(WorkItem(n, 1, size), partition, "plain")]
    return [[item.item_id for item in unit.items] for unit in made + batch.rest()]


def test_a_batch_is_never_larger_than_its_limits() -> None:
    assert batched(1, 1, 1, 1) == [[0, 1, 2], [3]]
    assert batched(60, 60, 40) == [[0], [1, 2]]


def test_two_partitions_and_two_families_are_never_in_one_unit() -> None:
    batch = schedule.Batch(9, 900)
    sorts = ((1, "plain"), (1, "plain"), (2, "plain"), (2, "mail"))
    made = [unit for n, sort in enumerate(sorts) for unit in batch.add(WorkItem(n, 1, 1), *sort)] + batch.rest()
    assert [(len(unit.items), unit.family) for unit in made] == [(2, "plain"), (1, "plain"), (1, "mail")]
    assert batch.rest() == []


def test_a_name_is_cut_from_its_front(case) -> None:
    add_item(case, 1, seq=1, name=b"x/" + b"n" * 300 + b".csv", **OPEN)
    (row,) = schedule.readable(case, -1)
    item = schedule.work_item(case, row)
    assert (len(item.name), item.name[-4:]) == (255, ".csv")


def test_copies_done_ones_volumes_and_lost_members_cannot_be_read(case) -> None:
    lost = {"parent_id": 9, "spool": ""}
    for number, more in enumerate([{"duplicate_of": 4}, {"done": 1}, lost, {"volume_place": 2}, {}], start=1):
        add_item(case, number, seq=number, **(OPEN | more))
    assert [row["item_id"] for row in schedule.readable(case, -1)] == [5]


def test_a_round_is_kept_until_it_is_through_and_takes_the_deepest_first(case) -> None:
    for number in range(1, 11):
        more = {"format": "zip", "container": 1, "depth": number // 10, "parent_id": 1 if number == 10 else None}
        add_item(case, number, seq=number, spool="s" if number == 10 else "", **(OPEN | more))
    first = [unit.session for unit in schedule.round_units(case, formats_by_name())]
    assert first == [1, 2, 3, 4, 5, 6, 7, 10]
    assert [unit.session for unit in schedule.round_units(case, formats_by_name())] == first


def test_no_round_begins_before_every_source_file_is_hashed(case) -> None:
    add_item(case, 1, seq=1, **(OPEN | {"format": "zip", "container": 1}))
    add_item(case, 2, seq=2, outcome="", done=0, hashed=0, sha256="")
    assert schedule.round_units(case, formats_by_name()) == []


def test_the_volumes_of_a_set_come_with_their_lead_and_a_missing_one_as_a_hole(case) -> None:
    add_item(case, 1, seq=1, name=b"x.7z.001", **(OPEN | {"format": "7z", "container": 1}))
    for number, place in ((2, 2), (4, 4)):
        add_item(case, number, seq=number, name=b"x.7z.00%d" % place, volume_of=1, volume_place=place, **OPEN)
    item = schedule.work_item(case, case.ledger.rows("select * from item where item_id = 1")[0])
    assert [volume.item_id for volume in item.volumes] == [2, 0, 4]
    assert (item.lead, item.volumes[1].path, item.volumes[1].size) == (0, b"", 10)


def test_a_split_zip_is_led_by_its_last_file(case) -> None:
    add_item(case, 1, seq=3, name=b"x.zip", **(OPEN | {"format": "zip", "container": 1}))
    for number in (1, 2):
        add_item(case, 9 + number, seq=number, name=b"x.z0%d" % number, volume_of=1, volume_place=number, **OPEN)
    item = schedule.work_item(case, case.ledger.rows("select * from item where item_id = 1")[0])
    assert ([volume.item_id for volume in item.volumes], item.lead) == ([10, 11], 2)


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


def test_ranges_come_with_the_places_that_their_reader_looks_at(case) -> None:
    add_item(case, 1, seq=1, **OPEN)
    assert schedule.keep_cuts(case, 1, 50, [[0, 20], [20, 20, 7], [40, 10, 7, 0]])
    (row,) = schedule.readable(case, -1)
    units = schedule.range_units(case, row, "plain")
    assert [(unit.offset, unit.length, unit.anchors) for unit in units] == [
        (0, 20, ()),
        (20, 20, (7,)),
        (40, 10, (7, 0)),
    ]


@pytest.mark.parametrize("anchors", [[20], [-1], [0.5], [""], [0] * 9])
def test_places_that_do_not_lie_before_their_range_are_not_believed(anchors, case) -> None:
    assert not schedule.keep_cuts(case, 5, 50, [[0, 20], [20, 30, *anchors]])
