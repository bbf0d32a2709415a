"""Delimited text: every row arrives, every byte is accounted for, units agree with the whole."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular import delimited
from read.reading import read_all, read_bytes

HEADER = "NHSNO,SURNAME,DOB,COMMENT\n"
LINES = [f'99900{n:05d},"O\'Brien, {n}",0{n % 9 + 1}/02/1950,"line one\nline {n}"\n' for n in range(3000)]
TABLE = HEADER + "".join(LINES)


def test_every_row_and_the_header_arrive() -> None:
    summary = read_bytes(delimited.read, TABLE.encode())
    assert len(summary.records) == 3000
    assert summary.records[7] == {
        "NHSNO": "9990000007",
        "SURNAME": "O'Brien, 7",
        "DOB": "08/02/1950",
        "COMMENT": "line one\nline 7",
    }
    assert (summary.covered, summary.gaps) == (len(TABLE.encode()), [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "utf-32"])
def test_units_agree_with_the_whole_in_every_encoding(encoding: str) -> None:
    raw = TABLE.replace("one", "één").encode(encoding)
    item = in_memory(raw)
    whole = read_all(delimited.read, item)
    units = delimited.split(item, 20_000)
    parts = [read_all(delimited.read, replace(item, offset=at, length=length)) for at, length in units]
    assert len(units) > 5
    assert [row for part in parts for row in part.rows] == whole.rows
    assert [part.accounted for part in parts] == [length for _, length in units]
    assert {part.batches[0].headers for part in parts} == {("NHSNO", "SURNAME", "DOB", "COMMENT")}


def test_what_stands_before_the_header_is_text() -> None:
    summary = read_bytes(delimited.read, b"Extract for Dr Rees\n" + b"a_id,b_name,c_date\n" + b"1,x,2020-01-02\n" * 5)
    assert "Dr Rees" in summary.text
    assert len(summary.records) == 5


def test_carriage_returns_alone_separate_rows() -> None:
    assert len(read_bytes(delimited.read, b"id,name\r" + b"1,x\r" * 9).records) == 9


def test_an_unclosed_quote_loses_no_row() -> None:
    raw = b"id,name,date\n" + b"1,x,2020-01-01\n" * 50 + b'2,"never closed,2020-01-01\n' + b"3,z,2020-01-01\n" * 50
    summary = read_bytes(delimited.read, raw)
    assert len(summary.rows) == 101
    assert summary.covered == len(raw)


def test_a_line_of_fifty_megabytes_is_delivered_as_text() -> None:
    raw = b"id,name\n1,x\n2,y\n3," + b"z" * 50_000_000 + b"\n4,9990000018\n"
    summary = read_bytes(delimited.read, raw)
    assert summary.covered == len(raw)
    assert "9990000018" in summary.text or ["4", "9990000018"] in summary.rows


def test_a_table_of_five_thousand_columns_is_delivered_as_text() -> None:
    raw = (",".join(f"c{n}" for n in range(5000)) + "\n" + ",".join("9" for _ in range(5000)) + "\n").encode()
    summary = read_bytes(delimited.read, raw)
    assert summary.rows == []
    assert "c4999" in summary.text


def test_a_header_without_rows_is_still_delivered() -> None:
    summary = read_bytes(delimited.read, b"nhs_number,surname,date_of_birth\n")
    assert "surname" in summary.text


def test_headers_that_are_sql_are_data() -> None:
    header = 'x"; drop table t;--,select,,name,name'
    summary = read_bytes(delimited.read, f"{header}\n".encode() + b"1,2,3,4,5\n" * 4)
    assert len(summary.rows) >= 4


def test_white_space_alone_is_empty() -> None:
    fault = read_bytes(delimited.read, b"\n \n\n").fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.EMPTY, Reason.BLANK)


def test_rows_are_numbered_through_the_unit() -> None:
    raw = b"id,name\n" + b"1,x\n" * 150_000
    summary = read_bytes(delimited.read, raw)
    assert [batch.first_row for batch in summary.batches][:3] == [0, 65536, 131072]


@settings(deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_accounted_for(raw: bytes) -> None:
    summary = read_bytes(delimited.read, raw)
    assert summary.fault is not None or summary.accounted == len(raw)


@settings(deadline=None)
@given(st.text(alphabet='a1,;"\n\r\0é|', max_size=600), st.integers(20, 200))
def test_units_of_any_text_add_up(text: str, limit: int) -> None:
    item = in_memory(text.encode())
    for at, length in delimited.split(item, limit):
        summary = read_all(delimited.read, replace(item, offset=at, length=length))
        assert summary.fault is not None or summary.accounted == length


@pytest.mark.field
def test_synthea_tables_have_the_rows_that_csv_counts_and_keep_their_keys(field_data: Path) -> None:
    tables = {}
    for path in sorted((field_data / "s05-synthea-csv").glob("*.csv")):
        tables[path.stem] = read_bytes(delimited.read, path.read_bytes()).records
        with path.open(newline="", encoding="utf-8") as file:
            assert tables[path.stem] == list(csv.DictReader(file)), path.name
    patients = {row["Id"] for row in tables["patients"]}
    assert len(patients) == 27
    assert {row["PATIENT"] for row in tables["conditions"]} <= patients
    assert {row["PATIENT"] for row in tables["encounters"]} <= patients


@pytest.mark.field
def test_the_windows_batch_of_vaccinations_is_read_in_full(field_data: Path) -> None:
    folder = field_data / "s06-uk-vaccination-csv/lambdas/recordprocessor/tests/test_data"
    path = folder / "test-batch-data-cp1252.csv"
    with path.open(newline="", encoding="cp1252") as file:
        expected = list(csv.DictReader(file, delimiter="|"))
    assert read_bytes(delimited.read, path.read_bytes()).records == expected


@pytest.mark.field
def test_practice_files_without_header_have_every_row(field_data: Path) -> None:
    for path in sorted((field_data / "s10-ods-gp-practices").rglob("*.csv")):
        with path.open(newline="", encoding="latin-1") as file:
            expected = list(csv.reader(file))
        assert read_bytes(delimited.read, path.read_bytes()).rows == expected, path.name


@pytest.mark.field
def test_csv_spectrum_equals_its_json(field_data: Path) -> None:
    folder = field_data / "s20-csv-spectrum"  # one telephone number differs between its CSV and its JSON upstream
    for path in sorted((folder / "csvs").glob("*.csv")):
        said = json.loads(
            (folder / "json" / f"{path.stem}.json").read_text("utf-8").replace("1234567890", "2095257564")
        )
        expected = said if isinstance(said, list) else [said]
        found = [
            {key.replace("\r\n", "\n"): value.replace("\r\n", "\n") for key, value in row.items()}
            for row in read_bytes(delimited.read, path.read_bytes()).records
        ]
        wanted = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in expected]
        assert found == wanted, path.name


@pytest.mark.field
@pytest.mark.parametrize("name", ["normal.csv", "bomd.csv", "normal_pipe.csv", "normal_thorn.csv"])
def test_the_alphabet_table_reads_the_same_with_every_delimiter(field_data: Path, name: str) -> None:
    records = read_bytes(delimited.read, (field_data / "s12-ndr-import" / name).read_bytes()).records
    assert [set(row.values()) for row in records] == [{"1"}, {"2"}]
    assert "".join(records[0]) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


WIDE = "NHSNO,SURNAME,DOB\n9990000018,TESTER,01/02/1950\n9990000026,TESTING,01/02/1951\n9990000034,TES"


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (WIDE, [Reason.TRUNCATED]),
        (WIDE + "TED,01/02/1952", []),
        (WIDE + "\n", []),
        ("a,b\n1,2\n3,4\n5", []),
        (WIDE.replace(",01/02/1951", ""), []),
        ("NHS NO,NAME,DOB\n9990000018,TED", [Reason.TRUNCATED]),
        ("NHS NO,NAME,DOB\n9990000018,TED,01/02/1951", []),
        ("NHS NO,NAME,D", [Reason.TRUNCATED]),
        ("NHS NO,NAME,DOB\n", []),
        ("NHS NO,NAMEx DOB\n9990000018,TED,01/02/1951\n9990000026,TOM,01/02/1951\n", [Reason.RAGGED_ROWS]),
        ("NHS NO,NAME,DOB\n9990000018,TED,01/02/1951x9990000026,TOM,01/02/1951\n" * 2, [Reason.RAGGED_ROWS]),
        ("NHS NO,A,B,C,D\n1,2,3,4\n1,2,3,4,5,6\n1,2,3,4,5,6,7\n", [Reason.RAGGED_ROWS]),
        ("ID,NAME,CODE,UNITx1,2,3,40000\n1,2,3,4\n1,2,3,4x1,2,3,4\n", [Reason.RAGGED_ROWS]),
        ("NHSNO,SURNAME,FO01/05/1944,ZE5 0QX,10000\n9990000018,MOUSE,01/05/1944,ZE5 0QX,10001\n", [Reason.RAGGED_ROWS]),
        ("TEST,RESULT,2019,2020\nK,4.1,4.2,4.3\nNA,1,2,3\n", []),
        ("NHSNO,SUR", [Reason.TRUNCATED]),
    ],
    ids=[
        *("cut", "whole without an end", "ragged with an end", "two columns", "ragged before", "cut in the first"),
        *("one without an end", "cut in the header", "header only", "odd header"),
        *("no line end", "no two rows agree", "the header runs on", "the header is cut", "years", "cut early"),
    ],
)
def test_a_last_record_that_stops_in_its_middle_shows(text: str, reasons: list[Reason]) -> None:
    """A cut file is not called read; a table that is ragged anyway, or merely lacks its last line end, is."""
    assert [gap.reason for gap in read_bytes(delimited.read, text.encode()).gaps] == reasons


def test_a_table_too_wide_to_take_apart_says_so() -> None:
    text = ",".join(f"c{n}" for n in range(5000)) + "\n" + ",".join("1" for _ in range(5000)) + "\n"
    assert [gap.reason for gap in read_bytes(delimited.read, text.encode()).gaps] == [Reason.STRINGS_ONLY]


def test_a_line_too_long_to_be_a_row_says_so() -> None:
    text = "a,b,c\n1,2,3\n" + "x," * 1_200_000
    assert Reason.LIMIT_LINE in [gap.reason for gap in read_bytes(delimited.read, text.encode()).gaps]


def test_a_record_that_stands_in_the_header_is_handed_on_as_text() -> None:
    """A line break was lost: the first person is in the line of the header, and is somebody too."""
    rows = "".join(f"999000001{n},MOUSE,0{n + 1}/02/1950,F\n" for n in range(4))
    summary = read_bytes(delimited.read, f"NHS NO,SURNAME,DOB,SEXx9990000018,CAT,01/02/1950,F\n{rows}".encode())
    assert "9990000018,CAT,01/02/1950" in summary.text
    assert len(summary.records) == 4
