"""Worklists open with another program's reader, the hidden sheet included."""

import datetime as dt
import io

import python_calamine

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.workbook import HEADER, worklist


def test_both_sheets_hold_the_rows_and_one_is_hidden(estate: Estate):
    rows = records(estate, 0, 30)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(worklist("x.xlsx", rows, OURS).data))
    visible = [sheet.visible == python_calamine.SheetVisibleEnum.Visible for sheet in book.sheets_metadata]
    assert visible == [True, False]
    read = []
    for name in book.sheet_names:
        lines = book.get_sheet_by_name(name).to_python(skip_empty_area=True)
        start = next(place for place, line in enumerate(lines) if line[0] == HEADER[0])
        read += lines[start + 1 :]
    assert [line[1] for line in read] == rows["nhs_number"].to_pylist()
    assert read[0][4] == dt.date.fromisoformat(rows["date_of_birth"][0].as_py())


def test_the_same_rows_give_the_same_bytes(estate: Estate):
    rows = records(estate, 0, 5)
    assert worklist("x.xlsx", rows, OURS).data == worklist("y.xlsx", rows, OURS).data
