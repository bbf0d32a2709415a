"""Numbers for texts: equal values get equal numbers, whoever says them and however they are written."""

import datetime as dt

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.scoring.codebook import BLANK, Codebook


@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=4)), max_size=6), max_size=4))
def test_numbers_are_equal_where_texts_are_and_only_there(batches: list[list[str | None]]):
    book = Codebook()
    numbers = [book.encode(pa.array(batch, pa.string())).to_pylist() for batch in batches]
    pairs = {(text or "", n) for batch, coded in zip(batches, numbers, strict=True)
             for text, n in zip(batch, coded, strict=True)}  # fmt: skip
    assert len(pairs) == len({text for text, _ in pairs}) == len({number for _, number in pairs})
    assert all(book.words()[number] == text for text, number in pairs)


def test_nothing_and_the_empty_text_are_blank():
    assert Codebook("surname").encode(pa.array(["", None, "  "])).to_pylist() == [BLANK] * 3


def test_spaces_case_and_dates_do_not_count_as_differences():
    postcode, born, sex = Codebook("postcode"), Codebook("date_of_birth"), Codebook("sex")
    assert len(set(postcode.encode(pa.array(["se1 1aa", "SE11AA", " SE1 1AA "])).to_pylist())) == 1
    day = born.encode(pa.array([dt.date(2020, 2, 3)]))
    assert day.to_pylist() == born.encode(pa.chunked_array([pa.array(["2020-02-03"])])).to_pylist()
    assert len(set(sex.encode(pa.array(["F", "female"])).to_pylist())) == 1


def test_a_text_that_was_never_met_is_not_found():
    book = Codebook()
    (number,) = book.encode(pa.array(["met"])).to_pylist()
    assert book.find(["never", "met"]).to_pylist() == [number]
