"""Cells and rows of a Word text end by the same sign."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.document.doc_text import put
from leakassay.read.document.flow import Flow
from read.document.test_flow import told


def read(text: str) -> tuple[str, list[list[str]]]:
    flow = Flow()
    put(flow, "", text)
    return told(flow)


def test_rows_are_told_by_the_row_that_follows() -> None:
    rows = "".join(f"{n}\x07b\x07c\x07\x07" for n in range(5))
    text, found = read(f"before\r{rows}after\r")
    assert found == [[str(n), "b", "c"] for n in range(5)]
    assert text == "before\nafter"


def test_an_empty_cell_in_the_first_row_is_no_end_of_it() -> None:
    first = "a\x07\x07c\x07\x07"
    assert read(first + "".join(f"{n}\x07b\x07c\x07\x07" for n in range(4)))[1][:2] == [["a", "", "c"], ["0", "b", "c"]]


def test_cells_of_no_regular_rows_are_lines() -> None:
    assert read("a\x07b\x07c\x07d\r")[0].split() == ["a", "b", "c", "d"]


def test_codes_of_fields_are_kept_and_signs_of_pictures_go() -> None:
    assert read('see \x13HYPERLINK "x"\x14here\x15\x01 A\x1eB')[0] == 'see  HYPERLINK "x" here  A-B'


@given(st.text(alphabet="ab\x07\r", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    said, rows = read(text)
    kept = said + "".join("".join(row) for row in rows)
    assert kept.count("a") >= text.count("a")
