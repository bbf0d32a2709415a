"""Our own parser of sheets."""

# ruff: noqa: E501 -- parts of XML, one a line

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.tabular import sheet_xml
from leakassay.read.tabular.grid import Row
from leakassay.read.tabular.sheet_xml import Book

BOOK = Book(strings=["shared", "NHS number"], kinds=["", "date"])


def rows(body: str, book: Book = BOOK, *, root: str = "worksheet") -> list[Row]:
    return list(sheet_xml.rows(io.BytesIO(f"<{root}><sheetData>{body}</sheetData></{root}>".encode()), book))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1" t="s"><v>1</v></c>', "NHS number"),
        ('<c r="A1"><v>9990000018</v></c>', "9990000018"),
        ('<c r="A1" s="1"><v>18295</v></c>', "1950-02-01"),
        ('<c r="A1" t="b"><v>1</v></c>', "true"),
        ('<c r="A1" t="str"><f>A2&amp;"x"</f><v>shown</v></c>', "shown"),
        ('<c r="A1" t="d"><v>1950-02-01T00:00:00</v></c>', "1950-02-01"),
        ('<c r="A1" t="inlineStr"><is><r><t>Smi</t></r><r><t>th</t></r><rPh><t>sumisu</t></rPh></is></c>', "Smith"),
        ('<c r="A1" t="inlineStr"><is><t>a_x000D_b</t></is></c>', "a\rb"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> kept </t></is></c>', " kept "),
        ('<c r="A1" t="s"><v>99</v></c>', "99"),
    ],
)
def test_a_cell_means_what_its_type_and_style_say(cell: str, text: str) -> None:
    assert rows(f'<row r="1">{cell}</row>') == [(0, {0: text})]


def test_errors_and_empty_cells_are_nothing() -> None:
    assert rows('<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"/><c r="C1" t="e"><v>odd</v></c></row>') == [
        (0, {2: "odd"})
    ]


def test_places_that_are_left_out_are_counted() -> None:
    assert rows("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>") == [
        (0, {0: "1", 1: "2"}),
        (1, {0: "3"}),
    ]


def test_a_cell_stands_where_it_says_even_in_another_row() -> None:
    assert rows('<row r="1"><c r="A1"><v>1</v></c><c r="C9"><v>2</v></c></row>') == [(0, {0: "1"}), (8, {2: "2"})]


def test_prefixes_make_no_difference() -> None:
    body = b'<x:worksheet xmlns:x="y"><x:sheetData><x:row r="1"><x:c r="B1">'
    body += b"<x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    assert list(sheet_xml.rows(io.BytesIO(body), BOOK)) == [(0, {1: "5"})]


def test_what_stands_before_a_cut_is_given() -> None:
    found = []
    body = b"<worksheet><sheetData>" + b'<row r="1"><c r="A1"><v>1</v></c></row>' * 20_000
    with pytest.raises(ItemError) as caught:
        found.extend(sheet_xml.rows(io.BytesIO(body), BOOK))
    assert caught.value.reason is Reason.MALFORMED
    assert len(found) > 15_000


def test_shared_strings_leave_phonetic_text_out() -> None:
    body = "<sst><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh><t>x</t></rPh></si><si/></sst>"
    assert sheet_xml.shared_strings(io.BytesIO(body.encode())) == ["one", "two", ""]


def test_styles_say_which_cells_are_dates() -> None:
    body = (
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs>'
        '<xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="46"/></cellXfs></styleSheet>'
    )
    assert sheet_xml.style_kinds(io.BytesIO(body.encode())) == ["", "date", "duration"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 60))
def test_any_bytes_give_rows_or_an_item_error(noise: bytes, at: int) -> None:
    good = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    with contextlib.suppress(ItemError):
        list(sheet_xml.rows(io.BytesIO(good[:at] + noise + good[at:]), BOOK))
