"""Health numbers by the column agree with the value types, one by one."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect.canon import number
from leakassay.values.uk import nhs_number

PRINTED = st.one_of(
    st.from_regex(r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}", fullmatch=True), st.text(max_size=20), st.just("9990000018")
)


@given(st.lists(PRINTED, max_size=30))
def test_the_column_check_says_what_the_value_type_says(values):
    checked = number.check(pa.array(values, pa.string()))
    expected = [nhs_number.canonical(value) for value in values]
    assert checked.text(checked.valid).to_pylist() == expected
    in_range = [one is not None and (nhs_number.is_issued(one) or nhs_number.is_test(one)) for one in expected]
    assert (checked.valid & checked.nhs).tolist() == in_range


def test_a_slice_of_a_column_is_checked_by_its_own_rows():
    whole = pa.array(["x", "9990000018", "9990000019", "999 000 0026"])
    assert number.check(whole.slice(1)).valid.tolist() == [True, False, True]


def test_candidates_are_ten_digits_whatever_they_say():
    shaped = number.candidates(pa.array(["9990000019", "123", "999 000 0018", "", None]))
    assert shaped.tolist() == [True, False, True, False, False]


def test_what_passes_and_nobody_issues_is_told_from_what_others_issue():
    """No birthday below 320, the gaps and 5xx are unissued; CHI, Ireland's and the test range are somebody's."""
    column = pa.array(
        ["1540000001", "2790000018", "5100000007", "0101010109", "8100000018", "9990000018", "5100000008"]
    )
    assert number.check(column).unissued.tolist() == [True, True, True, False, False, False, False]


def test_numbers_are_taken_out_of_cells_that_hold_more():
    """A lost delimiter, a note, two numbers (the first is taken); a number inside a longer one is none."""
    cells = [
        "9990000018ÿÿÿhezevul",
        "NHS: 999 000 0018 (old)",
        "9990000018 / 9990000026",
        "999000001812345",
        "9990000018",
        "",
    ]
    found = number.unwrapped(pa.array(cells)).to_pylist()
    assert found == ["9990000018", "999 000 0018", "9990000018", "999000001812345", "9990000018", ""]


@given(st.lists(st.text(alphabet="0123456789 -x", max_size=40), max_size=9))
def test_unwrapping_keeps_the_rows_and_the_short_cells(cells):
    found = number.unwrapped(pa.array(cells, pa.string())).to_pylist()
    assert len(found) == len(cells)
    assert all(one == cell for one, cell in zip(found, cells, strict=True) if len(cell) <= number.LONGEST)
