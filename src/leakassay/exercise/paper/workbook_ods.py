"""Worklists as OpenDocument spreadsheets with a hidden sheet: odfdo makes the frame, Arrow the rows."""

import io
import zipfile
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.restamp import restamped
from leakassay.exercise.paper.sheet_part import escaped, joined, one_text, word
from leakassay.exercise.paper.workbook import CREATED
from leakassay.exercise.paper.worksheet import (
    CLOCK,
    DAY,
    NUMBER,
    VISIBLE,
    Block,
    Form,
    Sheet,
    are_numbers,
    cells,
    form_of,
    records_of,
    serials,
    sheets_of,
)

_KEPT_BACK = "ta-hidden"
"""Name of the table style that hides a sheet; OpenDocument knows no very hidden ones."""
_AS_TEXT = '<table:table-cell office:value-type="string"><text:p>'
_AS_NUMBER = '<table:table-cell office:value-type="float" office:value="'
_AS_DATE = '<table:table-cell office:value-type="date" office:date-value="'
_AFTER_TEXT = "</text:p></table:table-cell>"
_EMPTY = "<table:table-cell/>"


def worklist_ods(name: str, rows: pa.Table, house: House) -> Document:
    """Returns an ods workbook in the form that the file name tells, a third of it on a hidden sheet."""
    form = form_of(name)
    sheets = sheets_of(rows, f"{house.name} to do", very_hidden=False)
    frame = _frame(house, sheets, form)
    with zipfile.ZipFile(io.BytesIO(frame)) as package:
        content = package.read("content.xml")
    for sheet in sheets:
        for block in sheet.blocks:
            mark = _mark(sheet, block).encode()
            at = content.index(mark)
            start, end = content.rindex(b"<table:table-row", 0, at), content.index(b"</table:table-row>", at)
            content = content[:start] + _xml(block, form) + content[end + len(b"</table:table-row>") :]
    data = restamped(frame, {"content.xml": content})
    return Document(name, "ods", data, records_of(sheets, form), form.shows, locator="row")


def _frame(house: House, sheets: list[Sheet], form: Form) -> bytes:
    """Returns the workbook with titles, headers and one marked row where the rows of each table belong."""
    import odfdo

    book = odfdo.Document("spreadsheet")
    book.body.clear()
    book.insert_style(
        f'<style:style style:name="{_KEPT_BACK}" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>',
        automatic=True,
    )
    for sheet in sheets:
        table = odfdo.Table(sheet.name)
        if sheet.visibility != VISIBLE:
            table.style = _KEPT_BACK
        _head(table, sheet, form)
        book.body.append(table)
    book.meta.set_creation_date(CREATED)
    book.meta.set_modification_date(CREATED)
    book.meta.set_creator("lab.office")
    book.meta.set_generator("LibreOffice/7.3.7.2$Windows_X86_64")
    book.meta.set_language("en-GB")
    book.meta.set_comments(f"\\\\{house.host}\\Worklists")
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _head(table: Any, sheet: Sheet, form: Form) -> None:
    import odfdo

    line = 0
    for block in sheet.blocks:
        while line < block.line - 1:
            table.append_row(odfdo.Row(1))
            line += 1
        for texts in ([block.title], [header for _, header in form.columns], [_mark(sheet, block)]):
            row = odfdo.Row()
            row.set_values(texts)
            table.append_row(row)
        line = block.end


def _mark(sheet: Sheet, block: Block) -> str:
    return f"rows of {sheet.name} from {block.line}"


def _xml(block: Block, form: Form) -> bytes:
    made = [_cells(kind, texts, form) for kind, texts in cells(form, block.rows)]
    return one_text(joined("<table:table-row>", *made, "</table:table-row>"))


def _cells(kind: str, texts: pa.Array, form: Form) -> pa.Array:
    printed = escaped(texts)
    cell = joined(_AS_TEXT, printed, _AFTER_TEXT)
    if kind in {DAY, CLOCK} and form.dates == "serial":
        kind, printed = NUMBER, serials(texts)
    if kind == NUMBER:
        number = joined(_AS_NUMBER, printed, '"><text:p>', printed, _AFTER_TEXT)
        cell = pc.if_else(pa.array(are_numbers(printed)), number, cell)
    elif kind in {DAY, CLOCK}:
        value = pc.replace_substring(printed, " ", "T")
        cell = joined(_AS_DATE, value, '"><text:p>', printed, _AFTER_TEXT)
    return pc.if_else(pc.equal(texts, word("")), word(_EMPTY), cell)
