"""Zstandard: frames, skippable frames, seek tables, windows; cut and hostile streams."""

from __future__ import annotations

import struct

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers import streams
from custody.openers.streams import TEXT, of
from custody.reading import opened
from leakassay.custody.openers import zstd as opener
from leakassay.model.outcomes import Reason


def pack(content: bytes, level: int = 3) -> bytes:
    return zstandard.ZstdCompressor(level=level, write_checksum=True).compress(content)


def skippable(content: bytes) -> bytes:
    return struct.pack("<II", 0x184D2A5E, len(content)) + content


def test_a_stream_is_an_item_and_a_tar_inside_is_its_members() -> None:
    streams.check_good(opener, pack)


def test_frames_without_size_and_check_sum_are_read() -> None:
    writer = zstandard.ZstdCompressor(write_checksum=False, write_content_size=False).compressobj()
    raw = b"".join(writer.compress(TEXT[at : at + 100]) for at in range(0, len(TEXT), 100)) + writer.flush()
    assert of(opener, raw).contents == {0: TEXT}


def test_many_tiny_blocks_are_read() -> None:
    """What a log that is flushed at every line looks like."""
    writer = zstandard.ZstdCompressor().compressobj()
    raw = b"".join(
        writer.compress(b"line %d\n" % n) + writer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK) for n in range(9000)
    )
    raw += writer.flush()
    assert of(opener, raw).contents == {0: b"".join(b"line %d\n" % n for n in range(9000))}


def test_all_frames_are_one_item_and_junk_is_a_gap() -> None:
    streams.check_many(opener, pack)


def test_a_cut_stream_is_never_complete() -> None:
    streams.check_cuts(opener, pack)


def test_a_seek_table_is_passed_over() -> None:
    table = skippable(bytes(24) + b"\xb1\xea\x92\x8f")
    assert of(opener, pack(TEXT) + pack(TEXT) + table).contents == {0: TEXT * 2}
    assert of(opener, skippable(b"size") + pack(TEXT) + table).gaps == []


def test_something_hidden_in_a_skippable_frame_is_a_gap() -> None:
    found = of(opener, pack(TEXT) + skippable(b"hidden" * 50) + pack(TEXT))
    assert found.contents == {0: TEXT * 2}
    assert [(gap.reason, gap.bytes) for gap in found.gaps] == [(Reason.NO_READER, 308)]


def test_a_window_of_two_gigabytes_is_refused() -> None:
    descriptor, window = b"\x00", bytes([(31 - 10) << 3])
    bomb = b"\x28\xb5\x2f\xfd" + descriptor + window + b"\x03\x00\x02" + b"x"
    assert of(opener, bomb).faults[0].reason is Reason.LIMIT_MEMORY


def test_the_window_of_the_highest_level_is_read() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27)
    writer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    assert of(opener, writer.compress(TEXT) + writer.flush()).contents == {0: TEXT}


def test_a_frame_that_needs_a_dictionary_says_so() -> None:
    dictionary = zstandard.train_dictionary(400, [b"sample %d of text" % n for n in range(300)])
    raw = zstandard.ZstdCompressor(dict_data=dictionary).compress(b"sample 5 of text")
    assert of(opener, raw).faults[0].reason is Reason.NO_READER


def test_a_bomb_comes_in_bounded_pieces() -> None:
    raw = pack(bytes(512 << 20))
    assert len(raw) < 60_000
    assert len(opened(opener.members, raw, cap=4 << 20).contents[0]) <= 5 << 20


@pytest.mark.parametrize("raw", [b"", b"\x28\xb5", b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd" + b"\xff" * 40])
def test_headers_that_end_early_are_faults_of_the_item(raw: bytes) -> None:
    of(opener, raw)


SMALL = pack(TEXT[:3000]) + skippable(b"abc") + pack(TEXT[:90])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=6), st.integers(0, 5000))
def test_mutated_streams_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    streams.check_mutant(opener, SMALL, changes, cut)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=400), min_size=1, max_size=6), st.sampled_from([-5, 1, 19]))
def test_any_frames_come_out_as_they_went_in(parts: list[bytes], level: int) -> None:
    assert of(opener, b"".join(pack(part, level) for part in parts)).contents[0] == b"".join(parts)
