"""Rows written by Arrow stand where another program's reader looks for them, whatever characters they hold."""

import io

import numpy as np
import pyarrow as pa
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from leakassay.exercise.paper.sheet_part import Column, Rows, column_letters, escaped, joined, one_text, with_rows, word

CELLS = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=8)


def frame(titles: dict[int, str]) -> bytes:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet = book.add_worksheet("one")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.set_column(1, 1, 12, day)
        for line, title in titles.items():
            sheet.write_string(line, 0, title)
            sheet.write_blank(line, 2, None, day)
    return sink.getvalue()


def lines(data: bytes) -> list[list[object]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_name("one").to_python(skip_empty_area=False)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_texts_come_back_as_they_went_in(pairs: list[tuple[str, str]]):
    first, second = (Column(pa.array(column, pa.string())) for column in zip(*pairs, strict=True))
    read = lines(with_rows(frame({0: "head"}), {1: [Rows(1, (first, second))]}))
    told = [(str(line[0]), str(line[1]) if len(line) > 1 else "") for line in read[1:]]
    assert told[: len(pairs)] == pairs[: len(told)]
    # empty rows at the end are no rows for a reader
    assert all(pair == ("", "") for pair in pairs[len(told) :])


def test_rows_find_their_place_between_titles():
    rows = [Rows(line, (Column(pa.array([word])),)) for line, word in ((1, "a"), (4, "b"))]
    read = lines(with_rows(frame({0: "one", 3: "two", 6: "three"}), {1: rows}))
    assert [line[0] for line in read] == ["one", "a", "", "two", "b", "", "three"]


def test_a_number_takes_the_format_of_its_column():
    days = Column(pa.array(["45446", "n/k"]), np.array([True, False]))
    read = lines(with_rows(frame({0: "x"}), {1: [Rows(1, (Column(pa.array(["", ""])), days))]}))
    assert [str(line[1]) for line in read[1:]] == ["2024-06-03", "n/k"]


def test_letters_go_on_after_z():
    assert [column_letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(CELLS)
def test_escaped_text_is_what_an_xml_reader_gives_back(text: str):
    made = one_text(joined('<a b="', escaped(pa.array([text])), '"/>'))
    assert etree.fromstring(made).get("b") == text


def test_a_word_is_made_once():
    assert word("x") is word("x")


@pytest.mark.parametrize("count", [0, 1])
def test_no_rows_are_no_error(count: int):
    read = lines(with_rows(frame({0: "x"}), {1: [Rows(1, (Column(pa.array(["a"] * count, pa.string())),))]}))
    assert len(read) == 1 + count
