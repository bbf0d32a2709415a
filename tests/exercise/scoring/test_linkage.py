"""Linkage by pairs, counted by hand on a case small enough to count."""

from dataclasses import replace

import pyarrow as pa
import pytest

from leakassay.exercise.scoring.align import Aligned
from leakassay.exercise.scoring.codebook import Codebook
from leakassay.exercise.scoring.ledger import Ledger
from leakassay.exercise.scoring.linkage import linkage


def small(subjects: list[str | None]) -> Aligned:
    """Five sightings: three of one person, two of another."""
    blank = pa.array([0] * 5, pa.int32())
    same = {"place": blank, "nhs_number": blank, "surname": pa.array([1, 2, 3, 4, 5], pa.int32()),
            "forename": blank, "date_of_birth": blank}  # fmt: skip
    found = pa.table({**same, "subject_id": Codebook().encode(pa.array(subjects, pa.string()))})
    planted = pa.table({**same, "person_id": [1, 1, 1, 2, 2], "subject": [True] * 5})
    empty, nobody = pa.table({}), pa.array([], pa.int32())
    return Aligned(Ledger((), {}, nobody, nobody, 0), {}, found, empty, empty, planted, empty)


@pytest.mark.parametrize(
    ("subjects", "precision", "recall", "purity"),
    [
        (["p", "p", "p", "q", "q"], 1.0, 1.0, 1.0),
        (["p", "p", "p", "p", "p"], 0.4, 1.0, 0.6),
        (["p", "p", "r", "q", "q"], 1.0, 0.5, 1.0),
        (["p", "q", "r", "s", "t"], None, 0.0, 1.0),
    ],
)
def test_pairs_are_counted_as_by_hand(
    subjects: list[str | None], precision: float | None, recall: float, purity: float
):
    board = {row.measure: row.value for row in linkage(small(subjects))}
    assert board["pairwise precision"] == precision
    assert board["pairwise recall"] == recall
    assert board["cluster purity"] == purity


def test_sightings_without_a_subject_are_counted_as_unlinked():
    board = {row.measure: row.value for row in linkage(small(["p", "p", None, None, "q"]))}
    assert board["sightings with a subject"] == 0.6


def test_people_who_cannot_be_told_apart_by_values_are_left_out():
    case = small(["p", "p", "p", "q", "q"])
    twins = case.key_sightings.set_column(2, "surname", pa.array([1] * 5, pa.int32()))
    assert {row.n for row in linkage(replace(case, key_sightings=twins))} == {0}
