"""Files that leave hold text as text, and numbers as numbers."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from leakassay.disclosure import encode
from leakassay.report import written
from leakassay.report.written import WRITERS, Tables

DANGEROUS = [
    "=1+1",
    " =1",
    "a\n=1",
    "@x",
    "＝1",
    '=HYPERLINK("http://x.test")',
    "=cmd|' /C calc'!A0",
    "-1+1",
    "\t=1",
    "+44",
]


def _tables(*rows: dict) -> Tables:
    table = pa.Table.from_pylist(
        list(rows), schema=pa.schema([("text", pa.string()), ("n", pa.int64()), ("x", pa.float64()), ("b", pa.bool_())])
    )
    return iter([table.schema.empty_table(), table])


@settings(max_examples=60)
@given(st.lists(st.none() | st.text() | st.sampled_from(DANGEROUS), min_size=1, max_size=8))
def test_text_comes_back_from_csv_once_the_guard_is_taken_off(texts: list[str | None]) -> None:
    stream = io.BytesIO()
    written.comma_separated(stream, _tables(*({"text": text} for text in texts)), Path())
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8"), newline="")))
    assert [encode.unguard_csv_cell(row[0]) for row in rows[1:]] == [text or "" for text in texts]


def test_a_negative_number_is_no_formula_and_every_cell_is_quoted() -> None:
    stream = io.BytesIO()
    written.comma_separated(stream, _tables({"text": "a", "n": -1, "x": -2.5, "b": True}), Path())
    assert stream.getvalue() == b'"text","n","x","b"\r\n"a","-1","-2.5","true"\r\n'


def test_a_workbook_holds_no_formula_and_no_link(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with path.open("wb") as stream:
        written.workbook(stream, _tables(*({"text": text, "n": -3, "b": False} for text in DANGEROUS)), tmp_path)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name).decode("utf-8") for name in book.namelist()}
    assert not any("<f>" in part or "<hyperlink" in part or "externalLink" in part for part in parts.values())
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == DANGEROUS
    assert {row[1] for row in rows[1:]} == {-3}
    assert list(tmp_path.iterdir()) == [path]


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "SHEET_ROWS", 3)
    path = tmp_path / "book.xlsx"
    with path.open("wb") as stream:
        assert written.workbook(stream, _tables(*({"n": n} for n in range(7))), tmp_path) == 7
    book = CalamineWorkbook.from_path(path)
    sheets = [book.get_sheet_by_index(place).to_python() for place in range(3)]
    assert [row[1] for sheet in sheets for row in sheet[1:]] == list(range(7))


def test_ndjson_is_one_object_a_line() -> None:
    stream = io.BytesIO()
    written.ndjson(stream, _tables({"text": "a\nb", "n": 1}, {"text": None}), Path())
    assert [json.loads(line)["text"] for line in stream.getvalue().splitlines()] == ["a\nb", None]


@pytest.mark.parametrize("fmt", sorted(WRITERS))
def test_equal_tables_are_equal_files(fmt: str, tmp_path: Path) -> None:
    streams = [io.BytesIO(), io.BytesIO()]
    for stream in streams:
        WRITERS[fmt](stream, _tables({"text": "a", "n": 1}), tmp_path)
    assert streams[0].getvalue() == streams[1].getvalue()
