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
