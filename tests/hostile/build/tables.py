"""Workbooks and other tables that several builders write."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

from hostile.planted import HEADER, Person


def cells(rows: list[Person]) -> list[list[str]]:
    """Header and people as cells."""
    return [HEADER.split(","), *(person.row.split(",") for person in rows)]


def workbook(rows: list[Person]) -> bytes:
    """An xlsx of one sheet."""
    import xlsxwriter

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    sheet = book.add_worksheet("results")
    for number, row in enumerate(cells(rows)):
        sheet.write_row(number, 0, row)
    book.set_properties({"created": dt.datetime(2024, 6, 3)})  # noqa: DTZ001  workbooks know no zone
    book.close()
    return sink.getvalue()


def repacked(data: bytes, name: str, pattern: str, replacement: str) -> bytes:
    """A zip with one member edited, and whatever follows as it was; it fails when nothing matched."""
    sink = io.BytesIO()
    done = 0
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == name:
                edited, done = re.subn(pattern, lambda _: replacement, text.decode(), count=1)
                text = edited.encode()
            new.writestr(zipfile.ZipInfo(entry.filename, (2024, 6, 3, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    if not done:
        raise ValueError(f"nothing to edit in {name}")
    return sink.getvalue()
