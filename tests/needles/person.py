"""One invented person with one result, written in every format that can carry both and that we can write.

Ann Tester of the test range, and her sodium; the messages of health services are those of the test of that family.
"""

# ruff: noqa: E501 -- parts of files, one a line

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
import xlwt

from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from needles.person_said import HEADERS, LETTER, ROW
from needles.person_stores import STORES
from needles.plant import old_office, sheets
from read.database import test_dbf
from read.document import pdf_files
from read.document.test_ppt import record
from read.health.test_one_person_in_every_format import FORMS as MESSAGES
from read.mail import outlook_files
from read.tabular import test_ods

_CSV = "\n".join((",".join(HEADERS), ",".join(ROW))) + "\n"
_RECORD = dict(zip(HEADERS, ROW, strict=True))


def _zipped(parts: dict[str, str | bytes], first: str = "") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype"), first, zipfile.ZIP_STORED)
        for name, data in parts.items():
            archive.writestr(name, data)
    return sink.getvalue()


def _marked(row: str, cell: str) -> str:
    return "".join(row.format("".join(cell.format(value) for value in cells)) for cells in (HEADERS, ROW))


def _page(*, is_table: bool) -> str:
    table = f"<table>{_marked('<tr>{}</tr>', '<td>{}</td>')}</table>"
    return f"<html><body>{table if is_table else ''.join(f'<p>{line}</p>' for line in LETTER)}</body></html>"


def _docx(*, is_table: bool) -> bytes:
    document = docx.Document()
    if is_table:
        table = document.add_table(rows=0, cols=len(ROW))
        for cells in (HEADERS, ROW):
            for cell, value in zip(table.add_row().cells, cells, strict=True):
                cell.text = value
    for line in () if is_table else LETTER:
        document.add_paragraph(line)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def _slides(*, is_table: bool) -> bytes:
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in LETTER)
    cells = _marked("<a:tr>{}</a:tr>", "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>")
    slide = f'<p:sld xmlns:p="p" xmlns:a="a">{f"<a:tbl>{cells}</a:tbl>" if is_table else lines}</p:sld>'
    return _zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": slide})


def _drawing() -> bytes:
    shapes = "".join(f"<Shape><Text>{line}</Text></Shape>" for line in LETTER)
    page = f'<PageContents xmlns="v"><Shapes>{shapes}</Shapes></PageContents>'
    return _zipped({"[Content_Types].xml": "<Types/>", "visio/document.xml": "<v/>", "visio/pages/page1.xml": page})


def _opendocument(kind: str, *, is_table: bool) -> bytes:
    lines = "".join(f"<text:p>{line}</text:p>" for line in LETTER)
    rows = _marked("<table:table-row>{}</table:table-row>", "<table:table-cell><text:p>{}</text:p></table:table-cell>")
    body = f"<table:table>{rows}</table:table>" if is_table else lines
    content = (
        f'<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b">{body}</office:document-content>'
    )
    return _zipped({"content.xml": content}, f"application/vnd.oasis.opendocument.{kind}")


def _xlsx() -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    page = book.add_worksheet()
    for number, cells in enumerate((HEADERS, ROW)):
        page.write_row(number, 0, cells)
    book.close()
    return sink.getvalue()


def _xls() -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("a")
    for number, cells in enumerate((HEADERS, ROW)):
        for place, value in enumerate(cells):
            page.write(number, place, value)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _ods() -> bytes:
    return test_ods.book("".join(test_ods.row(*(test_ods.cell(value) for value in cells)) for cells in (HEADERS, ROW)))


def _rtf(*, is_table: bool) -> bytes:
    def row(cells: tuple[str, ...]) -> str:
        return (
            r"\trowd"
            + "".join(rf"\cellx{n}" for n in range(len(cells)))
            + " "
            + "".join(rf"{one}\cell " for one in cells)
            + r"\row "
        )

    body = row(HEADERS) + row(ROW) if is_table else r"\par ".join(LETTER)
    return (r"{\rtf1\ansi " + body + r"\pard}").encode()


def _pdf() -> bytes:
    lines = "".join(f"({line}) Tj 0 -14 Td " for line in LETTER)
    return pdf_files.written(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>", pdf_files.FONT,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
        pdf_files.stream(f"BT /F1 12 Tf 50 700 Td {lines} ET".encode()),
    )  # fmt: skip


def _xml() -> bytes:
    names = [name.replace(" ", "") for name in HEADERS]
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in zip(names, ROW, strict=True))
    return f'<?xml version="1.0"?><export><row>{fields}</row><row>{fields}</row></export>'.encode()


def _fixed() -> bytes:
    widths = [max(len(name), len(value)) + 3 for name, value in zip(HEADERS, ROW, strict=True)]
    lines = [
        "".join(f"{value:<{width}}" for value, width in zip(cells, widths, strict=True)) for cells in (HEADERS, ROW)
    ]
    rule = "".join("-" * (width - 2) + "  " for width in widths)
    return f"{lines[0]}\n{rule}\n{lines[1]}\n".encode()


def _sql() -> bytes:
    names = [name.lower().replace(" ", "_") for name in HEADERS]
    values = ", ".join(f"'{value}'" for value in ROW)
    return f"CREATE TABLE results ({', '.join(f'{name} text' for name in names)});\nINSERT INTO results ({', '.join(names)}) VALUES ({values});\n".encode()


def _sqlite() -> bytes:
    base = sqlite3.connect(":memory:")
    columns = ", ".join(f'"{name}" text' for name in HEADERS)
    base.execute(f"create table results ({columns})")
    base.execute(f"insert into results values ({', '.join('?' * len(ROW))})", ROW)
    base.commit()
    return base.serialize()


def _dbf() -> bytes:
    names = ("NHSNO", "SURNAME", "FORENAME", "DOB", "POSTCODE", "TESTNAME", "RESULT", "UNITS", "COLLECTED")
    body = " " + "".join(f"{value:<20}" for value in ROW)
    return test_dbf.made([(name, "C", 20) for name in names], [body.encode()])


def _arrow() -> bytes:
    table, sink = pa.Table.from_pylist([_RECORD]), io.BytesIO()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([_RECORD]), sink)
    return sink.getvalue()


def _mail(*, is_attached: bool = False, is_table: bool = False) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@lab.test", "b@lab.test", "results"
    mail.set_content("see the list" if is_attached or is_table else "\n".join(LETTER))
    if is_table:
        mail.add_alternative(_page(is_table=True), subtype="html")
    if is_attached:
        mail.add_attachment(_CSV.replace(",", ";").encode(), maintype="text", subtype="csv", filename="list.csv")
    return bytes(mail)


def _outlook() -> outlook_files.Message:
    text = outlook_files.text
    return outlook_files.Message([text(0x001A, "IPM.Note"), text(0x0037, "results"), text(0x1000, "\r\n".join(LETTER))])


def _telegram() -> bytes:
    message = {"id": 1, "type": "message", "date": "2024-06-03T09:00:00", "from": "Quiet", "text": "\n".join(LETTER)}
    return json.dumps({"name": "x", "type": "private_channel", "id": 9, "messages": [message]}).encode()


def _telegram_page() -> bytes:
    return (
        '<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_body chat_page"><div '
        'class="message default clearfix" id="message1"><div class="text">'
        + "<br>".join(LETTER)
        + "</div></div></div></body></html>"
    ).encode()


def _ppt() -> bytes:
    text = record(0, 0x0FA0, "\r".join(LETTER).encode("utf-16-le"))
    stream = record(0xF, 1006, text).ljust(4100, b"\0")
    return compound_file(Storage("", (Stream("PowerPoint Document", stream), Stream("Current User", bytes(40)))))


def _tape() -> bytes:
    return b"TAPE" + bytes(1020) + " ".join(LETTER).encode("utf-16-le") + bytes(4000)


LETTERS: dict[str, Callable[[], bytes]] = {
    "text.txt": lambda: "\n".join(LETTER).encode(), "script.sh": ("#!/bin/sh\n" + "\n".join(f"# {line}" for line in LETTER)).encode,
    "pdf.pdf": _pdf, "docx.docx": lambda: _docx(is_table=False), "pptx.pptx": lambda: _slides(is_table=False),
    "visio.vsdx": _drawing, "odt.odt": lambda: _opendocument("text", is_table=False),
    "opendocument.odp": lambda: _opendocument("presentation", is_table=False), "rtf.rtf": lambda: _rtf(is_table=False),
    "html.html": lambda: _page(is_table=False).encode(), "doc.doc": lambda: old_office.document("\r".join(LETTER)), "ppt.ppt": _ppt,
    "eml.eml": _mail, "mbox.mbox": lambda: b"From a@lab.test Mon Jun  3 09:00:00 2024\n" + _mail() + b"\n",
    "msg.msg": _outlook().msg, "tnef.dat": _outlook().tnef,
    "telegram_json.json": _telegram, "telegram_html.html": _telegram_page,
}  # fmt: skip
"""Formats in which the person stands in words."""

TABLES: dict[str, Callable[[], bytes]] = {
    "delimited.csv": _CSV.encode, "json.json": lambda: json.dumps([_RECORD]).encode(),
    "ndjson.jsonl": (json.dumps(_RECORD) + "\n").encode, "fixed_columns.prn": _fixed,
    "xlsx.xlsx": _xlsx, "xls.xls": _xls, "xlsb.xlsb": lambda: sheets.binary_workbook([HEADERS, ROW]), "ods.ods": _ods,
    "docx table.docx": lambda: _docx(is_table=True), "pptx table.pptx": lambda: _slides(is_table=True),
    "odt table.odt": lambda: _opendocument("text", is_table=True), "rtf table.rtf": lambda: _rtf(is_table=True),
    "html table.html": lambda: _page(is_table=True).encode(), "xml.xml": _xml, "sql_dump.sql": _sql,
    "sqlite.sqlite": _sqlite, "dbf.dbf": _dbf, "parquet.parquet": _parquet, "arrow.arrow": _arrow,
    "eml table.eml": lambda: _mail(is_table=True), "eml attached.eml": lambda: _mail(is_attached=True),
}  # fmt: skip
"""Formats in which the person is a row."""

FILES: dict[str, Callable[[], bytes]] = {
    **LETTERS, **TABLES, **STORES, **{f"{form}.{form}": raw.encode for form, (_, raw) in MESSAGES.items()},
}  # fmt: skip
"""Name of a file, its format first, and its bytes."""
