"""Zip packages and compound files are told apart by what they name."""

from __future__ import annotations

import io
import zipfile

import pytest

from leakassay.custody.sniff import office

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def package(*parts: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for part in parts:
            made.writestr(part, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("sniff", "part"),
    [
        (office.xlsx, "xl/workbook.xml"),
        (office.xlsb, "xl/workbook.bin"),
        (office.docx, "word/document.xml"),
        (office.pptx, "ppt/presentation.xml"),
        (office.visio, "visio/document.xml"),
    ],
)
def test_a_package_is_known_by_its_main_part(sniff, part: str) -> None:
    raw = package("[Content_Types].xml", part)
    others = [one for one in (office.xlsx, office.xlsb, office.docx, office.pptx) if one is not sniff]
    assert sniff(raw, raw, "", len(raw)) == 90
    assert [one(raw, raw, "", len(raw)) for one in others] == [0] * len(others)


def test_open_documents_say_what_they_are() -> None:
    raw = package("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")
    assert (office.ods(raw, raw, "", 1), office.odt(raw, raw, "", 1)) == (90, 0)
    text = package("content.xml", mimetype="application/vnd.oasis.opendocument.text")
    assert office.odt(text, text, "", 1) == 90
    assert office.epub(package(mimetype="application/epub+zip"), b"", "", 1) == 90
    assert office.opendocument(package(mimetype="application/vnd.oasis.opendocument.graphics"), b"", "", 1) == 80


@pytest.mark.parametrize(
    ("sniff", "entry"),
    [
        (office.xls, "Workbook"),
        (office.doc, "WordDocument"),
        (office.ppt, "PowerPoint Document"),
        (office.msg, "__properties_version1.0"),
        (office.locked, "EncryptedPackage"),
        (office.locked, "ENCRYPTEDPACKAGE"),
    ],
)
def test_a_compound_file_is_known_by_its_directory(sniff, entry: str) -> None:
    raw = OLE + entry.encode("utf-16-le") + b"\0\0"
    assert sniff(raw, raw, "", len(raw)) >= 88
    assert sniff(b"x" + raw, raw, "", len(raw)) == 0


def test_the_suffix_decides_where_the_directory_lies_in_the_middle() -> None:
    assert office.xls(OLE, b"", "a.XLS", 10**7) == 60
    assert office.doc(OLE, b"", "a.XLS", 10**7) == 0


def test_a_pdf_may_have_something_before_it_but_not_an_archive_around_it() -> None:
    """An archive that stores a PDF first has its mark near the front; so has a compound file that embeds one."""
    body = b"%PDF-1.7\n1 0 obj"
    found = [office.pdf(before + body, b"", "", 99) for before in (b"", b"\r\n\r\n", bytes(128), b"\x1b%-12345X@PJL\n")]
    assert found == [85] * 4
    around = (OLE, b"PK\x03\x04" + bytes(30), b"{\\rtf1", b"name" + bytes(253) + b"ustar")
    assert [office.pdf(before + body, b"", "", 99) for before in around] == [0] * 4


def test_the_name_of_a_stream_stands_where_an_entry_begins() -> None:
    """ "ThisWorkbook" in a macro project ends as the stream of a workbook is called."""
    macro = OLE + "ThisWorkbook".encode("utf-16-le") + bytes(104)
    assert office.xls(macro, b"", "vbaProject.bin", len(macro)) == 0
    book = OLE + "Workbook".encode("utf-16-le") + bytes(112)
    assert office.xls(book, b"", "", len(book)) == 88
    assert office.xls(OLE, (b"x" * 100 + book[512:]), "", 512 + 28 + 100 + 128) == 88


@pytest.mark.parametrize("part", ["word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"])
def test_an_archive_that_stores_a_package_is_no_package(part: str) -> None:
    """Its names stand in the middle of the archive, not in the directory of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("people.csv", "a,b\n")
        made.writestr("inner", package("[Content_Types].xml", part))
    raw = out.getvalue()
    found = [sniff(raw, raw, "x.zip", len(raw)) for sniff in (office.docx, office.xlsx, office.xlsb, office.pptx)]
    assert found == [0, 0, 0, 0]


def test_a_package_whose_end_is_cut_off_is_known_by_its_local_headers() -> None:
    raw = package("[Content_Types].xml", "word/document.xml")
    assert office.docx(raw[:100], raw[:100], "", 100) == 90
