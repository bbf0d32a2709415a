"""Records of xlsb."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.outcomes import Reason
from leakassay.read.tabular import biff12, sheet
from read.reading import read_bytes
from read.tabular import xlsb_files
from read.tabular.xlsb_files import record


def row(number: int) -> bytes:
    return record(0, struct.pack("<I", number) + bytes(13))


def cell(column: int) -> bytes:
    return record(5, struct.pack("<II", column, 0) + bytes(8))


def test_a_sheet_reaches_to_its_last_row_and_column() -> None:
    seen = biff12.reach(row(4) + cell(2) + row(9) + cell(7) + record(479, "&LWard 7".encode("utf-16-le")))
    assert (seen.last_row, seen.last_column, seen.strings) == (10, 8, ["&LWard 7"])


def test_a_record_that_is_cut_off_ends_the_part() -> None:
    assert list(biff12.records(row(4) + cell(2)[:-3])) == [(0, 2, 17)]


def test_cells_and_what_stands_above_a_page_are_told() -> None:
    summary = read_bytes(sheet.read, xlsb_files.workbook())
    assert summary.rows == [["NHS number", "Surname"], ["9990000018", "Smith"], ["9990000026", "Jones"]]
    assert "Ward 7" in summary.text
    assert summary.gaps == []


SHEET = xlsb_files.sheet(xlsb_files.PEOPLE)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(SHEET)), st.binary(min_size=1, max_size=3)), max_size=6), st.integers(1, 999)
)
def test_any_damage_of_a_sheet_gives_readings_or_an_error_of_the_item(
    patches: list[tuple[int, bytes]], end: int
) -> None:
    raw = bytearray(SHEET)
    for at, patch in patches:
        raw[at : at + len(patch)] = patch
    file = xlsb_files.workbook(bytes(raw[:end]))
    summary = read_bytes(sheet.read, file)
    assert summary.fault is not None or summary.accounted == len(file)


@given(st.binary(max_size=400))
def test_any_bytes_have_a_reach(raw: bytes) -> None:
    assert biff12.reach(raw).last_row >= 1
    assert isinstance(biff12.sheets(raw), list)
    assert isinstance(biff12.names(raw), list)


@pytest.mark.field
def test_a_hostile_cell_far_away_is_refused_before_calamine_lays_the_sheet_out(field_data: Path) -> None:
    sink = io.BytesIO()
    raw = (field_data / "s13-calamine-sheets/date.xlsb").read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(sink, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.bin":
                at = data.index(b"\x92\x01")  # the end of the cells
                data = data[:at] + row(1_048_575) + cell(16_383) + data[at:]
            new.writestr(entry, data)
    summary = read_bytes(sheet.read, sink.getvalue())
    assert Reason.LIMIT_SIZE in summary.reasons
    assert summary.rows == []
