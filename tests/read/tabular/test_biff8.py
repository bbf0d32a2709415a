"""Records of xls: comments, boxes, headers; what a sheet reaches to."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import olefile
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.tabular import biff8, sheet
from read.reading import read_bytes
from read.tabular import locked_xls


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


BEGIN = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
END = record(0x000A, b"")


def comment(number: int, text: str) -> bytes:
    drawn = record(0x5D, struct.pack("<HHHH", 0x15, 0x12, 0x19, number) + bytes(14))
    drawn += record(0x1B6, struct.pack("<HHHHHHHH", 0, 0, 0, 0, 0, len(text), 16, 0) + bytes(2))
    half = len(text) // 2
    drawn += record(0x3C, b"\0" + text[:half].encode("latin-1")) + record(0x3C, b"\1" + text[half:].encode("utf-16-le"))
    return drawn + record(0x3C, bytes(16))


def test_a_comment_stands_behind_its_cell_and_a_box_alone() -> None:
    note = record(0x1C, struct.pack("<HHHHHB", 4, 1, 0, 7, 3, 0) + b"Ann\0")
    raw = BEGIN + comment(7, "rang about 9990000018") + comment(8, "a box") + note + END
    (found,) = biff8.walk(raw).sheets.values()
    assert found.texts == ["Ann", "row 5, column 2: rang about 9990000018", "a box"]


def test_headers_and_footers_are_told_by_a_workbook_of_another_program() -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("People")
    page.write(0, 0, "x")
    page.header_str = b"&LWard 9990000018"
    page.footer_str = b"&Cfooter"
    sink = io.BytesIO()
    book.save(sink)
    summary = read_bytes(sheet.read, sink.getvalue())
    assert "&LWard 9990000018" in summary.text
    assert summary.gaps == []


def test_a_hostile_cell_far_away_is_refused_before_calamine_lays_the_sheet_out() -> None:
    raw = BEGIN + record(0x0203, struct.pack("<HHHd", 65_535, 65_535, 0, 1.0)) + END
    (found,) = biff8.walk(raw).sheets.values()
    assert (found.last_row, found.last_column) == (65_536, 65_536)
    plain = locked_xls.workbook([["a", "b"]] * 9)
    with olefile.OleFileIO(io.BytesIO(plain)) as ole:
        stream = ole.openstream("Workbook").read()
    at = next(start - 4 for kind, start, _ in biff8.records(stream) if kind == 0xFD)
    far = plain.replace(stream[at : at + 10], stream[at : at + 4] + b"\xff\xff\xff\xff" + stream[at + 8 : at + 10], 1)
    summary = read_bytes(sheet.read, far)
    assert summary.fault is not None or Reason.LIMIT_SIZE in summary.reasons


def test_a_record_that_is_cut_off_ends_the_stream() -> None:
    assert len(list(biff8.records(BEGIN + END + record(0x14, b"abc")[:-1]))) == 2


def test_half_a_compound_file_is_an_item_error() -> None:
    with pytest.raises(ItemError):
        biff8.stream_of(locked_xls.workbook([["a"]])[:700])


@given(st.binary(max_size=400))
def test_any_bytes_are_walked(raw: bytes) -> None:
    assert biff8.walk(BEGIN + raw).sheets


@pytest.mark.field
def test_comments_boxes_headers_links_and_charts_of_tika_are_found(field_data: Path) -> None:
    said = {
        "testComment.xls": "row 1, column 1: Author:\nHere is a comment",
        "testEXCEL_textbox.xls": "this is some autoshape text",
        "testEXCEL_headers_footers.xls": "&LHeader - Corporate Spreadsheet",
        "testEXCEL_hyperlinks.xls": "mailto:user@tika.apache.org?subject=help",
        "testEXCEL-charts.xls": "WhamPuff",
    }
    folder = field_data / "s11-tika-documents/microsoft"
    for name, text in said.items():
        assert text in read_bytes(sheet.read, (folder / name).read_bytes()).text, name
