"""Packages: limits before anything is unpacked, and which parts are files of their own."""

from __future__ import annotations

import io
import zipfile

import pytest

from leakassay.custody.openers import office_package
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.tabular.package import Package, is_foreign

NAMES = (
    "xl/workbook.xml", "xl/media/image1.png", "xl/embeddings/a.docx", "xl/embeddings/_rels/a.xml.rels",
    "xl/vbaProject.bin",
    "xl/printerSettings/printerSettings1.bin", "Pictures/a.png", "Object 1/content.xml", "Object 1/styles.xml",
    "mimetype",
    "META-INF/manifest.xml", "docProps/thumbnail.jpeg", "xl/activeX/activeX1.bin", "xl/model/item.data",
    "[trash]/0000.dat", "",
)  # fmt: skip


def packed(**parts: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return sink.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_reader_and_opener_agree_which_part_is_whose(name: str) -> None:
    """A part of neither would be lost, a part of both counted twice."""
    assert is_foreign(name) == office_package.is_foreign(name.encode())


def test_a_part_without_a_name_is_a_file_of_its_own() -> None:
    """Damage in a directory ended the cell: the library asks the last character of a name whether it is a folder."""
    raw = packed(**{"a": b"1", "xl/b.xml": b"<b/>"})
    nameless = raw.replace(b"a1", b"\0" + b"1").replace(b"\0\0\0\0aPK", b"\0\0\0\0\0PK")
    package = Package(nameless)
    assert is_foreign("")
    assert "" in package.parts


def test_the_root_tells_what_a_part_is() -> None:
    package = Package(
        packed(
            a=b'<?xml version="1.0"?><!-- x --><x:worksheet/>',
            b=b"\xef\xbb\xbf<sst>",
            c=b"no <xml>",
            d="<sst/>".encode("utf-16"),
        )
    )
    assert [package.root(name) for name in "abcd"] == ["worksheet", "sst", "", "sst"]


def test_names_compare_without_case_and_by_either_slash() -> None:
    package = Package(packed(**{"XL\\Workbook.xml": b"<a/>"}))
    assert (
        package.named("xl/workbook.xml") == "XL\\Workbook.xml" or package.named("xl/workbook.xml") == "XL/Workbook.xml"
    )
    assert package.named("xl/none.xml") == ""


def test_a_bomb_and_half_a_zip_are_item_errors() -> None:
    good = packed(a=bytes(9 << 20))
    for raw, reason in ((good, Reason.LIMIT_RATIO), (good[: len(good) // 2], Reason.MALFORMED)):
        with pytest.raises(ItemError) as caught:
            Package(raw)
        assert caught.value.reason is reason


def test_a_part_that_does_not_unpack_is_malformed() -> None:
    raw = bytearray(packed(a=b"<a>" + bytes(range(256)) * 9))
    raw[60] ^= 0xFF
    package = Package(bytes(raw))
    with pytest.raises(ItemError), package.stream("a") as part:
        part.read(1 << 20)
