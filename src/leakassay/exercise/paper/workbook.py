"""Worklists as xlsx: titles over merged cells, two tables on a sheet, forgotten copies on hidden sheets, cell notes."""

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.delimited import by_row
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.sheet_part import Column, Rows, with_rows
from leakassay.exercise.paper.worksheet import (
    CLOCK,
    DAY,
    HIDDEN,
    NUMBER,
    VERY_HIDDEN,
    VISIBLE,
    Block,
    Form,
    Sheet,
    are_numbers,
    cells,
    form_of,
    only,
    records_of,
    serials,
    sheets_of,
    spaced,
    with_locator,
)

CREATED = dt.datetime(2024, 6, 3, 9, 0)  # noqa: DTZ001  the file format stores a naive local time
"""When every workbook says it was made."""
NOTED = ("surname", "forename", "date_of_birth", "nhs_number", "test_name")
"""What a cell note says of a person."""
_LONGEST_NOTED = 40
"""Characters of a result that somebody copies into a note; nobody copies a narrative."""
_NOTE_AT = (2, 1)
_OPEN_EVERY = 5
"""Every fifth line of a failsafe list is still open; the filter hides the others."""
FAILSAFE = Form((
    ("nhs_number", "NHS number"), ("surname", "Surname"), ("forename", "Forename"), ("date_of_birth", "D.O.B."),
    ("gp_practice", "Practice to write to"), ("specimen_id", "Slide / block"), ("test_name", "Referred for"),
    ("value", "Reported as"), ("collected_at", "Taken"),
))  # fmt: skip
"""Columns of a failsafe list; one more says how far the chasing went."""


def worklist(name: str, rows: pa.Table, house: House) -> Document:
    """Returns a workbook in the form that the file name tells: visible, hidden and very hidden sheets, and one note."""
    form = form_of(name)
    rows, noted = _taken_out(rows)
    sheets = sheets_of(rows, f"{house.name} outstanding work")
    sink = io.BytesIO()
    with opened(sink, house, epoch_1904=form.epoch_1904) as book:
        formats = _formats(book)
        for sheet in sheets:
            target = _sheet(book, sheet)
            for block in sheet.blocks:
                _head(target, block, form, formats)
            if noted.num_rows and sheet.visibility == VISIBLE:
                target.write_comment(*_NOTE_AT, _note(noted), {"author": "lab.office"})
        _lookups(book, house)
    filled = {place: [_rows(block, form) for block in sheet.blocks] for place, sheet in enumerate(sheets, start=1)}
    notes = with_locator(only(noted, NOTED), "note on sheet Worklist cell B", _NOTE_AT[0] + 1)
    records = records_of(sheets, form, [notes])
    return Document(name, "xlsx", with_rows(sink.getvalue(), filled), records, form.shows, locator="row")


def failsafe(name: str, rows: pa.Table, house: House) -> Document:
    """Returns a list of findings to chase: a filter shows the open ones, the rows of all others are only hidden."""
    sink = io.BytesIO()
    block = Block(f"{house.name} failsafe register", 3, rows)
    last = len(FAILSAFE.columns)
    with opened(sink, house) as book:
        target = book.add_worksheet("Failsafe")
        _head(target, block, FAILSAFE, _formats(book))
        target.write_string(block.line, last, "Chased")
        target.autofilter(block.line, 0, block.end - 1, last)
        target.filter_column(last, "x == open")
    is_closed = np.arange(rows.num_rows) % _OPEN_EVERY != 0
    chased = Column(pc.if_else(pa.array(is_closed), "closed, letter sent", "open"))
    listed = _rows(block, FAILSAFE)
    listed = replace(listed, columns=(*listed.columns, chased), hidden=is_closed)
    records = records_of([Sheet("Failsafe", VISIBLE, (block,))], FAILSAFE)
    data = with_rows(sink.getvalue(), {1: [listed]})
    return Document(name, "xlsx", data, records, FAILSAFE.shows, locator="row")


def opened(sink: io.BytesIO, house: House, *, epoch_1904: bool = False) -> Any:
    """Returns an xlsxwriter workbook into `sink` with the properties of the house and no clock."""
    import xlsxwriter

    book = xlsxwriter.Workbook(sink, {"in_memory": True, "date_1904": epoch_1904})
    book.set_properties({
        "author": "lab.office", "company": house.name, "created": CREATED, "comments": f"\\\\{house.host}\\Worklists",
    })  # fmt: skip
    return book


def _formats(book: Any) -> dict[str, Any]:
    return {
        DAY: book.add_format({"num_format": "dd/mm/yyyy"}),
        CLOCK: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        "title": book.add_format({"bold": True, "align": "center"}),
    }


def _sheet(book: Any, sheet: Sheet) -> Any:
    target = book.add_worksheet(sheet.name)
    if sheet.visibility == HIDDEN:
        target.hide()
    if sheet.visibility == VERY_HIDDEN:
        target.very_hidden()
    return target


def _head(target: Any, block: Block, form: Form, formats: dict[str, Any]) -> None:
    if block.title:
        target.merge_range(block.line - 1, 0, block.line - 1, len(form.columns) - 1, block.title, formats["title"])
    target.write_row(block.line, 0, [header for _, header in form.columns])
    for column, (kind, _) in enumerate(cells(form, block.rows.slice(0, 0))):
        target.set_column(column, column, 16, formats.get(kind) if form.dates == "cell" else None)


def _rows(block: Block, form: Form) -> Rows:
    columns = []
    for kind, texts in cells(form, block.rows):
        if kind in {DAY, CLOCK}:
            days = serials(texts, epoch_1904=form.epoch_1904)
            columns.append(Column(days, are_numbers(days)))
        else:
            columns.append(Column(texts, are_numbers(texts) if kind == NUMBER else None))
    return Rows(block.line + 1, tuple(columns))


def _taken_out(rows: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Returns the rows of the tables, and the one row of longer lists that stands in a note instead."""
    rows = by_row(rows)
    short = np.flatnonzero(pc.less_equal(pc.utf8_length(rows["value"]), _LONGEST_NOTED).to_numpy())
    if rows.num_rows < 8 or not len(short):
        return rows, rows.slice(0, 0)
    chosen = int(short[-1])
    return pa.concat_tables([rows.slice(0, chosen), rows.slice(chosen + 1)]), rows.slice(chosen, 1)


def _note(noted: pa.Table) -> str:
    row = noted.to_pylist()[0]
    born = "/".join(reversed(row["date_of_birth"].split("-")))
    number = spaced(noted["nhs_number"])[0].as_py()
    person = ", ".join(part for part in (f"{row['forename']} {row['surname']}", f"b. {born}", number) if part)
    return f"{person}: {row['test_name']} {row['value'] or 'still awaited'}. Rang them back, put on tomorrow's list"


def _lookups(book: Any, house: House) -> None:
    target = book.add_worksheet("Lookups")
    for line, client in enumerate(house.clients):
        target.write_row(line, 0, [client.code, client.name])
