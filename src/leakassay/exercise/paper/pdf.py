"""Reports as text PDFs, one or more specimens each, with the properties that a report printer leaves."""

import io
import textwrap
from typing import Any

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import day_first, spaced
from leakassay.exercise.paper.letterhead import letterhead

SHOWN = frozenset({"nhs_number", "surname", "forename", "date_of_birth", "address", "postcode", "hospital_number"})
_TOP, _LEFT, _STEP = 800, 50, 14


def report(name: str, rows: pa.Table, house: House, *, headed: bool = False) -> Document:
    """Returns a PDF with one page per specimen; standard fonts, no time stamp, so the same rows give the same bytes.

    Args:
        name: of the file.
        rows: its specimens.
        house: who reports.
        headed: with the house's letterhead, a picture of about 130 kB, as report printers on a network embed it.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setAuthor(f"{house.software} report printer")
    canvas.setCreator(f"{house.software} on {house.host}")
    canvas.setTitle(f"{house.name} report")
    head = ImageReader(io.BytesIO(letterhead(house))) if headed else None
    for page in _pages(rows, house):
        if head is not None:
            canvas.drawImage(head, _LEFT, _TOP + 2 * _STEP, width=12 * _STEP, height=2 * _STEP)
        canvas.setFont("Helvetica", 10)
        for line, text in enumerate(page):
            canvas.drawString(_LEFT, _TOP - line * _STEP, text)
        canvas.showPage()
    canvas.save()
    return Document(name, "pdf", sink.getvalue(), rows, SHOWN, locator="page")


def _pages(rows: pa.Table, house: House) -> list[list[str]]:
    pages: list[list[str]] = []
    last = None
    for row in rows.to_pylist():
        if row["record"] != last:
            pages.append(_head(row, house))
            last = row["record"]
        pages[-1] += _result(row)
    return pages


def _head(row: dict[str, Any], house: House) -> list[str]:
    return [
        house.name, f"Report {row['specimen_id']}    Requested by: {row['client_code']}", "",
        f"Patient: {row['surname'].upper()}, {row['forename']}",
        f"NHS No: {spaced(row['nhs_number'])}    DOB: {day_first(row['date_of_birth'])}",
        f"Hospital No: {row['hospital_number']}",
        f"Address: {row['address']}, {row['postcode']}",
        f"Collected: {day_first(row['collected_at'])} {row['collected_at'][11:16]}", "",
    ]  # fmt: skip


def _result(row: dict[str, Any]) -> list[str]:
    label = f"{row['test_code']}  {row['test_name']}"
    if row["status"] == "requested":
        return [f"{label}: result to follow"]
    if len(row["value"]) > 60:
        return [f"{label}:", *textwrap.wrap(row["value"], 90)]
    limits = f"  ({row['range_low']} - {row['range_high']})" if row["unit"] else ""
    return [f"{label}: {row['value']} {row['unit']}{limits} {row['value_flag']}".rstrip()]
