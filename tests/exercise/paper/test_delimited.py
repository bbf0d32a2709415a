"""Delimited extracts are read back by the csv module with the values of the key."""

import csv
import io
import re

import pytest

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import IDENTITY, Estate, records
from leakassay.exercise.paper.delimited import (
    CHUNK,
    TESTS_ONLY,
    WITHOUT_NUMBER,
    Layout,
    by_row,
    extract,
    headers,
    pieces_of,
)

LAYOUTS = [
    Layout(), Layout("|"), Layout(",", "cp1252"), Layout("\t", "utf-16-le"), Layout(header=False),
    Layout(";", spaced=True), Layout("^", "utf-8-sig", line_end="\r\n"), Layout("¬", "cp1252"), Layout(quoted=True),
    Layout("þ", "utf-16-be", quoted=True), Layout(",", fields=WITHOUT_NUMBER[::-1]),
]  # fmt: skip
_CODECS = {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read_back_with_the_values_of_the_records(estate: Estate, layout: Layout):
    document = extract("x.csv", estate, (0, 200), layout)
    text = document.data.decode(_CODECS.get(layout.encoding, layout.encoding))
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=layout.delimiter))
    if layout.header:
        assert rows.pop(0) == headers(OURS, layout.fields)
    assert document.records is not None
    assert document.shows == set(layout.fields) & set(IDENTITY)
    for field in ("surname", "nhs_number", "test_name", "value"):
        if field in layout.fields:
            place = layout.fields.index(field)
            found = [row[place].replace(" ", "") for row in rows]
            assert found == [value.replace(" ", "") for value in document.records[field].to_pylist()]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-8-sig", b"\xef\xbb\xbf"), ("utf-8", b"LAB")],
)
def test_the_mark_of_an_encoding_stands_once_at_the_start(estate: Estate, encoding: str, mark: bytes):
    data = extract("x.csv", estate, (0, 60), Layout(encoding=encoding)).data
    assert data.startswith(mark)
    assert mark not in data[len(mark) :] or encoding == "utf-8"


def test_only_what_needs_quotes_is_quoted(estate: Estate):
    text = extract("x.csv", estate, (0, 60), Layout()).data.decode()
    assert '"' not in text.splitlines()[1]
    assert text.count('"') < extract("x.csv", estate, (0, 60), Layout(quoted=True)).data.decode().count('"') / 10


@pytest.mark.parametrize(("dates", "shape"), [("compact", r"\d{8}"), ("month", r"\d\d-[A-Z][a-z]{2}-\d{4}")])
def test_dates_take_the_form_that_is_asked_for(estate: Estate, dates: str, shape: str):
    rows = list(csv.DictReader(io.StringIO(extract("x.csv", estate, (0, 60), Layout(dates=dates)).data.decode())))
    assert all(re.fullmatch(shape, row["DOB"]) for row in rows)


def test_what_is_not_printed_is_not_in_the_records(estate: Estate):
    document = extract("x.csv", estate, (0, 60), Layout(fields=("hospital_number", "test_code", "collected_at")))
    assert document.records is not None
    assert document.shows == {"hospital_number"}
    assert set(document.records["test_name"].to_pylist()) == {""}
    assert set(document.records["status"].to_pylist()) == {"requested"}
    assert document.records["test_code"].to_pylist() == records(estate, 0, 60)["test_code"].to_pylist()


def test_an_extract_of_tests_alone_names_nobody(estate: Estate):
    document = extract("x.csv", estate, (0, 60), Layout(fields=TESTS_ONLY))
    assert document.shows == frozenset()
    assert document.has_events


def test_spaced_numbers_are_printed_in_three_groups(estate: Estate):
    rows = list(csv.reader(io.StringIO(extract("x.csv", estate, (0, 60), Layout(spaced=True)).data.decode())))[1:]
    assert {len(row[1]) for row in rows} <= {0, 12}
    assert any(row[1].count(" ") == 2 for row in rows)


def test_a_house_that_writes_days_first_prints_them_so(estate: Estate):
    document = extract("x.csv", estate, (0, 1), Layout())
    row = next(csv.DictReader(io.StringIO(document.data.decode())))
    born = records(estate, 0, 1)["date_of_birth"][0].as_py()
    assert row["DOB"] == f"{born[8:]}/{born[5:7]}/{born[:4]}"
    assert row["COLLECTED"][2] == "/"
    assert row["COLLECTED"][13] == ":"


def test_rows_of_a_long_extract_are_numbered_through(estate: Estate):
    pieces = list(pieces_of("x.csv", estate, (0, estate.specimens), Layout()))
    numbers = [number for piece in pieces if piece.records for number in piece.records["record"].to_pylist()]
    assert numbers == list(range(len(estate.history.test)))
    assert estate.specimens < CHUNK


def test_a_stretch_goes_on_where_the_last_one_ended(estate: Estate):
    second = next(pieces_of("x.csv", estate, (5, 9), Layout(encoding="utf-16-le", header=False), first=70))
    assert second.records is not None
    assert second.records["record"][0].as_py() == 70
    assert not second.data.startswith(b"\xff\xfe")


def test_each_row_becomes_a_record_of_its_own(estate: Estate):
    assert by_row(records(estate, 0, 5), 7)["record"].to_pylist()[:2] == [7, 8]
