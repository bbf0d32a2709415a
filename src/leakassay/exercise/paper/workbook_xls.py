"""Worklists as xls (BIFF8 in a compound file), as an old office still saves them, with a hidden sheet."""

import io
from typing import Any

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.worksheet import (
    CLOCK,
    DAY,
    HIDDEN,
    NUMBER,
    VERY_HIDDEN,
    VISIBLE,
    Block,
    Form,
    are_numbers,
    cells,
    form_of,
    records_of,
    serials,
    sheets_of,
)

MOST_ROWS = 60_000
"""Rows of one worklist: a sheet of this format ends at 65,536."""
LONGEST_CELL = 32_767
"""Characters of a cell of this format."""
_SHAPES = {DAY: "DD/MM/YYYY", CLOCK: "DD/MM/YY hh:mm"}
_VISIBILITY = {VISIBLE: 0, HIDDEN: 1, VERY_HIDDEN: 2}


def worklist_xls(name: str, rows: pa.Table, house: House) -> Document:
    """Returns an xls workbook in the form that the file name tells, some of it on a hidden and a very hidden sheet.

    Raises:
        ValueError: more than `MOST_ROWS` rows.
    """
    import xlwt

    if rows.num_rows > MOST_ROWS:
        raise ValueError(f"{rows.num_rows} rows do not fit on a sheet of this format; {MOST_ROWS} do")
    form = form_of(name)
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = int(form.epoch_1904)
    book.set_owner("lab.office")
    styles = {
        kind: xlwt.easyxf(num_format_str=shape) for kind, shape in ((DAY, "DD/MM/YYYY"), (CLOCK, "DD/MM/YY hh:mm"))
    }
    sheets = sheets_of(rows, f"{house.name} pending")
    for sheet in sheets:
        target = book.add_sheet(sheet.name)
        target.visibility = _VISIBILITY[sheet.visibility]
        for block in sheet.blocks:
            _fill(target, block, form, styles if form.dates == "cell" else {})
    sink = io.BytesIO()
    book.save(sink)
    return Document(name, "xls", sink.getvalue(), records_of(sheets, form), form.shows, locator="row")


def _fill(target: Any, block: Block, form: Form, styles: dict[str, Any]) -> None:
    import xlwt

    plain = xlwt.Style.default_style
    if block.title:
        target.write_merge(block.line - 1, block.line - 1, 0, len(form.columns) - 1, block.title)
    for column, (_, header) in enumerate(form.columns):
        target.write(block.line, column, header)
    for column, (kind, texts) in enumerate(cells(form, block.rows)):
        printed = serials(texts, epoch_1904=form.epoch_1904) if kind in {DAY, CLOCK} else texts
        numbers = are_numbers(printed) if kind in {DAY, CLOCK, NUMBER} else [False] * len(printed)
        style = styles.get(kind, plain)
        for line, (text, is_number) in enumerate(zip(printed.to_pylist(), numbers, strict=True), start=block.line + 1):
            if is_number:
                target.write(line, column, float(text), style)
            elif text:
                target.write(line, column, text[:LONGEST_CELL], plain)
