"""Old workbooks open with calamine: hidden sheets, dates, and every row of the key at its place."""

import datetime as dt
import io
import re

import pyarrow as pa
import pytest
import python_calamine

from leakassay.exercise.estate.house import OURS, PARTNER
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.workbook_xls import LONGEST_CELL, MOST_ROWS, worklist_xls
from leakassay.exercise.paper.worksheet import FORMS, form_of

NAMES = {FORMS.index(form_of(name)): name for name in (f"lists/old{number}.xls" for number in range(30))}


def opened(data: bytes) -> python_calamine.CalamineWorkbook:
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))


@pytest.mark.parametrize("place", sorted(NAMES))
def test_every_record_stands_in_its_row(estate: Estate, place: int):
    document = worklist_xls(NAMES[place], records(estate, 0, 40), OURS)
    book = opened(document.data)
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    fields = [field for field, _ in FORMS[place].columns]
    assert document.records is not None
    for row in document.records.to_pylist():
        sheet, line = re.fullmatch(r"sheet (.+) row (\d+)", row["locator"]).groups()  # type: ignore[union-attr]  # it fits always
        found = sheets[sheet][int(line) - 1]
        assert found[fields.index("test_name")] == row["test_name"]
        number = found[fields.index("nhs_number")]
        assert (str(int(number)) if isinstance(number, float) else number.replace(" ", "")) == row["nhs_number"]


def test_one_sheet_is_hidden_and_one_very_hidden(estate: Estate):
    kinds = python_calamine.SheetVisibleEnum
    sheets = opened(worklist_xls(NAMES[0], records(estate, 0, 40), PARTNER).data).sheets_metadata
    assert [sheet.visible for sheet in sheets] == [kinds.Visible, kinds.Hidden, kinds.VeryHidden]


@pytest.mark.parametrize("place", [0, 1])
def test_both_date_systems_give_the_day_of_birth(estate: Estate, place: int):
    document = worklist_xls(NAMES[place], records(estate, 0, 10), OURS)
    assert document.records is not None
    born = opened(document.data).get_sheet_by_index(0).to_python(skip_empty_area=False)[3]
    day = born[[field for field, _ in FORMS[place].columns].index("date_of_birth")]
    assert day == dt.date.fromisoformat(document.records["date_of_birth"][0].as_py())


def test_a_narrative_ends_where_the_format_ends(estate: Estate):
    rows = records(estate, 0, 4)
    long = pa.repeat("no malignancy seen. " * 2_000, rows.num_rows)
    rows = rows.set_column(rows.column_names.index("value"), "value", long)
    first = opened(worklist_xls(NAMES[0], rows, OURS).data).get_sheet_by_index(0).to_python(skip_empty_area=False)[3]
    assert len(str(first[9])) == LONGEST_CELL


def test_more_rows_than_a_sheet_holds_are_refused(estate: Estate):
    rows = records(estate, 0, 1).slice(0, 1)
    with pytest.raises(ValueError, match="do not fit"):
        worklist_xls("x.xls", pa.concat_tables([rows] * (MOST_ROWS + 1)), OURS)


def test_the_same_rows_give_the_same_bytes(estate: Estate):
    rows = records(estate, 0, 9)
    assert worklist_xls("x.xls", rows, OURS).data == worklist_xls("x.xls", rows, OURS).data
