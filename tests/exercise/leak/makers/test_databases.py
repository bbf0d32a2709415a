"""Workbooks and databases: every test is told once, other programs count as many, some names lie about the format."""

import sqlite3
from pathlib import Path

import pyarrow.compute as pc
import pytest
import python_calamine

from exercise.leak.makers.made import called, given_per_specimen, made, told_per_specimen
from leakassay.exercise.estate.record import Estate
from leakassay.exercise.leak.maker import Cut
from leakassay.exercise.leak.makers.databases import FILLERS, MAKERS, ODD_MAKERS
from leakassay.exercise.paper.sql_dialect import DIALECTS

ALL = (*MAKERS, *ODD_MAKERS)
SPAN = (300, 348)


@pytest.mark.parametrize("name", ["_other_sheets", "_scripts", "_databases"])
@pytest.mark.parametrize("number", [1, 2])
def test_every_test_of_every_specimen_is_told_once(estate: Estate, name: str, number: int):
    assert told_per_specimen(made(called(ALL, name), estate, SPAN, number)) == given_per_specimen(estate, SPAN)


def test_a_worklist_tells_every_test_and_one_of_them_in_a_note_without_its_specimen(estate: Estate):
    told = told_per_specimen(made(called(ALL, "_worklists"), estate, SPAN))
    missing = given_per_specimen(estate, SPAN) - told
    assert missing.total() == told[""] == 1


def test_the_second_in_four_worklists_bears_the_ending_of_another_format(estate: Estate):
    names = [made(called(ALL, "_worklists"), estate, (300, 310), number)[0].name for number in range(1, 9)]
    assert [name.endswith(".pdf") for name in names] == [number % 4 == 2 for number in range(1, 9)]


def test_workbooks_of_each_format_open_with_another_library(estate: Estate, tmp_path: Path):
    documents = made(called(ALL, "_other_sheets"), estate, SPAN)
    assert [one.format for one in documents] == ["xlsx", "xls", "ods", "xlsx"]
    for one in documents:
        place = tmp_path / one.name.rpartition("/")[2]
        place.write_bytes(one.data)
        assert python_calamine.CalamineWorkbook.from_path(place).sheet_names


def test_scripts_come_in_every_dialect_and_by_turns_as_one_table_or_two(estate: Estate):
    first, second = (made(called(ALL, "_scripts"), estate, SPAN, number) for number in (1, 2))
    assert len(first) == len(second) == len(DIALECTS)
    for one, other in zip(first, second, strict=True):
        related = [document.records is not None and "patient_index" in document.locator for document in (one, other)]
        assert sorted(related) == [False, True], one.name


def test_the_key_says_in_which_table_of_a_script_a_record_stands(estate: Estate):
    for one in made(called(ALL, "_scripts"), estate, SPAN):
        table = one.locator.split()[1]
        text = one.data.decode("utf-16" if one.data[:2] == b"\xff\xfe" else "utf-8")
        assert one.locator == f"table {table} row"
        assert table in text


def test_a_database_has_as_many_rows_as_the_key(estate: Estate):
    lite, flat = made(called(ALL, "_databases"), estate, SPAN)
    assert lite.records is not None
    assert flat.records is not None
    opened = sqlite3.connect(":memory:")
    opened.deserialize(lite.data)
    table = lite.locator.split()[1]
    # the name of the table comes from our own key, not from outside
    (rows,) = opened.execute(f'select count(*) from "{table}"').fetchone()
    assert rows == lite.records.num_rows
    assert int.from_bytes(flat.data[4:8], "little") == flat.records.num_rows


def test_fillers_hold_no_number_of_a_patient(estate: Estate):
    numbers = {number.encode() for number in pc.unique(estate.people["nhs_number"]).to_pylist() if number}
    for filler in FILLERS:
        data = filler.make(Cut(estate, 3), 1, 60_000).data
        assert not any(number in data for number in numbers)
