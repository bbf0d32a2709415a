"""Sheets by calamine."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular import calamine_sheet
from read.tabular import hiding_places

BOOK = hiding_places.written()


def test_rows_begin_at_the_first_that_is_filled() -> None:
    found = list(calamine_sheet.batches(calamine_sheet.opened(BOOK), 0, "Open"))
    assert found[0].first_row == 0
    assert found[0].data.column(0)[0].as_py() == "NHS number"


def test_half_a_workbook_is_an_item_error() -> None:
    with pytest.raises(ItemError) as caught:
        calamine_sheet.opened(BOOK[: len(BOOK) // 2])
    assert caught.value.reason is Reason.MALFORMED


def test_a_sheet_that_reaches_too_far_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calamine_sheet, "SHEET_CELLS", 5)
    with pytest.raises(ItemError) as caught:
        list(calamine_sheet.batches(calamine_sheet.opened(BOOK), 0, "Open"))
    assert (caught.value.outcome, caught.value.reason) == (Outcome.REFUSED, Reason.LIMIT_SIZE)


def test_a_workbook_that_did_not_open_has_no_cells() -> None:
    assert list(calamine_sheet.batches(None, 0, "x")) == []


def test_a_cell_beyond_the_last_column_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calamine_sheet, "SHEET_COLUMNS", 1)
    with pytest.raises(ItemError) as caught:
        list(calamine_sheet.batches(calamine_sheet.opened(BOOK), 0, "Open"))
    assert caught.value.reason is Reason.MALFORMED


def written(*places: int) -> bytes:
    """A workbook whose sheet has a few filled rows."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        sheet = book.add_worksheet("far")
        for place in places:
            sheet.write_row(place, 0, [f"row {place}", 0])
    return sink.getvalue()


@pytest.mark.parametrize("places", [(0, 1, 3), (0, 5, 900_000), (0, 5, 300_000), (7, 150, 151), (0, 101, 203)])
def test_long_stretches_without_a_cell_are_left_out_and_rows_keep_their_numbers(places: tuple[int, ...]) -> None:
    found = list(calamine_sheet.batches(calamine_sheet.opened(written(*places)), 0, "far"))
    rows = {
        batch.first_row + at: row
        for batch in found
        for at, row in enumerate(zip(*(column.to_pylist() for column in batch.data.columns), strict=True))
    }
    assert {place: row for place, row in rows.items() if any(row)} == {place: (f"row {place}", "0") for place in places}
    assert len(rows) <= len(places) * calamine_sheet.GAP_ROWS
