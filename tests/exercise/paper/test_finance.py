"""Finance workbooks open with another reader, name no patient, hold no bank account and no pay."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import python_calamine

from leakassay.exercise.estate.house import OURS, PARTNER
from leakassay.exercise.estate.test_menu import menu
from leakassay.exercise.paper import finance
from leakassay.exercise.paper.document import Document

STAFF = [("Ada", "Example"), ("Bo", "O'Test"), ("Cy", "van Sample")]
MAKERS: dict[str, Callable[[], Document]] = {
    "register": lambda: finance.contract_register("r.xlsx", OURS),
    "invoices": lambda: finance.invoices("i.xlsx", OURS, 4, 50),
    "prices": lambda: finance.price_workbook("p.xlsx", PARTNER),
    "staff": lambda: finance.staff_list("s.xlsx", OURS, STAFF),
    "activity": lambda: finance.activity("a.xlsx", OURS, 3, 80_000),
}


def sheets(document: Document) -> dict[str, list[list[Any]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(document.data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("maker", sorted(MAKERS))
def test_a_finance_workbook_has_no_records_and_no_account(maker: str):
    document = MAKERS[maker]()
    assert document.records is None
    printed = " ".join(str(cell) for lines in sheets(document).values() for line in lines for cell in line)
    assert not re.search(r"\bGB\d\d|IBAN|sort code|\b\d\d-\d\d-\d\d\b|salary|payroll", printed, re.IGNORECASE)


@pytest.mark.parametrize("maker", sorted(MAKERS))
def test_the_same_arguments_give_the_same_bytes(maker: str):
    assert MAKERS[maker]().data == MAKERS[maker]().data


def test_the_register_has_300_contracts_with_different_customers():
    lines = sheets(MAKERS["register"]())["Register"]
    assert len(lines) == 301
    assert len({line[1] for line in lines[1:]}) == len({line[2] for line in lines[1:]}) == 300


def test_invoices_add_up():
    lines = sheets(MAKERS["invoices"]())["FBL5N"][1:]
    assert all(line[5] + line[6] == pytest.approx(line[7]) for line in lines)


def test_last_years_prices_are_hidden_and_lower():
    document = MAKERS["prices"]()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(document.data))
    kinds = python_calamine.SheetVisibleEnum
    assert [sheet.visible for sheet in book.sheets_metadata] == [kinds.Visible, kinds.Hidden]
    now, before = sheets(document).values()
    assert len(now) == len(menu()) + 1
    assert all(one[2] - other[2] == pytest.approx(0.35) for one, other in zip(now[1:], before[1:], strict=True))


def test_staff_have_work_addresses_and_no_more_than_4000_are_listed():
    lines = sheets(finance.staff_list("s.xlsx", OURS, STAFF * 2_000))["Who's who"]
    assert len(lines) == finance.MOST_STAFF + 1
    assert lines[2][3] == "bo.otest@example-pathology.test"
    assert lines[3][0] == "van Sample"


@pytest.mark.parametrize("target", [1, 60_000, 450_000, 900_000])
def test_activity_fills_about_the_bytes_that_were_asked_for(target: int):
    size = len(finance.activity("a.xlsx", OURS, 1, target).data)
    assert abs(size - target) < max(40_000, target * 0.15)


def test_activity_counts_are_numbers_and_differ_by_seed():
    document = MAKERS["activity"]()
    quarter = sheets(document)["2023-24 Q1"]
    assert all(isinstance(count, float) for line in quarter[1:] for count in line[4:])
    assert document.data != finance.activity("a.xlsx", OURS, 7, 80_000).data
