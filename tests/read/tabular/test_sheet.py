"""Workbooks: every sheet, cells as printed, limits before loading."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Covered, Gap
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular import sheet
from read.reading import read_bytes
from read.tabular import locked_xls


def workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True})
    first = book.add_worksheet("People")
    first.write_row(0, 0, ["NHS number", "Surname", "Born", "Hb"])
    first.write_row(1, 0, [9990000018, "Smith"])
    first.write_datetime(1, 2, datetime(1950, 2, 1, tzinfo=UTC), book.add_format({"num_format": "dd/mm/yyyy"}))
    first.write_number(1, 3, 13.5)
    hidden = book.add_worksheet("Secret")
    hidden.write(2, 1, "hidden result")
    hidden.hide()
    book.close()
    return out.getvalue()


GOOD = workbook()


def test_cells_are_printed_as_a_reader_would_see_them() -> None:
    summary = read_bytes(sheet.read, GOOD)
    assert summary.rows[1] == ["9990000018", "Smith", "1950-02-01", "13.5"]
    assert (summary.accounted, summary.gaps) == (len(GOOD), [])


def test_hidden_sheets_are_read_and_named() -> None:
    summary = read_bytes(sheet.read, GOOD)
    assert [prop.value for prop in summary.properties if prop.name == "hidden_sheet"] == ["Secret"]
    assert {batch.table_name: batch.first_row for batch in summary.batches} == {"People": 0, "Secret": 2}


def test_a_cut_workbook_is_malformed() -> None:
    fault = read_bytes(sheet.read, GOOD[: len(GOOD) // 2]).fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"")
        package.writestr("xl/worksheets/sheet1.xml", bytes(50 << 20))
    fault = read_bytes(sheet.read, out.getvalue()).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.REFUSED, Reason.LIMIT_RATIO)


def test_a_workbook_without_cells_is_blank() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Nothing")
    fault = read_bytes(sheet.read, out.getvalue()).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.EMPTY, Reason.BLANK)


def test_pictures_in_a_workbook_are_a_gap() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(out, "w") as package:
        for part in source.infolist():
            package.writestr(part, source.read(part))
        package.writestr("xl/media/image1.png", b"\x89PNG" + bytes(500))
    summary = read_bytes(sheet.read, out.getvalue())
    assert [(gap.reason, gap.bytes) for gap in summary.gaps] == [(Reason.NO_READER, 504)]
    assert summary.accounted == len(out.getvalue())


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("xl/vbaProject.bin", Reason.NO_READER),
        ("xl/pivotCache/pivotCacheRecords1.xml", Reason.MALFORMED),
        ("xl/externalLinks/externalLink1.xml", Reason.MALFORMED),
    ],
)
def test_macros_and_kept_copies_of_cells_that_are_broken_are_a_gap(part: str, reason: Reason) -> None:
    """A pivot cache keeps the rows it was made of, a link the cells it points at, a macro its passwords."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(out, "w") as package:
        for other in source.infolist():
            package.writestr(other, source.read(other))
        package.writestr(part, bytes(300))
    assert [(gap.reason, gap.bytes) for gap in read_bytes(sheet.read, out.getvalue()).gaps] == [(reason, 300)]


def test_what_an_opener_took_is_no_gap_and_what_it_left_still_is() -> None:
    """The picture is an item of its own; the drawing that places it is broken."""
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/media/image1.png", bytes(500))
        package.writestr("xl/drawings/drawing1.xml", bytes(70))
    item = in_memory(out.getvalue(), own_bytes=len(out.getvalue()) - 550)
    said = list(sheet.read(item))
    assert [(one.reason, one.bytes) for one in said if isinstance(one, Gap)] == [(Reason.MALFORMED, 70)]
    assert sum(one.bytes for one in said if isinstance(one, Gap | Covered)) == item.own


def test_a_panic_of_the_library_is_a_malformed_workbook() -> None:
    """A sheet that points at no part: the Rust library panics, the cell lives on."""
    record = b"\x00" * 8 + b"\x01\x00\x00\x00\x04\x00\x00\x00" + "rId1".encode("utf-16-le")
    record += b"\x01\x00\x00\x00" + "S".encode("utf-16-le")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.bin", b"\x83\x01\x00\x9c\x01" + bytes([len(record)]) + record + b"\x84\x01\x00")
        package.writestr("xl/_rels/workbook.bin.rels", b"<Relationships></Relationships>")
    fault = read_bytes(sheet.read, out.getvalue()).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.FAILED, Reason.MALFORMED)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.integers(0, len(GOOD)))
def test_mutated_workbooks_end_in_an_item_error_or_add_up(at: int, byte: int, cut: int) -> None:
    raw = GOOD[:at] + bytes([byte]) + GOOD[at + 1 :]
    raw = raw[:cut] if cut % 3 == 0 else raw
    summary = read_bytes(sheet.read, raw)
    assert summary.fault is not None or summary.accounted == len(raw)


@pytest.mark.field
def test_of_132_workbooks_5_do_not_open_and_the_protected_ones_say_so(field_data: Path) -> None:
    verdicts: Counter[str] = Counter()
    paths = sorted(path for path in (field_data / "s13-calamine-sheets").rglob("*") if path.is_file())
    assert len(paths) == 132
    for path in paths:
        summary = read_bytes(sheet.read, path.read_bytes(), path.name)
        reason = summary.fault.reason if summary.fault else Reason.NONE
        opened = reason in (Reason.NONE, Reason.BLANK, Reason.NO_TEXT, Reason.SOME_PARTS_FAILED)
        verdicts["opened" if opened else str(summary.fault and summary.fault.outcome)] += 1
        assert summary.fault or summary.accounted == path.stat().st_size, path.name
    assert verdicts == {"opened": 127, "failed": 4, "encrypted": 1}  # two more are locked packages: see identify


def test_an_xls_whose_chain_of_sectors_leads_back_does_not_take_all_memory() -> None:
    """As the fuzzer found it: the library reads such a chain for ever."""
    raw = bytearray(locked_xls.workbook([["NHS number", "Surname"], ["9990000018", "Smith"]]))
    at = (int.from_bytes(raw[76:80], "little") + 1) * 512
    raw[at : at + 40] = bytes(40)
    summary = read_bytes(sheet.read, bytes(raw))
    assert summary.fault is not None or Reason.MALFORMED in summary.reasons


def test_the_name_of_a_sheet_without_a_cell_is_told() -> None:
    """A name may say what the sheet was for."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        book.add_worksheet("Data").write(0, 0, "x")
        book.add_worksheet("Ward 7 refusals")
    said = read_bytes(sheet.read, sink.getvalue()).properties
    assert ("sheet", "Ward 7 refusals") in {(one.name, one.value) for one in said}
