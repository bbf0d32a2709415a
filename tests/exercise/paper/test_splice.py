"""Columns of text are joined and spliced as Python would do it row by row."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.paper import splice

WORDS = st.lists(st.text(alphabet='ab ,"\n|é', max_size=6), min_size=1, max_size=20)


def test_texts_are_laid_end_to_end_in_the_order_of_their_places():
    parts = [(np.array([0, 4]), pa.array(["a", "d"])), (np.array([2, 4]), pa.array(["c", "e"]))]
    assert splice.spliced(parts) == b"acde"


def test_texts_at_one_place_keep_their_order_however_many_there_are():
    places = np.random.default_rng(3).integers(0, 9, 20_000)
    texts = [str(number) for number in range(len(places))]
    expected = "".join(text for _, text in sorted(zip(places.tolist(), texts, strict=True), key=lambda pair: pair[0]))
    halves = [(places[:10_000], pa.array(texts[:10_000])), (places[10_000:], pa.array(texts[10_000:]))]
    assert splice.spliced(halves) == expected.encode()


def test_tables_are_cut_between_records():
    rows = pa.table({"record": pa.array([0, 0, 1, 2, 2], pa.int64())})
    cut = [part["record"].to_pylist() for part in splice.stretches([rows, rows.slice(0, 0), rows.slice(0, 2)], 2)]
    assert cut == [[0, 0, 1], [2, 2], [0, 0]]


def test_a_record_starts_where_its_number_changes():
    rows = pa.table({"record": pa.array([3, 3, 4, 9, 9], pa.int64())})
    assert splice.starts_of(rows).tolist() == [0, 2, 3]
    assert splice.within(splice.starts_of(rows), 5).tolist() == [0, 1, 0, 0, 1]
    assert [len(found) for found in splice.per_record(rows)] == [2, 1, 2]


@pytest.mark.parametrize("first", [0, 1])
def test_the_bytes_of_a_slice_are_those_of_the_slice_alone(first: int):
    column = pa.array(["ab", "c", "", "def"]).slice(first, 3)
    assert splice.characters(column).tobytes() == "".join(column.to_pylist()).encode()


@given(WORDS)
def test_cells_are_read_back_by_the_csv_module(words: list[str]):
    import csv
    import io

    lines = splice.lines([splice.cells(pa.array(words), "|"), splice.cells(pa.array(words), "|")], "|")
    read = list(csv.reader(io.StringIO("".join(lines.to_pylist()), newline=""), delimiter="|"))
    assert read == [[word, word] for word in words]


@given(st.lists(st.dates(), min_size=1, max_size=5))
def test_digits_are_picked_out_of_dates(days: list[object]):
    printed = [str(day) for day in days]
    assert splice.picked(pa.array(printed), splice.COMPACT_DAY).to_pylist() == [one.replace("-", "") for one in printed]


def test_an_empty_date_stays_empty_among_others():
    assert splice.picked(pa.array(["2024-05-31", ""]), splice.COMPACT_DAY).to_pylist() == ["20240531", ""]


@given(WORDS)
def test_only_the_signs_of_the_table_are_replaced(words: list[str]):
    table = str.maketrans({"|": "!", "\n": " "})
    assert splice.escaped(pa.array(words), table).to_pylist() == [word.translate(table) for word in words]


def test_what_an_encoding_cannot_write_stands_as_a_question_mark_in_the_records_too():
    rows = pa.table({"record": pa.array([0], pa.int64()), "surname": ["Dvořák-Müller"]})
    assert splice.fitted(rows, "latin-1")["surname"].to_pylist() == ["Dvo?ák-Müller"]


def test_a_frame_stands_only_around_what_is_there():
    assert splice.said(pa.array(["1", ""]), "<", ">").to_pylist() == ["<1>", ""]
