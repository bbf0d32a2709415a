"""Seeds that are not text: workbooks, PDF, archives, compressed streams."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from xml.etree import ElementTree as ET

from hostile.build.archives import tar_of
from hostile.build.documents import pdf_of, stream
from hostile.build.tables import cells, workbook
from hostile.planted import table
from hostile.seed.seed import TABLES, WHO, DamageError, Seed, as_text

PEOPLE = list(WHO)


def zip_texts(data: bytes) -> dict[str, str]:
    """Objects to a directory that lies and to wrong checksums."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: as_text(archive.read(entry)) for entry in archive.infolist()}


def zip_text(data: bytes) -> str:
    """As `zip_texts`."""
    return "\n".join(zip_texts(data).values())


def xml_zip_text(data: bytes) -> str:
    """Objects to checksums, and to members that are no XML."""
    texts = zip_texts(data)
    for name, text in texts.items():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(text.encode())  # noqa: S314  our own seed, mutated, in a test
    return "\n".join(texts.values())


def xls() -> bytes:
    """A workbook of the nineties."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("results")
    for number, row in enumerate(cells(PEOPLE)):
        for place, value in enumerate(row):
            sheet.write(number, place, value)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def xls_text(data: bytes) -> str:
    """Objects to nothing: the bytes as they lie, narrow and wide."""
    return data.decode("latin-1") + data.decode("utf-16-le", "replace") + data[1:].decode("utf-16-le", "replace")


def ods() -> bytes:
    """A sheet of an open document, written by hand: no writer gives the same bytes twice."""
    spaces = {"office": "office:1.0", "table": "table:1.0", "text": "text:1.0"}
    names = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{value}"' for key, value in spaces.items())
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{''.join(cell.format(value) for value in row)}</table:table-row>" for row in cells(PEOPLE)
    )
    sheet = f'<office:spreadsheet><table:table table:name="r">{rows}</table:table></office:spreadsheet>'
    body = f"<office:body>{sheet}</office:body>"
    content = f'<office:document-content {names} office:version="1.2">{body}</office:document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = '<m:file-entry m:full-path="{}" m:media-type="{}"/>'
    listed = entry.format("/", kind) + entry.format("content.xml", "text/xml")
    manifest = f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{listed}</m:manifest>'
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", (2024, 6, 3, 0, 0, 0)), kind, zipfile.ZIP_STORED)
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", manifest)):
            said = '<?xml version="1.0"?>' + text
            archive.writestr(zipfile.ZipInfo(name, (2024, 6, 3, 0, 0, 0)), said, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def pdf() -> bytes:
    """Two pages, deflated, half of the people on each."""
    pages = []
    for half in (PEOPLE[:4], PEOPLE[4:]):
        lines = b"".join(
            b"(NHS number %s, %s) Tj 0 -14 Td " % (w.nhs_number.encode(), w.surname.encode()) for w in half
        )
        pages.append(stream(zlib.compress(b"BT /F 10 Tf 40 700 Td " + lines + b" ET"), b"/Filter /FlateDecode"))
    fonts = b"/Resources << /Font << /F 7 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R " + fonts + b" >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    tree = b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>"
    return pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", tree, page % 5, page % 6, *pages, font)


def pdf_text(data: bytes) -> str:
    """Objects to streams that do not unpack, to an end mark that lacks, and to fewer streams than were written."""
    if not data.rstrip().endswith(b"%%EOF"):
        raise DamageError
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    if len(streams) < 2:
        raise DamageError
    return "\n".join(as_text(zlib.decompress(packed)) for packed in streams)


def zipped() -> bytes:
    """Two members, half of the people in each."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, half in (("one.csv", PEOPLE[:4]), ("two.csv", PEOPLE[4:])):
            archive.writestr(zipfile.ZipInfo(name, (2024, 6, 3, 0, 0, 0)), table(half), zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def tarred() -> bytes:
    """Two members, half of the people in each."""
    halves = (("one.csv", PEOPLE[:4]), ("two.csv", PEOPLE[4:]))
    return tar_of(*[(name, tarfile.REGTYPE, "", table(half).encode()) for name, half in halves])[: 10 * 512]


def tar_text(data: bytes) -> str:
    """Objects to headers whose sums are wrong, to cut members, and to an end without its empty blocks."""
    found = []
    with tarfile.open(fileobj=io.BytesIO(data), errorlevel=2) as archive:
        for member in archive:
            held = archive.extractfile(member) if member.isreg() else None
            raw = held.read() if held is not None else b""
            if len(raw) != (member.size if member.isreg() else 0):
                raise DamageError
            found.append(as_text(raw))
        if data[archive.offset : archive.offset + 1024].strip(b"\0") or len(data) < archive.offset + 512:
            raise DamageError
    return "\n".join(found)


def squeezed_text(machine: object):
    """Objects to whatever the standard library's decompressor objects to."""
    return lambda data: as_text(machine.decompress(data))  # type: ignore[attr-defined]  # gzip, bz2 and lzma all have it


def seeds() -> list[Seed]:
    """Every seed that is not text."""
    text = table(PEOPLE).encode()
    return [
        Seed("xlsx", ".xlsx", workbook(PEOPLE), xml_zip_text),
        Seed("xls", ".xls", xls(), xls_text),
        Seed("ods", ".ods", ods(), xml_zip_text),
        Seed("pdf", ".pdf", pdf(), pdf_text),
        Seed("zip", ".zip", zipped(), zip_text, **TABLES),
        Seed("tar", ".tar", tarred(), tar_text, **TABLES),
        Seed("gzip", ".csv.gz", gzip.compress(text, mtime=1), squeezed_text(gzip), **TABLES),
        Seed("bzip2", ".csv.bz2", bz2.compress(text), squeezed_text(bz2), **TABLES),
        Seed("xz", ".csv.xz", lzma.compress(text), squeezed_text(lzma), **TABLES),
    ]
