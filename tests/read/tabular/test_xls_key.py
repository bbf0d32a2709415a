"""Old workbooks behind a password."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular import biff8, sheet, xls_key
from read.reading import Summary, read_all
from read.tabular import locked_xls

ROWS = [["NHS number", "Surname"], ["9990000018", "Smith"], ["9990000026", "Jones"]]
GOOD = locked_xls.locked(ROWS, "Ward 7")


def read_with(raw: bytes, *passwords: str) -> Summary:
    item = in_memory(raw, "a.xls", settings={"passwords": passwords})
    try:
        return read_all(sheet.read, item)
    finally:
        os.close(item.fd)


def test_a_workbook_is_read_with_a_password_of_the_list() -> None:
    summary = read_with(GOOD, "wrong", "Ward 7")
    assert summary.rows == ROWS
    assert (summary.accounted, summary.gaps) == (len(GOOD), [])


@pytest.mark.parametrize("passwords", [(), ("wrong",)])
def test_without_the_right_one_it_is_encrypted(passwords: tuple[str, ...]) -> None:
    fault = read_with(GOOD, *passwords).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.ENCRYPTED, Reason.PASSWORD)
    assert b"Smith" not in GOOD


def test_what_excel_opens_for_everybody_is_read_without_a_list() -> None:
    assert read_with(locked_xls.locked(ROWS, xls_key.DEFAULT)).rows == ROWS


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.integers(0, len(GOOD)))
def test_hostile_and_cut_off_bytes_give_readings_or_an_item_error(at: int, byte: int, cut: int) -> None:
    raw = GOOD[:at] + bytes([byte]) + GOOD[at + 1 :]
    summary = read_with(raw[:cut] if cut % 3 == 0 else raw, "Ward 7")
    assert summary.fault is not None or summary.accounted == len(raw if cut % 3 else raw[:cut])


def test_bytes_that_are_no_compound_file_stay_locked() -> None:
    with pytest.raises(ItemError):
        xls_key.unlocked(b"x" * 99, b"x" * 99, ("a",))


@pytest.mark.field
def test_the_workbook_of_tika_opens_with_the_password_in_its_name(field_data: Path) -> None:
    """`protected_passtika`: the password is "tika", as Tika's own test says."""
    raw = (field_data / "s11-tika-documents/microsoft/testEXCEL_protected_passtika.xls").read_bytes()
    assert any("This is an Encrypted Excel spreadsheet" in cell for row in read_with(raw, "tika").rows for cell in row)
    assert biff8.walk(biff8.stream_of(raw)).is_locked
