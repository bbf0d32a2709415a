"""Rows in free space: found by the length of their header or of their block."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.database.sqlite_carve import carved

ROW = bytes([0x04, 0x00, 0x21, 0x15]) + b"9990000018" + b"TEST"
"""Header length, types of three columns, their values."""


def test_a_row_whose_header_survived_is_found() -> None:
    data = b"\xff\xfe\x12\x05" + ROW + b"\0\0"
    assert [values for _, _, values in carved(data, {3}, "utf-8")] == [[None, "9990000018", "TEST"]]


def test_a_row_whose_head_was_written_over_is_found_by_its_block() -> None:
    body = ROW[1:]
    first = b"\0\0" + (2 * (len(body) + 4)).to_bytes(2, "big") + body
    second = b"\0\0" + (len(body) + 4).to_bytes(2, "big") + body
    assert len(list(carved(first + second, {3, 5}, "utf-8"))) == 2


@given(st.binary(max_size=400))
def test_any_bytes_hold_rows_or_none(data: bytes) -> None:
    for start, end, values in carved(data, {1, 2, 3, 7}, "utf-8"):
        assert 0 < start < end <= len(data)
        assert values
