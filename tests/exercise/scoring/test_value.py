"""Values per kind."""

from collections.abc import Mapping

import pyarrow as pa

from exercise.scoring.conftest import Seen, Spoil
from leakassay.exercise.scoring.value import by_kind


def test_a_kind_that_was_not_found_costs_that_kind_alone(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    without = {**perfect_assay, "sightings": perfect_assay["sightings"].drop_columns(["postcode"])}
    board = {row.measure: row.value for row in by_kind(seen(without))}
    assert board["postcode recall"] == 0.0
    assert board["surname recall"] == 1.0


def test_a_kind_that_was_invented_costs_precision(seen: Seen, spoil: Spoil):
    board = {row.measure: row.value for row in by_kind(seen(spoil("sightings", "surname", "INVENTED")))}
    assert board["surname precision"] == board["surname recall"] == 0.0
    assert board["forename precision"] == 1.0


def test_sightings_where_nobody_stands_are_counted(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    items, sightings = perfect_assay["items"], perfect_assay["sightings"]
    peopled = set(sightings["item_id"].to_pylist())
    sound = [
        row["item_id"]
        for row in items.to_pylist()
        if row["item_id"] not in peopled and not row["reason"] and not row["duplicate_of"]
    ]
    stray = sightings.slice(0, 1).set_column(
        sightings.column_names.index("item_id"), "item_id", pa.array(sound[:1], pa.int64())
    )
    more = {**perfect_assay, "sightings": pa.concat_tables([sightings, stray])}
    counted = [by_kind(seen(assay))[-1].value for assay in (perfect_assay, more)]
    assert counted == [0.0, 1.0]
