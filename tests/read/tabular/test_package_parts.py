"""Parts beside the sheets; the workbook of hiding places (test_xlsx) looks for a number in each."""

# ruff: noqa: E501 -- parts of XML, one a line

from __future__ import annotations

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Batch, Gap, Property, Reading
from leakassay.model.outcomes import Reason
from leakassay.read.tabular.package import Package
from leakassay.read.tabular.package_parts import Parts, links

COMMENTS = (
    b'<comments><authors><author>Ann</author></authors><comment ref="B2"><text><t>rang</t></text></comment></comments>'
)
RELATIONS = b'<Relationships><Relationship Id="r1" Target="../comments1.xml"/><Relationship Id="r2" Target="/xl/a.xml"/></Relationships>'


def read(parts: dict[str, bytes], name: str) -> list[Reading]:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        for each, data in parts.items():
            package.writestr(each, data)
    opened = Package(sink.getvalue())
    return list(Parts(opened, links(opened), {"xl/worksheets/sheet1.xml": "People"}).read(name))


def test_a_comment_is_told_with_its_sheet_and_its_cell() -> None:
    relations = {"xl/worksheets/_rels/sheet1.xml.rels": RELATIONS}
    text, author = read({"xl/comments1.xml": COMMENTS, **relations}, "xl/comments1.xml")
    assert isinstance(text, Batch)
    assert text.part == "People"
    assert text.data.column(0).to_pylist() == ["Ann", "B2: rang"] or text.data.column(0).to_pylist() == [
        "Ann",
        "B2:",
        "rang",
    ]
    assert isinstance(author, Property)
    assert (author.name, author.value) == ("comment_author", "Ann")


def test_the_printer_is_a_property() -> None:
    (said,) = read(
        {"xl/printerSettings/printerSettings1.bin": "HP Ward 7".encode("utf-16-le") + bytes(99)},
        "xl/printerSettings/printerSettings1.bin",
    )
    assert isinstance(said, Property)
    assert (said.name, said.value) == ("printer", "HP Ward 7")


def test_a_part_that_is_cut_off_is_a_gap_of_its_bytes() -> None:
    *_, gap = read({"xl/comments1.xml": COMMENTS[:-30]}, "xl/comments1.xml")
    assert gap == Gap(Reason.MALFORMED, len(COMMENTS) - 30, part="xl/comments1.xml")


def test_cells_kept_of_two_sheets_of_another_workbook_are_two_tables() -> None:
    page = b'<sheetData><row r="1"><cell r="A1" t="str"><v>NHS</v></cell></row><row r="2"><cell r="A2"><v>9990000018</v></cell></row></sheetData>'
    found = read({"xl/e.xml": b"<externalLink>" + page * 2 + b"</externalLink>"}, "xl/e.xml")
    tables = [one for one in found if isinstance(one, Batch)]
    assert [one.data.to_pylist() for one in tables] == [[{"c0": "NHS"}, {"c0": "9990000018"}]] * 2


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["xl/x.xml", "xl/x.bin", "docProps/core.xml"]), st.integers(0, 60))
def test_any_bytes_give_readings_or_a_gap(noise: bytes, name: str, at: int) -> None:
    for reading in read({name: COMMENTS[:at] + noise + COMMENTS[at:]}, name):
        assert isinstance(reading, Batch | Property | Gap)
