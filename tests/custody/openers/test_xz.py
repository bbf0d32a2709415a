"""Xz: all streams are one item."""

from __future__ import annotations

import lzma

from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers import streams
from custody.reading import opened
from leakassay.custody.openers import xz as opener
from leakassay.model.outcomes import Reason

GOOD = lzma.compress(b"hello " * 1000)


def test_two_streams_are_one_item_and_junk_is_a_gap() -> None:
    found = opened(opener.members, GOOD * 2 + b"junk", "x.txz")
    assert found.contents == {0: b"hello " * 2000}
    assert [(gap.reason, gap.bytes) for gap in found.gaps] == [(Reason.TRAILING_BYTES, 4)]
    assert found.names == [b"x.tar"]


def test_a_stream_is_an_item_and_a_tar_inside_is_its_members() -> None:
    streams.check_good(opener, lzma.compress)


def test_a_cut_stream_is_never_complete() -> None:
    streams.check_cuts(opener, lzma.compress)


def test_a_dictionary_beyond_the_limit_is_refused() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 29}]
    found = opened(opener.members, lzma.compress(b"x" * 100, filters=filters))
    assert found.faults[0].reason is Reason.LIMIT_MEMORY


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.integers(0, 2 * len(GOOD)))
def test_mutated_streams_raise_nothing_but_item_errors(at: int, byte: int, cut: int) -> None:
    opened(opener.members, (GOOD[:at] + bytes([byte]) + GOOD[at + 1 :])[:cut])
