"""Canaries: seen, set apart from people, and weighed where they stand."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from exercise.scoring.conftest import Seen
from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.canary import canaries
from leakassay.exercise.scoring.source import of

SEEN, APART = "planted canaries seen", "planted canaries set apart from people"
WEIGHED, ELSEWHERE = "parts with canaries whose evidence weighs them", "parts without canaries said to hold some"


def board(assay: Mapping[str, pa.Table], key: AnswerKey, seen: Seen) -> dict[str, float | None]:
    return {row.measure: row.value for row in canaries(seen(assay), of(assay), key)}


@pytest.fixture
def planted(answer_key: AnswerKey) -> list[dict[str, object]]:
    return [row for row in answer_key.canaries.to_pylist() if row["planted"]]


@pytest.fixture
def knowing(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey, planted: list[dict[str, object]]
) -> dict[str, pa.Table]:
    """A perfect assay that also says what it thinks of the canaries."""
    values = [row["value"] for row in planted]
    rows = answer_key.sightings.filter(pc.is_in(answer_key.sightings["nhs_number"], pa.array(values)))
    parts = sorted(set(rows["partition"].to_pylist()))
    return {
        **perfect_assay,
        "subjects": pa.table({"nhs_number": values, "person_type": ["seeded"] * len(values)}),
        "evidence": pa.table({"partition": ["*", *parts], "feature": ["P24"] * (1 + len(parts))}),
    }


def test_an_assay_that_knows_its_canaries_gets_full_marks(
    knowing: dict[str, pa.Table], answer_key: AnswerKey, planted: list[dict[str, object]], seen: Seen
):
    assert len(planted) >= 3
    assert board(knowing, answer_key, seen) == {SEEN: 1.0, APART: 1.0, WEIGHED: 1.0, ELSEWHERE: 0.0}


def test_a_canary_that_was_not_seen_is_missed(knowing: dict[str, pa.Table], answer_key: AnswerKey, seen: Seen):
    nobody = {**knowing, "sightings": knowing["sightings"].slice(0, 0)}
    assert board(nobody, answer_key, seen)[SEEN] == 0.0


def test_a_canary_taken_for_a_person_is_seen_but_not_set_apart(
    knowing: dict[str, pa.Table], answer_key: AnswerKey, seen: Seen
):
    subjects = knowing["subjects"]
    people = subjects.set_column(1, "person_type", pa.array(["patient"] * subjects.num_rows))
    found = board({**knowing, "subjects": people}, answer_key, seen)
    assert (found[SEEN], found[APART]) == (1.0, 0.0)


def test_evidence_in_the_wrong_part_is_told(knowing: dict[str, pa.Table], answer_key: AnswerKey, seen: Seen):
    elsewhere = pa.table({"partition": ["nowhere"], "feature": ["P24"]})
    found = board({**knowing, "evidence": elsewhere}, answer_key, seen)
    assert (found[WEIGHED], found[ELSEWHERE]) == (0.0, 1.0)
