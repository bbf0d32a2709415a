"""Worklists as xlsx: a title above the header, dates as real dates, and a hidden sheet that somebody forgot."""

import datetime as dt
import io
from typing import Any

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.delimited import by_row
from leakassay.exercise.paper.document import Document

HEADER = (
    "Lab No", "NHS Number", "Surname", "Forename", "DOB", "Sex", "Postcode", "Test", "Test name", "Result", "Flag",
    "Collected", "Client",
)  # fmt: skip
_FIELDS = (
    "specimen_id", "nhs_number", "surname", "forename", "date_of_birth", "sex", "postcode", "test_code", "test_name",
    "value", "value_flag", "collected_at", "client_code",
)  # fmt: skip
SHOWN = frozenset({"nhs_number", "surname", "forename", "date_of_birth", "sex", "postcode"})
_DAY = dt.datetime(2024, 6, 3, tzinfo=dt.UTC)


def worklist(name: str, rows: pa.Table, house: House) -> Document:
    """Returns a workbook: two thirds of the rows on the visible sheet, the rest on a hidden one."""
    import xlsxwriter

    rows = by_row(rows)
    visible = rows.num_rows * 2 // 3
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    book.set_properties({
        "author": "lab.office", "company": house.name, "created": _DAY.replace(tzinfo=None),
        "comments": f"\\\\{house.host}\\Worklists",
    })  # fmt: skip
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    _fill(book.add_worksheet("Worklist"), rows.slice(0, visible), (f"{house.name} outstanding work", date))
    hidden = book.add_worksheet("old copy")
    _fill(hidden, rows.slice(visible), ("", date))
    hidden.hide()
    book.close()
    return Document(name, "xlsx", sink.getvalue(), rows, SHOWN)


def _fill(sheet: Any, rows: pa.Table, style: tuple[str, Any]) -> None:
    title, date = style
    sheet.write_string(0, 0, title)
    sheet.write_row(2, 0, HEADER)
    for line, row in enumerate(rows.select(_FIELDS).to_pylist(), start=3):
        for column, field in enumerate(_FIELDS):
            if field == "date_of_birth":
                sheet.write_datetime(line, column, dt.datetime.fromisoformat(row[field]), date)
            elif field == "collected_at":
                sheet.write_string(line, column, row[field].replace("T", " ")[:16])
            else:
                sheet.write_string(line, column, row[field])
