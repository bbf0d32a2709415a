"""An open item: ranges, limits, and no path."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem, in_memory
from leakassay.model.outcomes import Outcome, Reason


@given(st.binary(max_size=300), st.integers(0, 320), st.integers(-1, 320), st.integers(1, 50))
def test_the_pieces_of_a_range_are_the_range(content: bytes, offset: int, length: int, piece: int) -> None:
    item = in_memory(content, offset=offset, length=length)
    due = content[offset:] if length < 0 else content[offset : offset + length]
    assert b"".join(item.chunks(piece)) == due
    assert item.content(400) == due
    assert item.head(9) == content[:9]
    assert item.tail(9) == content[-9:] if len(content) >= 9 else item.tail(9) == content
    os.close(item.fd)


def test_a_range_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(ItemError) as caught:
        in_memory(bytes(11)).content(10)
    assert (caught.value.outcome, caught.value.reason) == (Outcome.REFUSED, Reason.LIMIT_SIZE)


def test_a_file_over_an_item_may_be_closed_and_taken_again() -> None:
    item = in_memory(b"abc")
    for _ in range(2):
        with item.file() as file:
            assert file.read() == b"abc"


def test_an_item_knows_what_it_owes() -> None:
    assert OpenItem(0, 10).own == 10
    assert OpenItem(0, 10, own_bytes=4).own == 4
    assert OpenItem(0, 10).is_whole
    assert not OpenItem(0, 10, offset=1).is_whole
    assert OpenItem(0, 10, name="A.B.CSV").suffix == ".csv"
    assert OpenItem(0, 10, name="\udcff").suffix == ""
