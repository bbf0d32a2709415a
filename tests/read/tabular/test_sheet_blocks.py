"""Several tables on one sheet."""

from __future__ import annotations

import io
from itertools import pairwise

import pyarrow as pa
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect import settings
from leakassay.detect.assay import Assay
from leakassay.model.batch import Batch
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.profile.organisation import EMPTY
from leakassay.read.tabular import sheet
from leakassay.read.tabular.sheet_blocks import Blocks, sides
from read.reading import read_bytes
from read.tabular.test_xlsx import FAR, edited

FIRST = [["NHS number", "Surname", "Ward"], ["9990000018", "Smith", "7"], ["9990000026", "Jones", "8"]]
SECOND = [
    ["Surname", "NHS number", "Born"],
    ["Brown", "9990000034", "1950-02-01"],
    ["Green", "9990000042", "1951-02-01"],
]
BLANK = [["", "", ""]]
TITLE = [["Deceased", "", ""]]


def parts(*groups: list[list[str]]) -> list[tuple[str, int, int]]:
    found = Blocks("S", "S").batches([row for group in groups for row in group], 3, 0)
    return [(batch.table_name, batch.first_row, batch.data.num_rows) for batch in found]


def test_other_headings_after_a_blank_row_begin_another_table() -> None:
    assert parts(FIRST, BLANK, SECOND) == [("S", 0, 4), ("S row 5", 4, 3)]


def test_a_title_over_the_headings_goes_with_its_table() -> None:
    assert parts(FIRST, BLANK, TITLE, SECOND) == [("S", 0, 4), ("S row 5", 4, 4)]


def test_the_same_headings_once_more_are_the_same_table() -> None:
    assert parts(FIRST, BLANK, FIRST) == [("S", 0, 7)]


def test_rows_after_a_blank_one_stay_with_their_headings() -> None:
    assert parts(FIRST, BLANK, FIRST[1:]) == [("S", 0, 6)]


def test_without_a_blank_row_nothing_is_cut() -> None:
    assert parts(FIRST, SECOND) == [("S", 0, 6)]


def test_a_blank_row_at_the_end_of_what_is_given_still_counts() -> None:
    blocks = Blocks("S", "S")
    found = [*blocks.batches([*FIRST, *BLANK], 3, 0), *blocks.batches(SECOND, 3, 4), *blocks.batches(SECOND[1:], 3, 7)]
    assert [batch.table_name for batch in found] == ["S", "S row 5", "S row 5"]


def workbook() -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    page = book.add_worksheet("List")
    for number, row in enumerate([*TITLE, *FIRST, *BLANK, *BLANK, *TITLE, *SECOND]):
        for place, cell in enumerate(row):
            if cell:
                page.write_string(number, place, cell)
    book.close()
    return sink.getvalue()


def sightings(batches: list[Batch]) -> list[tuple[str, str]]:
    finder = Assay(settings.from_profile(EMPTY, DETECTORS))
    rows = [*(one for batch in batches for one in finder.see(batch)), *finder.close()]
    found = pa.Table.from_batches([data for name, data in rows if name == "sighting"]).to_pylist()
    return sorted((one["nhs_number"], one["surname"].lower()) for one in found)


def test_people_of_both_tables_are_found_with_their_names_by_either_parser() -> None:
    """One table for both would read the numbers of the second as surnames."""
    due = [("9990000018", "smith"), ("9990000026", "jones"), ("9990000034", "brown"), ("9990000042", "green")]
    for raw in (workbook(), edited(workbook(), "</sheetData>", FAR)):
        found = sightings(read_bytes(sheet.read, raw).batches)
        assert [one for one in found if one in due] == due


SIDES = [
    ["NHS number", "Name", "Born", "", "NHS number", "Name", "Born"],
    ["9990000018", "A", "1960-01-02", "", "9990000026", "B", "1961-01-02"],
    ["9990000034", "C", "1962-01-02", "", "", "", ""],
]


def test_tables_side_by_side_are_two_where_a_heading_stands_over_both() -> None:
    found = list(Blocks("S", "S").batches(SIDES, 7, 0))
    assert [batch.table_name for batch in found] == ["S", "S column 5"]
    assert [batch.data.num_columns for batch in found] == [4, 3]
    assert found[1].data.to_pylist()[1] == {"c0": "9990000026", "c1": "B", "c2": "1961-01-02"}


def test_a_column_left_free_parts_nothing() -> None:
    rows = [[*row[:3], "", "Test", "Result", "Unit"] if at == 0 else row for at, row in enumerate(SIDES)]
    assert [batch.table_name for batch in Blocks("S", "S").batches(rows, 7, 0)] == ["S"]


def test_sides_stay_where_they_are_in_what_follows() -> None:
    blocks = Blocks("S", "S")
    first = list(blocks.batches(SIDES, 7, 0))
    more = list(blocks.batches([["9990000042", "D", "1963-01-02", "", "9990000050", "E", "1964-01-02"]], 7, 3))
    assert [batch.table_name for batch in more] == [batch.table_name for batch in first]


@given(st.lists(st.lists(st.sampled_from(["", "a", "b", "1"]), min_size=6, max_size=6), min_size=1, max_size=6))
def test_sides_lose_no_cell(rows: list[list[str]]) -> None:
    spans = sides(rows, 6, rows[0])
    assert spans[0][0] == 0
    assert spans[-1][1] == 6
    assert all(a[1] == b[0] for a, b in pairwise(spans))
