"""Blocks and units add up to the range and end where records end."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.read.line_blocks import blocks, split_lines


def test_blocks_end_at_line_ends() -> None:
    item = in_memory(b"0123456789\n" * 100)
    assert {block.raw[-1:] for block in blocks(item, "utf-8", size=64)} == {b"\n"}


def test_a_quoted_line_break_is_no_border() -> None:
    item = in_memory(b'a,"x\ny"\n' * 40)
    assert all(block.raw.endswith(b'"\n') for block in blocks(item, "utf-8", quote='"', size=50))


def test_a_stray_quote_tears_blocks_but_not_lines() -> None:
    item = in_memory(b'5" pipe,1\n' + b"plain,2\n" * 100)
    found = list(blocks(item, "utf-8", quote='"', size=100))
    assert found[0].torn
    assert all(block.raw.endswith(b"\n") for block in found)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wide_encodings_are_cut_between_characters(encoding: str) -> None:
    item = in_memory(("ਊĊ line\n" * 50).encode(encoding))
    texts = [block.raw.decode(encoding) for block in blocks(item, encoding, size=128)]
    assert "".join(texts) == "ਊĊ line\n" * 50
    assert all(text.endswith("line\n") for text in texts)


def test_carriage_returns_alone_end_lines_too() -> None:
    item = in_memory(b"one,two\r" * 50)
    assert all(block.raw.endswith(b"\r") for block in blocks(item, "utf-8", size=100))


def test_a_line_without_end_is_cut_at_a_space() -> None:
    item = in_memory(b"word " * 1000)
    found = list(blocks(item, "utf-8", size=1003))
    assert all(block.torn for block in found[:-1])
    assert all(block.raw.endswith(b" ") for block in found)


@settings(deadline=None)
@given(
    st.binary(max_size=2000), st.integers(8, 200), st.sampled_from(["utf-8", "utf-16-be"]), st.sampled_from(["", '"'])
)
def test_blocks_and_units_add_up(raw: bytes, size: int, encoding: str, quote: str) -> None:
    item = in_memory(raw)
    try:
        assert sum(block.bytes for block in blocks(item, encoding, quote=quote, size=size)) == len(raw)
        units = split_lines(item, encoding, size, quote=quote)
        assert sum(length for _, length in units) == len(raw)
        for offset, length in units:
            part = replace(item, offset=offset, length=length)
            assert sum(block.bytes for block in blocks(part, encoding, quote=quote, size=size)) == length
    finally:
        os.close(item.fd)
