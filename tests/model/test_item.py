"""An open item: ranges, limits, and no path."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem, Volume, in_memory
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


def _volumes(*contents: bytes) -> OpenItem:
    parts = tuple(Volume(in_memory(content).fd, len(content)) for content in contents)
    return OpenItem(fd=parts[0].fd, size=sum(part.size for part in parts), volumes=parts)


@given(
    contents=st.lists(st.binary(max_size=20), min_size=1, max_size=5),
    offset=st.integers(0, 60),
    count=st.integers(0, 60),
)
def test_a_set_of_volumes_reads_as_the_bytes_one_after_the_other(
    contents: list[bytes], offset: int, count: int
) -> None:
    item = _volumes(*contents)
    whole = b"".join(contents)
    assert item.pread(count, offset) == whole[offset : offset + count]
    assert item.file().read() == whole


def test_bytes_of_a_missing_volume_are_said_to_be_missing() -> None:
    first = in_memory(b"abc")
    item = OpenItem(fd=first.fd, size=6, volumes=(Volume(first.fd, 3), Volume(-1, 3)))
    assert item.pread(3, 0) == b"abc"
    with pytest.raises(ItemError) as caught:
        item.pread(2, 2)
    assert caught.value.reason is Reason.MISSING_VOLUME


def test_the_password_list_of_a_run_comes_with_the_item() -> None:
    assert in_memory(b"", settings={"passwords": ["a", "b"]}).passwords == ("a", "b")
    assert in_memory(b"").passwords == ()
