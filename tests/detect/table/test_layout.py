"""Header rows that stand under a title, and records that were taken for a header."""

from __future__ import annotations

import pyarrow as pa
import pytest

from leakassay.detect.table import layout


def columns(*rows):
    return [pa.array(list(column)) for column in zip(*rows, strict=True)]


def test_the_header_is_found_under_a_title(kit):
    sheet = columns(
        ("Pathology extract", "", ""), ("", "", ""), ("NHS No", "Surname", "DOB"), ("9990000018", "SMITH", "01/02/1970")
    )
    assert layout.find_header(sheet, kit) == 2


def test_a_sheet_without_a_header_has_none(kit):
    assert layout.find_header(columns(("9990000018", "SMITH"), ("9990000026", "JONES")), kit) == -1
    assert layout.find_header([], kit) == -1


@pytest.mark.parametrize(
    ("cells", "is_data"),
    [
        (("NHS No", "Surname"), False),
        (("999 000 0018", "SMITH"), True),
        (("SMITH", "01/02/1970", "SE1 9RT"), True),
        (("2023", "2024"), False),
        ((), False),
    ],
)
def test_values_are_told_from_headers(cells, is_data):
    assert layout.looks_like_data(cells) is is_data


@pytest.mark.parametrize(
    "row",
    [["NHS No", "Surname", "DOB 1"], ["Surname", "Smith", "Jones"], ["DOB", "DOB", "Surname"], ["A", "B", "C"]],
)
def test_rows_that_name_few_kinds_are_no_headers_of_another_table(kit, row):
    found = [pa.array([one, cell]) for one, cell in zip(["1", "2", "3"], row, strict=True)]
    assert layout.turns(found, ["x", "y", "z"], kit) == []


def test_headers_of_another_table_are_found_and_repeated_ones_are_not(kit):
    found = [pa.array(["1", "NHS No"]), pa.array(["2", " Surname "]), pa.array(["3", "DOB"])]
    assert layout.turns(found, ["x", "y", "z"], kit) == [(1, ("NHS No", "Surname", "DOB"))]
    assert layout.turns(found, ["NHS No", "Surname", "DOB"], kit) == []
    assert layout.turns([], [], kit) == []
