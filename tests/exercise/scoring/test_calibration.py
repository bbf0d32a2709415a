"""Probabilities are held against what was planted, tenth by tenth."""

from collections.abc import Mapping

import pyarrow as pa
import pytest

from exercise.scoring.conftest import Seen
from leakassay.exercise.scoring import source
from leakassay.exercise.scoring.calibration import calibration


def board(tables: Mapping[str, pa.Table], seen: Seen) -> dict[str, float | None]:
    return {row.measure: row.value for row in calibration(seen(tables), source.of(tables))}


def mentioned(assay: Mapping[str, pa.Table], scores: list[float], values: list[str]) -> dict[str, pa.Table]:
    """The numbers of the first sightings as mentions, some of them replaced."""
    sightings = assay["sightings"].slice(0, len(scores))
    said = {"item_id": sightings["item_id"], "kind": ["nhs_number"] * len(scores), "value": values, "score": scores}
    return {**assay, "mentions": pa.table(said)}


def test_what_is_right_is_counted_by_tenths(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    filled = perfect_assay["sightings"].filter(pa.compute.not_equal(perfect_assay["sightings"]["nhs_number"], ""))
    assay = {**perfect_assay, "sightings": filled}
    numbers = filled["nhs_number"].to_pylist()[:4]
    found = board(mentioned(assay, [0.95, 0.95, 0.25, 1.0], [numbers[0], "9990000018x", "no", numbers[3]]), seen)
    assert found["nhs_number: 0.9 to 1.0 right"] == pytest.approx(2 / 3)
    assert found["nhs_number: 0.9 to 1.0 said"] == pytest.approx((0.95 + 0.95 + 1.0) / 3)
    assert found["nhs_number: 0.2 to 0.3 right"] == 0
    assert found["nhs_number: mean gap"] == pytest.approx((abs(2.9 - 2) + 0.25) / 4)


def test_people_are_right_when_the_item_holds_them(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    sightings = perfect_assay["sightings"]
    sure = sightings.append_column("score", pa.array([0.99] * sightings.num_rows))
    found = board({**perfect_assay, "sightings": sure}, seen)
    assert (found["sighting: 0.9 to 1.0 right"] or 0) > 0.97
    items = sure["item_id"]
    other = pa.array(items.to_pylist()[::-1], items.type)
    swapped = sure.set_column(sure.column_names.index("item_id"), "item_id", other)
    lost = board({**perfect_assay, "sightings": swapped}, seen)
    assert (lost["sighting: 0.9 to 1.0 right"] or 0) < 0.7


def test_tables_without_scores_say_nothing(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    assert board(perfect_assay, seen) == {}
