"""Odd extracts are odd in the way they promise, and hold what their records say."""

import csv
import datetime as dt
import io

import pyarrow as pa
import pytest

from leakassay.exercise.estate.house import FIELDS, OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import extract_oddities as odd
from leakassay.exercise.paper.document import Document

WRITERS = [
    odd.ragged, odd.shifted, odd.merged, odd.repeated_header, odd.preamble, odd.blank_columns, odd.line_breaks,
    odd.mixed_encodings, odd.excel_mangled,
]  # fmt: skip
WIDTH = len(FIELDS)


def read(document: Document, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(document.data.decode("utf-8", "replace"), newline=""), delimiter=delimiter))


def of(document: Document, name: str) -> list[str]:
    assert document.records is not None
    return list(document.records[name].to_pylist())


@pytest.mark.parametrize("writer", WRITERS)
def test_each_row_is_a_record_whose_values_stand_in_the_bytes(estate: Estate, writer):
    rows = records(estate, 0, 300)
    document = writer("x.csv", rows, OURS)
    text = document.data.decode("utf-8", "replace")
    assert of(document, "record") == list(range(rows.num_rows))
    for name in ("nhs_number", "surname", "specimen_id", "test_name"):
        assert all(value in text for value in of(document, name))
    assert document.data == writer("y.csv", rows, OURS).data


def test_rows_with_an_unquoted_comma_are_wider(estate: Estate):
    document = odd.ragged("x.csv", records(estate, 0, 60), OURS)
    header, *rows = read(document)
    assert header[FIELDS.index("value_flag") + 1] == "COMMENT"
    assert {len(row) for row in rows} == {WIDTH + 1, WIDTH + 2, WIDTH + 3}
    assert [row[1] for row in rows] == of(document, "nhs_number")
    assert [row[-2] for row in rows] == of(document, "client_code")


def test_rows_move_one_column_from_some_point_on(estate: Estate):
    document = odd.shifted("x.csv", records(estate, 0, 60), OURS)
    header, *rows = read(document)
    turn = len(rows) * 2 // 5
    assert {len(row) for row in [header, *rows[:turn]]} == {WIDTH}
    assert {len(row) for row in rows[turn:]} == {WIDTH + 1}
    names = [row[2 + (len(row) > WIDTH)] for row in rows]
    assert names == of(document, "surname")
    assert {row[2] for row in rows[turn:]} <= {"MR", "MS", ""}


def test_the_lower_extract_has_its_own_header_and_fewer_columns(estate: Estate):
    document = odd.merged("x.csv", records(estate, 0, 60), OURS)
    lines = read(document)
    second = next(place for place, line in enumerate(lines) if line[0] == "Accession")
    above, below = lines[1:second], lines[second + 1 :]
    assert [row[2] for row in above] + [row[2] for row in below] == of(document, "surname")
    assert [row[1] for row in above] + [row[6] for row in below] == of(document, "nhs_number")
    assert set(of(document, "address")[len(above) :]) == {""}
    assert all(of(document, "address")[: len(above)])
    assert set(of(document, "test_code")[len(above) :]) == {""}
    assert [row[8] for row in below] == of(document, "test_name")[len(above) :]


def test_the_header_comes_again_on_every_page(estate: Estate):
    document = odd.repeated_header("x.csv", records(estate, 0, 120), OURS)
    lines = document.data.decode().splitlines()
    heads = sum(line.startswith(OURS.headers[0] + "|") for line in lines)
    assert heads == 1 + (len(of(document, "record")) - 1) // odd.PAGE
    assert document.data.count(b"\f") == heads - 1


def test_a_report_has_lines_above_its_header_and_totals_beneath(estate: Estate):
    document = odd.preamble("x.csv", records(estate, 0, 60), OURS)
    lines = read(document)
    head = lines.index(list(OURS.headers))
    assert head > 3
    assert ["Total tests", str(len(of(document, "record")))] in lines[head:]
    assert lines[-1] == ["*** END ***"]


def test_columns_that_were_never_filled_stand_between(estate: Estate):
    rows = read(odd.blank_columns("x.csv", records(estate, 0, 60), OURS), "\t")
    empty = [place for place in range(len(rows[0])) if all(row[place] == "" for row in rows)]
    assert len(rows[0]) == WIDTH + 5
    assert len(empty) >= 5
    assert OURS.headers[0] not in rows[0]


def test_line_breaks_stand_inside_quoted_cells(estate: Estate):
    document = odd.line_breaks("x.csv", records(estate, 0, 300), OURS)
    rows = read(document)[1:]
    assert [row[1] for row in rows] == of(document, "nhs_number")
    assert {len(row) for row in rows} == {WIDTH + 1}
    assert len(document.data.splitlines()) > len(rows) + 1


def test_rows_of_two_machines_stand_in_two_encodings(estate: Estate):
    rows = records(estate, 0, 200)
    renamed = rows.set_column(rows.column_names.index("surname"), "surname", pa.array(["Nuñez"] * rows.num_rows))
    document = odd.mixed_encodings("x.csv", renamed, OURS)
    lines = document.data.split(b"\n")[1:-1]
    codecs = ["cp1252" if place // 100 % 2 else "utf-8" for place in range(len(lines))]
    decoded = [line.decode(codec).split(",")[2] for line, codec in zip(lines, codecs, strict=True)]
    assert decoded == of(document, "surname") == ["Nuñez"] * len(lines)
    with pytest.raises(UnicodeDecodeError):
        document.data.decode("utf-8")


def test_what_excel_rounded_is_not_in_the_records(estate: Estate):
    rows = records(estate, 0, 120)
    document = odd.excel_mangled("x.csv", rows, OURS)
    cells = read(document)[1:]
    assert sum("E+09" in row[1] for row in cells) > 20
    assert [row[1] if "E+" not in row[1] else "" for row in cells] == of(document, "nhs_number")
    late = len(cells) // 2
    born = [dt.date(1899, 12, 30) + dt.timedelta(days=int(row[4])) for row in cells[late:]]
    assert [day.isoformat() for day in born] == of(document, "date_of_birth")[late:]
    assert cells[0][4] == "/".join(reversed(of(document, "date_of_birth")[0].split("-")))


@pytest.mark.parametrize(
    ("code", "shown"),
    [("24E000012", "2.40E+13"), ("24E000123", "2.40E+124"), ("24E000999", "24E000999"), ("24A000001", "24A000001")],
)
def test_a_number_with_an_e_becomes_a_power_of_ten_as_long_as_excel_can_hold_it(code: str, shown: str):
    assert odd._power(code) == shown
