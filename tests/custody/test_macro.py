"""A workbook with macros is recorded as one; a letter that speaks of macros is not."""

from __future__ import annotations

from leakassay.custody.macro import macros
from pipeline.corridor import zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_packages_with_code_are_told_apart() -> None:
    plain = zipped({"xl/workbook.xml": b"<workbook/>"})
    coded = zipped({"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"x", "xl/macrosheets/sheet1.xml": b"x"})
    assert macros(plain, plain) == ()
    assert macros(coded, coded) == ("vba", "xlm")


def test_compound_files_name_their_project() -> None:
    assert macros(OLE + "_VBA_PROJECT".encode("utf-16-le"), b"") == ("vba",)
    assert macros(OLE + bytes(99), b"") == ()


def test_words_alone_are_no_macro() -> None:
    assert macros(b"see vbaProject.bin", b"vbaProject.bin") == ()
