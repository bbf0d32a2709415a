"""Parts are walked by the names of their elements, whatever the family."""

from __future__ import annotations

import pytest

from leakassay.model.batch import Shape
from leakassay.read.document.flow import Flow
from leakassay.read.document.office_walk import Walk
from leakassay.read.xml_events import events


def walked(xml: str) -> tuple[str, list[list[str]], list[str]]:
    flow = Flow()
    walk = Walk(flow)
    batches = [*walk.part("p", events([xml.encode()])), *flow.close()]
    text = "\n".join(row["text"] for batch in batches if batch.shape is Shape.TEXT for row in batch.data.to_pylist())
    rows = [list(row.values()) for batch in batches if batch.shape is Shape.TABLE for row in batch.data.to_pylist()]
    return text, rows, list(walk.people)


def test_numbers_of_the_layout_and_packed_bytes_are_no_text() -> None:
    assert walked("<x><posOffset>9990000018</posOffset><p>word</p><fldData>AAAA</fldData></x>")[0] == "word"


def test_a_cell_over_two_columns_keeps_the_others_in_their_place() -> None:
    wide = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p>wide</w:p></w:tc><w:tc><w:p>c</w:p></w:tc>"
    row = "<w:tr>{}</w:tr>"
    plain = "".join(f"<w:tc><w:p>{n}</w:p></w:tc>" for n in range(3))
    _, rows, _ = walked(f"<w:tbl xmlns:w='w'>{row.format(plain) * 3}{row.format(wide)}</w:tbl>")
    assert rows[-1] == ["wide", "", "c"]


@pytest.mark.parametrize("span", ["000000" + "1" * 5000, "0000019999999", "-2", "\N{SUPERSCRIPT TWO}", ""])
def test_a_cell_over_columns_that_nobody_counts_is_one_cell(span: str) -> None:
    """A number of five thousand digits ended the cell; one with zeros before it was believed."""
    wide = f"<w:tc><w:tcPr><w:gridSpan w:val='{span}'/></w:tcPr><w:p>wide</w:p></w:tc><w:tc><w:p>c</w:p></w:tc>"
    _, rows, _ = walked(f"<w:tbl xmlns:w='w'>{f'<w:tr>{wide}</w:tr>' * 3}</w:tbl>")
    assert rows == [["wide", "c"]] * 3


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = "<tbl>" + "<tr><tc><p>i</p></tc><tc><p>j</p></tc></tr>" * 2 + "</tbl>"
    _, rows, _ = walked(f"<x><tbl><tr><tc><p>a</p>{inner}</tc><tc><p>b</p></tc></tr>"
                        "<tr><tc><p>c</p></tc><tc><p>d</p></tc></tr></tbl></x>")  # fmt: skip
    assert sorted(rows) == [["a", "b"], ["c", "d"], ["i", "j"], ["i", "j"]]


def test_tabs_of_the_text_part_words_and_stops_of_the_ruler_do_not() -> None:
    assert walked("<p><tabs><tab w:val='left' w:pos='9'/></tabs>a<tab/>b<br/>c</p>")[0] == "a\tb\nc"


def test_authors_are_people() -> None:
    assert walked("<x><ins author='A'/><del author='B'/><ins author='A'/></x>")[2] == ["A", "B"]


def test_a_number_that_was_corrected_is_told_as_it_reads_and_as_it_read() -> None:
    changed = "<del><r><delText>26</delText></r></del><ins><r><t>18</t></r></ins>"
    runs = f"<r><t>NHS 99900000</t></r>{changed}<r><t>, Ann</t></r>"
    assert walked(f"<x><p>{runs}</p><p>next</p></x>")[0].splitlines() == [
        "NHS 9990000018, Ann", "NHS 9990000026, Ann", "next",
    ]  # fmt: skip


def test_the_number_of_a_note_is_not_glued_to_the_word_before_it() -> None:
    xml = "<text:p>9990000018<text:note><text:note-citation>1</text:note-citation></text:note> is</text:p>"
    assert "9990000018 is" in walked(xml)[0]
