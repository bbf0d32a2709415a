"""Pieces put together as one source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leakassay.custody.openers.spliced import Range, Spliced
from leakassay.model.item import in_memory

RAW = bytes(range(200))
ITEM = in_memory(RAW)


@given(
    st.lists(st.one_of(st.binary(max_size=20), st.tuples(st.integers(0, 150), st.integers(0, 50))), max_size=6),
    st.integers(0, 250),
    st.integers(0, 400),
)
def test_any_piece_is_that_of_the_whole(parts: list[bytes | tuple[int, int]], count: int, offset: int) -> None:
    whole = b"".join(part if isinstance(part, bytes) else RAW[part[0] : sum(part)] for part in parts)
    source = Spliced(ITEM, [part if isinstance(part, bytes) else Range(*part) for part in parts])
    assert source.size == len(whole)
    assert source.pread(count, offset) == whole[offset : offset + count]


def test_a_range_beyond_the_item_ends_early() -> None:
    assert Spliced(ITEM, [Range(190, 50), b"x"]).pread(99, 0) == RAW[190:]
