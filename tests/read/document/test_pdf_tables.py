"""Tables in PDF: rows under their headings, over pages, turned; prose and newspapers are none."""

import io

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from leakassay.model.batch import Shape
from leakassay.read.document import pdf, pdf_tables
from read.document import pdf_files
from read.reading import read_bytes

HEADINGS = ["NHS number", "Surname", "Forename", "Born", "Test", "Result"]


def people(count: int) -> list[list[str]]:
    """Rows as a worklist prints them."""
    return [
        [f"999 000 {at:04}", f"Surname{at}", "Ann Marie" if at % 7 == 0 else "Bob", f"{1 + at % 28:02}/03/1960",
         "HIV 1+2 antibody", "Not detected" if at % 2 else "12.5"]
        for at in range(count)
    ]  # fmt: skip


def laid(*rows: list[list[str]], repeat: int = 0, text: str = "") -> bytes:
    """A document of tables with a paragraph before each."""
    raw = io.BytesIO()
    style = getSampleStyleSheet()["Normal"]
    story = []
    for table in rows:
        story += [Paragraph(text or "Dear colleague, these are the results of last week.", style)]
        story.append(Table(table, repeatRows=repeat))
    SimpleDocTemplate(raw, pagesize=A4).build(story)
    return raw.getvalue()


def told(data: bytes) -> list[list[str]]:
    """Rows of all tables."""
    summary = read_bytes(pdf.read, data)
    return [
        list(row.values()) for batch in summary.batches if batch.shape is Shape.TABLE for row in batch.data.to_pylist()
    ]


@pytest.mark.parametrize("repeat", [0, 1])
def test_rows_come_as_they_were_laid_page_after_page(repeat: int) -> None:
    rows = people(100)
    summary = read_bytes(pdf.read, laid([HEADINGS, *rows], repeat=repeat))
    tables = [batch for batch in summary.batches if batch.shape is Shape.TABLE]
    assert [batch.part for batch in tables] == ["page 1", "page 2", "page 3"]
    found = [list(row.values()) for batch in tables for row in batch.data.to_pylist()]
    assert [row for row in found if row != HEADINGS] == rows
    first = ("",) * 6
    assert [batch.headers for batch in tables] == ([first] * 3 if repeat else [first, tuple(HEADINGS), tuple(HEADINGS)])
    assert "999 000 0001" not in summary.text
    assert "Dear colleague" in summary.text
    assert not summary.gaps


def test_a_table_drawn_cell_by_cell_is_one() -> None:
    assert told(pdf_files.listed()) == [list(row) for row in pdf_files.WARDS]


def test_two_tables_of_a_page_are_two() -> None:
    first, second = [HEADINGS, *people(8)], [["Ward", "Beds", "Day"], *[[f"W{at}", str(at), "Mon"] for at in range(7)]]
    assert told(laid(first, second)) == first + second


def test_a_cell_without_room_goes_on_below() -> None:
    canvas = Canvas(raw := io.BytesIO(), pagesize=A4)
    canvas.setFont("Helvetica", 8)
    for at, row in enumerate(people(6)):
        for place, cell in enumerate(row):
            canvas.drawString(40 + 88 * place, 700 - 30 * at, cell)
        canvas.drawString(40 + 88 * 4, 688 - 30 * at, "(serum)")
    canvas.save()
    assert told(raw.getvalue()) == [[*row[:4], f"{row[4]} (serum)", row[5]] for row in people(6)]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_looked_at(turn: int) -> None:
    rows = [HEADINGS, *people(10)]
    raw = io.BytesIO()
    canvas = Canvas(raw, pagesize=landscape(A4))
    wide, high = landscape(A4)
    canvas.saveState()
    # what is drawn turned back stands upright once the viewer turns the page
    canvas.translate(wide / 2, high / 2)
    canvas.rotate(turn)
    canvas.translate(-250, 0)
    canvas.setFont("Helvetica", 8)
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            canvas.drawString(88 * place, 100 - 20 * at, cell)
    canvas.restoreState()
    canvas.setPageRotation(turn)
    canvas.save()
    assert told(raw.getvalue()) == rows


def test_prose_and_newspapers_are_none() -> None:
    words = "The patient was seen on 12 March and her potassium was 4.5, which is within the range. " * 30
    assert told(laid([["a", "b"]], text=words)) == []
    canvas = Canvas(raw := io.BytesIO(), pagesize=A4)
    for line in range(40):
        for column in range(3):
            canvas.drawString(40 + 180 * column, 800 - 14 * line, words[line * 29 + column * 11 :][:30])
    canvas.save()
    assert told(raw.getvalue()) == []


def test_letters_strewn_over_a_page_are_none() -> None:
    canvas = Canvas(raw := io.BytesIO(), pagesize=A4)
    for at in range(600):
        canvas.drawString((at * 37) % 560, (at * 53) % 800, str(at % 10))
    canvas.save()
    assert told(raw.getvalue()) == []


def drawn(rows: list[list[str]], places: list[tuple[int, int]], size: int = 8) -> bytes:
    """Rows at heights, each cell from a place across on: (height, distance between the columns)."""
    canvas = Canvas(raw := io.BytesIO(), pagesize=A4)
    canvas.setFont("Helvetica", size)
    for row, (up, apart) in zip(rows, places, strict=True):
        for at, cell in enumerate(row):
            canvas.drawString(30 + apart * at, up, cell)
    canvas.save()
    return raw.getvalue()


def test_a_row_or_two_are_none() -> None:
    rows = [["NHS number", "Surname", "Ward"], ["9990000018", "Smith", "7"], ["9990000026", "Jones", "8"]]
    places = [(700 - 14 * at, 120) for at in range(3)]
    assert told(drawn(rows[:2], places[:2])) == []
    assert told(drawn(rows, places)) == rows


def test_notes_beside_numbers_are_none() -> None:
    note = "the patient was seen in clinic and she was well, potassium 4"
    rows = [[f"{at:04}", note, note] for at in range(6)]
    assert told(drawn(rows, [(700 - 14 * at, 180) for at in range(6)], size=5)) == []


def test_rows_far_below_are_another_table() -> None:
    rows = people(8)
    found = read_bytes(pdf.read, drawn(rows, [(700 - 14 * at - 200 * (at > 3), 90) for at in range(8)]))
    assert [batch.table_name for batch in found.batches if batch.shape is Shape.TABLE] == ["table 1", "table 2"]


def scattered(columns: int, filled: int) -> bytes:
    """Rows of numbers of which each fills some columns, another set in each row."""
    canvas = Canvas(raw := io.BytesIO(), pagesize=A4)
    canvas.setFont("Helvetica", 8)
    for row in range(24):
        for at in range(filled):
            place = (row + at * columns // filled) % columns
            canvas.drawString(30 + 44 * place, 780 - 14 * row, f"{100 * row + place:04}")
    canvas.save()
    return raw.getvalue()


def test_rows_that_are_mostly_empty_are_none() -> None:
    assert told(scattered(12, 3)) == []
    assert len(told(scattered(12, 6))) == 24


def test_no_row_is_lost_where_a_line_is_said_twice() -> None:
    table = pdf_tables.Table([(0, 1), (2, 3), (4, 5)], [["a", "1", "x y"], ["b", "2", ""]])
    assert pdf_tables.without("a 1 x y\nb\n2\nb\nrest\n", [table]) == "b\nrest\n"
    assert pdf_tables.without("a 1", []) == "a 1"


def test_columns_go_on_where_they_stood() -> None:
    here, there, aside = (
        [(left, left + 50.0) for left in lefts] for lefts in ((0, 60, 120), (5, 55, 130), (40, 90, 170))
    )
    rows = [["A", "B", "C"], ["1", "2", "3"]]
    assert pdf_tables.goes_on(pdf_tables.Table(here, rows), pdf_tables.Table(there, rows))
    assert not pdf_tables.goes_on(pdf_tables.Table(here, rows), pdf_tables.Table(aside, rows))
    assert not pdf_tables.goes_on(pdf_tables.Table(here[:2], rows), pdf_tables.Table(here, rows))
    assert pdf_tables.heading(pdf_tables.Table(here, rows)) == rows[0]
    assert pdf_tables.heading(pdf_tables.Table(here, rows[1:])) is None


@given(
    st.lists(
        st.tuples(st.integers(0, 550), st.integers(0, 800), st.text("ab1 /é,", max_size=12)), min_size=1, max_size=60
    )
)
@settings(deadline=None, max_examples=60)
def test_what_stands_on_a_page_is_in_its_tables_or_its_text(pieces: list[tuple[int, int, str]]) -> None:
    canvas = Canvas(raw := io.BytesIO(), pagesize=A4)
    for across, up, text in pieces:
        canvas.drawString(across, up, text)
    canvas.save()
    with pypdfium2.PdfDocument(raw.getvalue()) as document:
        whole = document[0].get_textpage().get_text_range()
    summary = read_bytes(pdf.read, raw.getvalue())
    signs = "".join((summary.text + "".join(map(str, summary.rows))).split())
    for sign in "ab1é":
        assert signs.count(sign) >= whole.count(sign)
