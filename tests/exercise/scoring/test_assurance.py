"""False assurance counts only items that are called read."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.align import align
from leakassay.exercise.scoring.assurance import false_assurance, outcomes


def test_an_item_that_is_honestly_called_failed_reassures_nobody(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey
):
    items = perfect_assay["items"]
    failed = pc.if_else(pc.equal(items["format"], "pdf"), "failed", items["outcome"])
    pdf = items.filter(pc.equal(items["format"], "pdf"))["item_id"].combine_chunks()
    sightings = perfect_assay["sightings"]
    honest = {
        **perfect_assay,
        "items": items.set_column(items.column_names.index("outcome"), "outcome", failed),
        "sightings": sightings.filter(pc.invert(pc.is_in(sightings["item_id"], pdf))),
    }
    assert false_assurance(align(honest, answer_key))[0].value == 0.0
    lying = {**honest, "items": items}
    assert (false_assurance(align(lying, answer_key))[0].value or 0) > 0.0


def test_a_person_is_found_by_surname_and_birthday_alone(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    sightings = perfect_assay["sightings"]
    blank = pa.array([""] * sightings.num_rows)
    blind = {
        **perfect_assay,
        "sightings": sightings.set_column(sightings.column_names.index("nhs_number"), "nhs_number", blank),
    }
    assert false_assurance(align(blind, answer_key))[0].value == 0.0


def test_a_wrong_outcome_is_seen(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    items = perfect_assay["items"]
    all_read = items.set_column(items.column_names.index("outcome"), "outcome", pa.array(["read"] * items.num_rows))
    board = {
        row.measure: row.value for row in outcomes(align({**perfect_assay, "items": all_read}, answer_key), answer_key)
    }
    assert board["planted contents listed"] == 1.0
    assert (board["outcome as expected"] or 0) < 1.0
