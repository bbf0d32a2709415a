"""Gzip: all members are one stream; junk and cuts are told."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers import streams
from custody.reading import opened
from leakassay.custody.openers import gzip as opener
from leakassay.model.outcomes import Reason

TEXT = b"line of a log, NHS 999 000 0018\n" * 300
GOOD = gzip.compress(TEXT, mtime=1_700_000_000)


def test_five_members_are_one_item_and_the_tail_is_a_gap_of_four_bytes() -> None:
    found = opened(opener.members, GOOD * 5 + b"tail", "a.log.gz")
    assert found.contents == {0: TEXT * 5}
    assert [(gap.reason, gap.bytes) for gap in found.gaps] == [(Reason.TRAILING_BYTES, 4)]
    assert (found.names, found.members[0].modified_at) == ([b"a.log"], 1_700_000_000)


def test_the_zeros_of_a_tape_are_no_junk() -> None:
    found = opened(opener.members, GOOD + bytes(5000))
    assert (found.contents, found.gaps, found.faults) == ({0: TEXT}, [], {})


def test_a_tgz_holds_a_tar() -> None:
    assert opened(opener.members, GOOD, "x.tgz").names == [b"x.tar"]


def test_a_cut_stream_gives_its_beginning_and_says_truncated() -> None:
    found = opened(opener.members, GOOD + GOOD[:-20])
    assert found.contents[0].startswith(TEXT)
    assert found.faults[0].reason is Reason.TRUNCATED


def test_a_stream_larger_than_a_chunk_comes_in_pieces() -> None:
    raw = gzip.compress(bytes(5 << 20))
    assert opened(opener.members, raw).contents == {0: bytes(5 << 20)}


def test_the_one_member_is_not_opened_again() -> None:
    assert opened(opener.members, GOOD, first=1).members == []


def test_a_stream_is_an_item_and_a_tar_inside_is_its_members() -> None:
    streams.check_good(opener, gzip.compress)


def test_a_cut_stream_is_never_complete() -> None:
    streams.check_cuts(opener, gzip.compress)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=8), st.integers(0, 2 * len(GOOD))
)
def test_mutated_streams_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    raw = bytearray(GOOD)
    for at, byte in changes:
        raw[at] = byte
    opened(opener.members, bytes(raw[:cut]))


@pytest.mark.parametrize("raw", [b"", b"\x1f\x8b", b"\x1f\x8b\x08\x0c" + b"\xff" * 8])
def test_headers_that_end_early_are_faults_of_the_item(raw: bytes) -> None:
    opened(opener.members, raw)
