"""Workbooks in XML and in binary parts: text wherever it hides, sheets that reach far, sheets that nothing lists."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from leakassay.model.batch import Shape
from leakassay.model.outcomes import Reason
from leakassay.read.tabular import sheet
from leakassay.read.tabular.cell_text import printed
from read.reading import read_bytes
from read.tabular import hiding_places
from read.tabular.hiding_places import NUMBERS, told

HIDING = hiding_places.workbook()
FOUND = read_bytes(sheet.read, HIDING)


@pytest.mark.parametrize("place", NUMBERS)
def test_a_number_is_found_wherever_it_hides(place: str) -> None:
    assert NUMBERS[place] in told(FOUND)


def test_the_workbook_of_hiding_places_is_read_whole() -> None:
    assert FOUND.gaps == []
    assert FOUND.covered == len(HIDING)


def test_a_comment_stands_behind_its_cell() -> None:
    assert f"B2: rang about {NUMBERS['comment']}" in FOUND.text
    assert f"C3: chase {NUMBERS['threaded comment']}" in FOUND.text
    assert "Dr Ann Other" in [one.value for one in FOUND.properties if one.name == "comment_author"]


def test_records_of_a_pivot_cache_stand_under_the_names_of_its_fields() -> None:
    record = next(one for one in FOUND.records if NUMBERS["pivot record"] in one.values())
    assert record == {
        "NHS number": NUMBERS["pivot record"], "Twin": NUMBERS["pivot shared item"], "Born": "1950-02-01",
    }  # fmt: skip


def edited(data: bytes, pattern: str, replacement: str, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == name:
                text = re.sub(pattern, lambda _: replacement, text.decode(), count=1).encode()
            new.writestr(entry.filename, text)
    return sink.getvalue()


def plain(rows: int = 5) -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    page = book.add_worksheet("People")
    page.write_row(0, 0, ["NHS number", "Surname"])
    for row in range(1, rows):
        page.write_row(row, 0, [9990000018 + row, f"Smith {row}"])
    book.close()
    return sink.getvalue()


FAR = '<row r="1048576"><c r="XFD1048576"><v>9990000018</v></c></row></sheetData>'


def test_a_stray_cell_at_the_end_of_the_sheet_costs_nobody() -> None:
    """calamine would lay out seventeen thousand million cells, and end the process."""
    summary = read_bytes(sheet.read, edited(plain(), "</sheetData>", FAR))
    assert summary.fault is None
    assert summary.gaps == []
    near, far = (batch for batch in summary.batches if batch.shape is Shape.TABLE)
    assert near.data.num_rows == 5
    assert (near.table_name, near.first_row) == ("People", 0)
    assert (far.table_name, far.first_row, far.data.to_pylist()) == ("People XFD", 1_048_575, [{"c0": "9990000018"}])


def test_a_dimension_that_lies_is_not_believed() -> None:
    lie = edited(plain(), '<dimension ref="[^"]*"/>', '<dimension ref="A1:XFD1048576"/>')
    assert len(read_bytes(sheet.read, lie).rows) == 5


def test_rows_are_numbered_as_in_the_sheet_by_either_parser() -> None:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(4, 2, ["a", "b"])
    page.write_row(6, 2, ["c", "d"])
    book.close()
    by_calamine = read_bytes(sheet.read, sink.getvalue()).batches[0]
    by_us = read_bytes(sheet.read, edited(sink.getvalue(), "</sheetData>", FAR)).batches[0]
    assert by_calamine.first_row == by_us.first_row == 4
    assert by_calamine.data.num_rows == by_us.data.num_rows == 3


def test_a_sheet_that_calamine_does_not_open_is_read_all_the_same() -> None:
    odd = edited(plain(), "<workbookPr", "<workbookPr <", "xl/workbook.xml")
    summary = read_bytes(sheet.read, odd)
    assert len(summary.rows) == 5
    assert Reason.MALFORMED in summary.reasons


def test_what_a_sheet_says_before_it_breaks_off_is_kept_and_the_rest_is_a_gap() -> None:
    broken = edited(edited(plain(22_000), "</sheetData>", FAR), '<row r="18000"', '<row r="18000" <')
    summary = read_bytes(sheet.read, broken)
    assert 12_000 < len(summary.rows) < 18_000
    assert summary.reasons == {Reason.MALFORMED}


def test_strings_of_binary_parts_are_text_and_a_gap() -> None:
    sink = io.BytesIO(plain())
    with zipfile.ZipFile(sink, "a") as package:
        package.writestr("xl/comments1.bin", b"\x01\x02" + "rang about 9990000026".encode("utf-16-le"))
    summary = read_bytes(sheet.read, sink.getvalue())
    assert "rang about 9990000026" in summary.text
    assert summary.reasons == {Reason.STRINGS_ONLY}


def test_an_entity_does_not_unfold() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><comments><text>&b;</text></comments>'
    sink = io.BytesIO(plain())
    with zipfile.ZipFile(sink, "a") as package:
        package.writestr("xl/comments1.xml", bomb)
    assert read_bytes(sheet.read, sink.getvalue()).reasons == {Reason.MALFORMED}


def cells_by_calamine(raw: bytes) -> dict[tuple[str, int, int], str]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
    found = {}
    for number, one in enumerate(book.sheets_metadata):
        if one.typ == python_calamine.SheetTypeEnum.WorkSheet:
            for row, cells in enumerate(book.get_sheet_by_index(number).iter_rows()):
                found |= {(one.name, row, place): text for place, cell in enumerate(cells) if (text := printed(cell))}
    return found


@pytest.mark.field
def test_our_parser_gives_what_calamine_gives_on_the_workbooks_of_others(
    field_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Differs in one of 100: calamine prints 16 digits as 1234567890123450.0, as no sheet shows them."""
    from leakassay.read.tabular import sheet_scan

    monkeypatch.setattr(sheet_scan.Scan, "is_sane", property(lambda _: False))
    differing, compared = [], 0
    folders = ("s13-calamine-sheets", "s11-tika-documents/microsoft", "s12-ndr-import")
    for path in sorted(one for folder in folders for one in (field_data / folder).glob("*.xls[xm]")):
        raw = path.read_bytes()
        try:
            theirs = cells_by_calamine(raw)
        except python_calamine.CalamineError:
            continue
        summary = read_bytes(sheet.read, raw)
        listed = {part for part, _, _ in theirs}
        ours = sorted(
            cell
            for batch in summary.batches
            if batch.shape is Shape.TABLE and batch.table_name.partition(" ")[0] and batch.part in listed
            for row in batch.data.to_pylist()
            for cell in row.values()
            if cell
        )
        compared += 1
        if ours != sorted(theirs.values()):
            differing.append(path.name)
    assert compared > 90
    assert differing == ["testEXCEL_big_numbers.xlsx"]
