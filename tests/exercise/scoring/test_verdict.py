"""Verdict, subjects and claims against the truth."""

from collections.abc import Mapping

import pyarrow as pa
import pytest

from exercise.scoring.conftest import Seen
from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.verdict import claims, subjects, verdicts


def test_a_partition_may_be_right_wrong_or_open(answer_key: AnswerKey):
    summary = {"verdict": {"favours": "mixed", "partitions": [
        {"partition": "disk1", "favours": "ours"}, {"partition": "disk2/", "favours": "ours"},
        {"partition": "disk3", "favours": "cannot tell"},
    ]}}  # fmt: skip
    assert [row.value for row in verdicts(summary, answer_key)] == [1.0, 0.0, None, None, 1.0, 0.25]


@pytest.mark.parametrize(("low", "high", "expected"), [(-5, 5, 1.0), (0, 0, 1.0), (1, 9, 0.0), (-9, -1, 0.0)])
def test_an_interval_holds_the_truth_or_not(
    answer_key: AnswerKey, perfect_assay: Mapping[str, pa.Table], seen: Seen, low: int, high: int, expected: float
):
    truth = answer_key.counts["subjects"]
    said = {"subjects": {"low": truth + low, "best": truth, "high": truth + high}}
    assert subjects(said, answer_key, seen(perfect_assay))[0].value == expected


def test_without_a_summary_nothing_is_judged(answer_key: AnswerKey, perfect_assay: Mapping[str, pa.Table], seen: Seen):
    assert subjects({}, answer_key, seen(perfect_assay))[0].value is None
    assert {row.value for row in claims({}, answer_key)[:-1]} == {None}


@pytest.mark.parametrize(
    ("verdict", "expected"), [("supported", 0.0), ("contradicted", 1.0), ("not supported", 1.0), ("cannot tell", None)]
)
def test_a_false_claim_must_not_be_supported(answer_key: AnswerKey, verdict: str, expected: float | None):
    rows = claims({"claims": [{"id": "claim-4", "verdict": verdict}]}, answer_key)
    assert next(row.value for row in rows if row.measure.startswith("claim-4")) == expected


def test_people_under_test_numbers_are_held_against_the_key(
    answer_key: AnswerKey, perfect_assay: Mapping[str, pa.Table], seen: Seen
):
    truth = answer_key.counts["subjects"]
    said = {"subjects": {"low": truth, "best": truth, "high": truth, "test_range": 0}}
    (line,) = [
        row for row in subjects(said, answer_key, seen(perfect_assay)) if row.measure.startswith("under numbers")
    ]
    assert line.value == 0.0
    assert 0.9 * truth < line.n <= truth
