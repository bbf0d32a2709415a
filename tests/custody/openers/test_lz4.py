"""LZ4: frames of both formats; cut and hostile streams."""

from __future__ import annotations

import shutil
import struct
import subprocess

import lz4.block
import lz4.frame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers import streams
from custody.openers.streams import TEXT, of
from leakassay.custody.openers import lz4 as opener
from leakassay.model.outcomes import Reason


def pack(content: bytes) -> bytes:
    return lz4.frame.compress(content, content_checksum=True)


def legacy(content: bytes, block_bytes: int = 8 << 20) -> bytes:
    raw = struct.pack("<I", 0x184C2102)
    for at in range(0, len(content), block_bytes):
        block = lz4.block.compress(content[at : at + block_bytes], store_size=False)
        raw += struct.pack("<I", len(block)) + block
    return raw


def test_a_stream_is_an_item_and_a_tar_inside_is_its_members() -> None:
    streams.check_good(opener, pack)


def test_all_frames_are_one_item_and_junk_is_a_gap() -> None:
    streams.check_many(opener, pack)


def test_a_cut_stream_is_never_complete() -> None:
    streams.check_cuts(opener, pack)


def test_the_old_format_is_read_and_may_be_followed_by_the_new_one() -> None:
    assert of(opener, legacy(TEXT)).contents == {0: TEXT}
    assert of(opener, legacy(TEXT, 5000) + pack(b"new") + legacy(b"old")).contents == {0: TEXT + b"newold"}


def test_the_old_format_cut_inside_a_block_is_truncated() -> None:
    assert of(opener, legacy(TEXT)[:-5]).faults[0].reason is Reason.TRUNCATED


@pytest.mark.skipif(shutil.which("lz4") is None, reason="compares with the program lz4 where there is one")
def test_what_the_program_writes_is_read() -> None:
    for option in ("-1", "-9", "-l", "-B4"):
        raw = subprocess.run(["lz4", "-c", option], input=TEXT * 3, capture_output=True, check=True).stdout
        assert of(opener, raw).contents == {0: TEXT * 3}


def test_something_in_a_skippable_frame_is_a_gap() -> None:
    found = of(opener, pack(TEXT) + struct.pack("<II", 0x184D2A50, 100) + bytes(99) + b"x" + pack(TEXT))
    assert (found.contents, found.gaps[0].reason, found.gaps[0].bytes) == ({0: TEXT * 2}, Reason.NO_READER, 108)


SMALL = pack(TEXT[:3000]) + legacy(TEXT[:2000], 700)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=6), st.integers(0, 5000))
def test_mutated_streams_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    streams.check_mutant(opener, SMALL, changes, cut)
