"""What the assay says it read, beside whom it could have met."""

from collections.abc import Mapping

import pyarrow as pa

from exercise.scoring.conftest import Seen, Spoil
from leakassay.exercise.scoring.coverage import coverage

SAID = {"coverage": {"fraction_bytes": 0.75}, "dump": {"bytes_unique": 4_000}}


def test_the_fraction_said_stands_beside_the_people_reached(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    board = {row.measure: row for row in coverage(seen(perfect_assay), SAID)}
    assert board["bytes said to be read"][2:] == (0.75, 4_000)
    reached = board["planted people who stand in read items"].value
    assert reached is not None
    assert board["bytes said minus people reached"].value == 0.75 - reached


def test_nobody_is_reached_where_nothing_was_read(seen: Seen, spoil: Spoil):
    board = {row.measure: row.value for row in coverage(seen(spoil("items", "outcome", "unsupported")), SAID)}
    assert board["planted people who stand in read items"] == board["planted events that stand in read items"] == 0.0
    assert board["bytes said minus people reached"] == 0.75


def test_without_a_summary_nothing_was_said(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    board = {row.measure: row.value for row in coverage(seen(perfect_assay), {})}
    assert board["bytes said to be read"] is board["bytes said minus people reached"] is None
