"""LZMA before xz: one stream; cut and hostile streams."""

from __future__ import annotations

import lzma
import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers import streams
from custody.openers.streams import TEXT, of
from leakassay.custody.openers import lzma_alone as opener
from leakassay.model.outcomes import Reason


def pack(content: bytes) -> bytes:
    return lzma.compress(content, format=lzma.FORMAT_ALONE)


def test_a_stream_is_an_item_and_a_tar_inside_is_its_members() -> None:
    streams.check_good(opener, pack)


def test_a_cut_stream_is_never_complete() -> None:
    streams.check_cuts(opener, pack)


def test_junk_behind_the_stream_is_a_gap() -> None:
    found = of(opener, pack(TEXT) + b"\xfftail")
    assert found.contents == {0: TEXT}
    assert [(gap.reason, gap.bytes) for gap in found.gaps] == [(Reason.TRAILING_BYTES, 5)]


def test_a_dictionary_of_four_gigabytes_is_refused() -> None:
    raw = pack(TEXT)
    assert of(opener, raw[:1] + struct.pack("<I", 0xFFFFFFFF) + raw[5:]).faults[0].reason is Reason.LIMIT_MEMORY


SMALL = pack(TEXT[:3000])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(5, 5000), st.integers(0, 255)), max_size=6), st.integers(0, 5000))
def test_mutated_streams_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    streams.check_mutant(opener, SMALL, changes, cut)
