"""Numbers, bits and checksums of a 7z header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.custody.openers.seven_zip_cursor import Cursor
from leakassay.exercise.paper.seven_zip_header import number
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason


@given(st.integers(0, (1 << 64) - 1))
def test_a_number_is_read_as_it_was_written(value: int) -> None:
    assert Cursor(number(value)).number() == value


def test_bits_come_the_highest_first_and_may_be_left_out_when_all_are_set() -> None:
    assert Cursor(b"\xa0").bits(3) == [True, False, True]
    assert Cursor(b"\x01").defined(2) == [True, True]
    assert Cursor(b"\0\x40\x05\0\0\0").checksums(2) == [None, 5]


@pytest.mark.parametrize("step", ["byte", "number", "count"])
def test_a_step_beyond_the_end_is_damage(step: str) -> None:
    with pytest.raises(ItemError) as fault:
        getattr(Cursor(b"\xff" if step == "number" else b""), step)()
    assert fault.value.reason is Reason.MALFORMED


def test_a_count_of_more_than_there_are_bytes_is_not_believed() -> None:
    with pytest.raises(ItemError):
        Cursor(number(1 << 40) + b"abc").count()
