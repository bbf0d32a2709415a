"""Skippable frames: passed over whole, counted where they may hide something."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from leakassay.custody.openers.skippable import Skipped, is_skippable


def test_sixteen_marks_are_skippable() -> None:
    marks = [struct.pack("<I", 0x184D2A4F + number) for number in range(18)]
    assert [is_skippable(mark) for mark in marks] == [False, *[True] * 16, False]


def test_a_large_frame_that_is_no_seek_table_hides_something() -> None:
    machine = Skipped()
    machine.decompress(struct.pack("<II", 0x184D2A50, 100) + bytes(100), 1)
    assert (machine.eof, machine.hidden) == (True, 108)


def test_a_frame_cut_off_wants_more() -> None:
    machine = Skipped()
    machine.decompress(struct.pack("<II", 0x184D2A50, 100) + bytes(99), 1)
    assert (machine.eof, machine.needs_input) == (False, True)


@given(st.binary(max_size=200), st.binary(max_size=20), st.integers(1, 50))
def test_whatever_the_pieces_what_follows_the_frame_is_unused(content: bytes, after: bytes, step: int) -> None:
    raw = struct.pack("<II", 0x184D2A53, len(content)) + content + after
    machine, at = Skipped(), 0
    while not machine.eof:
        assert machine.decompress(raw[at : at + step], 1) == b""
        at += step
    assert machine.unused_data + raw[at:] == after
