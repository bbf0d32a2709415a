"""Alignment: contents meet by hash, duplicates count once, values become comparable."""

from collections.abc import Mapping

import pyarrow as pa

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.align import align, distinct, hits, places, text_of


def test_the_copy_with_the_sightings_stands_for_its_content(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey
):
    aligned = align(perfect_assay, answer_key)
    assert aligned.sightings.num_rows == answer_key.sightings.num_rows
    assert aligned.strangers == 0


def test_hashes_may_come_as_bytes(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    items = perfect_assay["items"]
    place = items.column_names.index("sha256")
    raw = pa.array([bytes.fromhex(digest) for digest in items["sha256"].to_pylist()])
    aligned = align({**perfect_assay, "items": items.set_column(place, "sha256", raw)}, answer_key)
    assert aligned.sightings.num_rows == answer_key.sightings.num_rows


def test_spaces_and_case_do_not_count_as_differences(perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey):
    aligned = align(perfect_assay, answer_key)
    assert all(" " not in value for value in aligned.key_sightings["postcode"].to_pylist())
    assert all(value == value.upper() for value in aligned.key_sightings["surname"].to_pylist())


def test_each_found_row_answers_one_planted_row():
    planted = pa.table({"place": ["a", "a", "a", "b"], "v": ["1", "1", "2", "1"]})
    found = pa.table({"place": ["a", "a", "a", "c"], "v": ["1", "2", "2", "1"]})
    assert hits(found, planted, ["place", "v"]) == 2
    assert distinct(planted, ["place", "v"]).num_rows == 3


def test_dates_and_nulls_become_text():
    column = pa.chunked_array([pa.array(["2020-02-03", None]).cast(pa.date32())])
    assert text_of(column).to_pylist() == ["2020-02-03", ""]


def test_what_lies_in_a_copy_stands_where_the_first_does():
    rows = [
        {"item_path": "a.zip", "sha256": "1", "duplicate_of": ""},
        {"item_path": "a.zip!/sealed.txt", "sha256": "", "duplicate_of": ""},
        {"item_path": "b.zip", "sha256": "1", "duplicate_of": ""},
        {"item_path": "b.zip!/sealed.txt", "sha256": "", "duplicate_of": ""},
        {"item_path": "c.txt", "sha256": "2", "duplicate_of": ""},
    ]
    assert places(pa.Table.from_pylist(rows)) == {
        "a.zip": "a.zip", "a.zip!/sealed.txt": "a.zip!/sealed.txt",
        "b.zip": "a.zip", "b.zip!/sealed.txt": "a.zip!/sealed.txt", "c.txt": "c.txt",
    }  # fmt: skip
