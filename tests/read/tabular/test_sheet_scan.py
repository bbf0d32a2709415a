"""What a sheet reaches to, before anybody lays it out."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.tabular.sheet_scan import PIECE, Scan, scan

HEAD, FOOT = (
    '<worksheet><dimension ref="A1:XFD1048576"/><sheetData>',
    "</sheetData><headerFooter>x</headerFooter></worksheet>",
)


def scanned(body: str, strings: int = 0) -> Scan:
    return scan(io.BytesIO((HEAD + body + FOOT).encode()), strings)


def row(number: int, column: str = "A") -> str:
    return f'<row r="{number}"><c r="{column}{number}" t="s"><v>0</v></c></row>'


def test_a_plain_sheet_is_sane_whatever_its_dimension_says() -> None:
    assert scanned("".join(map(row, range(1, 2_000)))).is_sane


@pytest.mark.parametrize(
    "body",
    [
        row(1_048_576, "XFD"),
        row(1) + '<row r="2"><c r="XFD900000"><v>1</v></c></row>',
        "<row r=\"1\"><c r='A1'><v>1</v></c></row>",
        "<row><c><v>1</v></c></row>",
        '<row r="1"><c s="1"><v>1</v></c></row>',
        '<x:row r="1"><x:c t="s"><x:v>1</x:v></x:c></x:row>',
        '<row r="1"><c r="$A$1"><v>1</v></c></row>',
    ],
)
def test_a_far_cell_or_an_odd_place_is_not(body: str) -> None:
    assert not scanned(body).is_sane


def test_a_far_cell_on_the_edge_of_a_piece_is_seen() -> None:
    far = row(1_048_576, "XFD")
    for shift in range(0, 70, 3):
        filler = "<row/>" * ((PIECE - len(HEAD) - shift) // 6)
        assert not scanned(filler + far).is_sane


def test_a_large_sheet_that_is_full_is_sane() -> None:
    body = "".join(row(number, column) for number in range(100_000, 160_000) for column in ("A", "AA", "AB"))
    seen = scanned(body)
    assert (seen.last_row, seen.last_column, seen.is_sane) == (159_999, 28, True)


def test_strings_that_cells_show_are_ticked_off() -> None:
    assert scanned('<row r="1"><c r="A1" s="4" t="s"><v>2</v></c><c r="B1"><v>1</v></c></row>', 4).used.tolist() == [
        False, False, True, False,
    ]  # fmt: skip


def test_formulas_with_text_and_what_stands_behind_the_cells_are_kept() -> None:
    seen = scanned('<row r="1"><c r="A1"><f>A2&amp;"Smith"</f><v>1</v></c><c r="B1"><f>A1+1</f><v>1</v></c></row>')
    assert list(seen.formulas.values()) == ['A2&"Smith"']
    assert seen.frame == b"<headerFooter>x</headerFooter></worksheet>"


MARKS = ['<row r="1">', '<row r="99">', "<row>", "</row>", '<c r="A1">',
         '<c r="XFD1048576" t="s">', "<c", "</c>", "<v>1</v>",
         "<v>99</v>", "'", '"', "<!--", "]]>", "</sheetData>", "<sheetData>", "\0"]  # fmt: skip


@given(st.lists(st.sampled_from(MARKS), max_size=60), st.integers(0, 3))
def test_any_marks_are_scanned(marks: list[str], strings: int) -> None:
    assert isinstance(scanned("".join(marks), strings).is_sane, bool)
