"""Stamping: ids come from the item and the row's number, never from the cell."""

from __future__ import annotations

import pyarrow as pa
import pytest

from leakassay.engine.ordeal import rows
from leakassay.engine.stamp import Stamper
from leakassay.model.errors import ItemError
from leakassay.model.tables.registry import EMITTED, TABLES


@pytest.mark.parametrize("table", EMITTED, ids=lambda table: table.name)
def test_stamped_rows_have_the_schema_at_rest(table) -> None:
    stamped = Stamper(1, 0).stamp(table, rows(table.name, 2))
    assert stamped.schema.equals(table.schema)
    assert len(set(stamped.column(0).to_pylist())) == 2


def test_batches_are_numbered_on_across_calls() -> None:
    """Two batches give the ids of one."""
    sighting = TABLES["sighting"]
    one, two = Stamper(7, 0), Stamper(7, 0)
    whole = one.stamp(sighting, rows("sighting", 3)).column("sighting_id").to_pylist()
    parts = [
        two.stamp(sighting, rows("sighting", count, first)).column("sighting_id").to_pylist()
        for first, count in ((0, 1), (1, 2))
    ]
    assert parts[0] + parts[1] == whole


def test_items_and_ranges_never_share_an_id() -> None:
    ids = [
        Stamper(item, offset).stamp(TABLES["sighting"], rows("sighting", 50)).column("sighting_id").to_pylist()
        for item in (1, 2)
        for offset in (0, 100)
    ]
    assert len({one for some in ids for one in some}) == 200


def test_a_mention_points_at_the_sighting_of_its_own_item() -> None:
    stamper = Stamper(9, 5)
    person = stamper.stamp(TABLES["sighting"], rows("sighting", 2)).column("sighting_id").to_pylist()
    found = stamper.stamp(TABLES["mention"], rows("mention", sighting_ordinal=1))
    alone = stamper.stamp(TABLES["mention"], rows("mention", sighting_ordinal=-1))
    stamper.check()
    assert found.column("sighting_id").to_pylist() == [person[1]]
    assert alone.column("sighting_id").to_pylist() == [None]
    assert set(found.column("item_id").to_pylist() + found.column("unit_offset").to_pylist()) == {9, 5}


def test_a_gap_in_the_numbers_of_sightings_is_refused() -> None:
    with pytest.raises(ItemError):
        Stamper(1, 0).stamp(TABLES["sighting"], rows("sighting", first=1))


def test_a_reference_to_a_sighting_that_never_came_is_refused() -> None:
    stamper = Stamper(1, 0)
    stamper.stamp(TABLES["event"], rows("event", sighting_ordinal=0))
    with pytest.raises(ItemError):
        stamper.check()


def test_no_rows_are_no_fault() -> None:
    empty = TABLES["mention"].cell_schema.empty_table().to_batches() or [
        pa.RecordBatch.from_pylist([], TABLES["mention"].cell_schema)
    ]
    assert Stamper(1, 0).stamp(TABLES["mention"], empty[0]).num_rows == 0
