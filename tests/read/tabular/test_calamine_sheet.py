"""Sheets by calamine."""

from __future__ import annotations

import pytest

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
