"""Delimited extracts are read back by the csv module with the values of the key."""

import csv
import io

import pytest

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.delimited import CHUNK, Layout, by_row, extract, pieces_of

LAYOUTS = [
    Layout(), Layout("|"), Layout(",", "cp1252"), Layout("\t", "utf-16-le"), Layout(header=False),
    Layout(";", spaced=True),
]  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read_back_with_the_values_of_the_records(estate: Estate, layout: Layout):
    document = extract("x.csv", estate, (0, 200), layout)
    encoding = "utf-16" if layout.encoding == "utf-16-le" else layout.encoding
    rows = list(csv.reader(io.StringIO(document.data.decode(encoding), newline=""), delimiter=layout.delimiter))
    if layout.header:
        assert tuple(rows.pop(0)) == OURS.headers
    assert document.records is not None
    assert [row[2] for row in rows] == document.records["surname"].to_pylist()
    assert [row[1].replace(" ", "") for row in rows] == document.records["nhs_number"].to_pylist()


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


def test_each_row_becomes_a_record_of_its_own(estate: Estate):
    assert by_row(records(estate, 0, 5), 7)["record"].to_pylist()[:2] == [7, 8]
