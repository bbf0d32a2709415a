"""Linkage by pairs, counted by hand on a case small enough to count."""

from dataclasses import replace

import pyarrow as pa
import pytest

from leakassay.exercise.scoring.align import Aligned
from leakassay.exercise.scoring.linkage import linkage


def small(subjects: list[str | None]) -> Aligned:
    """Five sightings: three of one person, two of another."""
    names = ["A", "B", "C", "D", "E"]
    same = {
        "place": ["x"] * 5,
        "nhs_number": [""] * 5,
        "surname": names,
        "forename": [""] * 5,
        "date_of_birth": [""] * 5,
    }
    found = pa.table({**same, "subject_id": pa.array(subjects, pa.string())})
    planted = pa.table({**same, "person_id": [1, 1, 1, 2, 2], "subject": [True] * 5})
    empty = pa.table({})
    return Aligned(found, empty, empty, planted, empty, 0)


@pytest.mark.parametrize(
    ("subjects", "precision", "recall"),
    [
        (["p", "p", "p", "q", "q"], 1.0, 1.0),
        (["p", "p", "p", "p", "p"], 0.4, 1.0),
        (["p", "p", "r", "q", "q"], 1.0, 0.5),
        (["p", "q", "r", "s", "t"], None, 0.0),
    ],
)
def test_pairs_are_counted_as_by_hand(subjects: list[str | None], precision: float | None, recall: float):
    board = {row.measure: row.value for row in linkage(small(subjects))}
    assert board["pairwise precision"] == precision
    assert board["pairwise recall"] == recall


def test_sightings_without_a_subject_are_counted_as_unlinked():
    board = {row.measure: row.value for row in linkage(small(["p", "p", None, None, "q"]))}
    assert board["sightings with a subject"] == 0.6


def test_people_who_cannot_be_told_apart_by_values_are_left_out():
    case = small(["p", "p", "p", "q", "q"])
    twins = case.key_sightings.set_column(5, "person_id", pa.array([1, 1, 1, 2, 2])).set_column(
        2, "surname", pa.array(["A"] * 5)
    )
    assert {row.n for row in linkage(replace(case, key_sightings=twins))} == {0}
