"""Values per kind and per format."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.align import align
from leakassay.exercise.scoring.value import by_format, by_kind


def test_a_format_that_was_not_read_shows_under_its_own_name(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey
):
    items = perfect_assay["items"]
    pdf = items.filter(pc.equal(items["format"], "pdf"))["item_id"]
    sightings = perfect_assay["sightings"]
    without = {
        **perfect_assay,
        "sightings": sightings.filter(pc.invert(pc.is_in(sightings["item_id"], pdf.combine_chunks()))),
    }
    board = {row.measure: row.value for row in by_format(align(without, answer_key), answer_key)}
    assert board["pdf recall"] == 0.0
    assert board["csv recall"] == board["edifact recall"] == 1.0


def test_a_kind_that_was_not_found_costs_that_kind_alone(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    without = {**perfect_assay, "sightings": perfect_assay["sightings"].drop_columns(["postcode"])}
    board = {row.measure: row.value for row in by_kind(align(without, answer_key))}
    assert board["postcode recall"] == 0.0
    assert board["surname recall"] == 1.0
