"""Streams come back in pieces of any size; what is damaged or cut is said, and costs no memory."""

from __future__ import annotations

import zlib

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.outcomes import Reason
from leakassay.read.database import pg_unpack
from leakassay.read.database.pg_unpack import Stream
from read.pg_archive import GZIP, LZ4, NONE, PACKERS, ZSTD

PACKED = [GZIP, LZ4, ZSTD]


def unpacked(packing: int, raw: bytes, size: int = 999) -> tuple[bytes, Stream]:
    stream = Stream(packing)
    pieces = [piece for at in range(0, len(raw), size) for piece in stream.feed(raw[at : at + size])]
    return b"".join([*pieces, stream.end()]), stream


@pytest.mark.parametrize("packing", [NONE, *PACKED])
@given(st.binary(max_size=400), st.integers(1, 999))
@settings(deadline=None)
def test_a_stream_comes_back(packing: int, data: bytes, size: int) -> None:
    found, stream = unpacked(packing, PACKERS[packing](data), size)
    assert (found, stream.fault, stream.lost) == (data, None, 0)


@pytest.mark.parametrize("packing", PACKED)
def test_a_stream_that_is_cut_or_goes_on_is_said(packing: int) -> None:
    raw = PACKERS[packing](b"Ann Tester 9990000018 " * 900)
    assert unpacked(packing, raw[: len(raw) // 2])[1].fault is Reason.TRUNCATED
    assert unpacked(packing, raw + b"more")[1].fault is Reason.MALFORMED


@pytest.mark.parametrize("packing", PACKED)
@given(st.binary(min_size=1, max_size=400))
@settings(deadline=None)
def test_any_bytes_end_in_a_fault(packing: int, data: bytes) -> None:
    _, stream = unpacked(packing, b"\xff" + data)
    assert stream.fault is not None
    assert stream.lost <= len(data) + 1


def test_a_bomb_comes_in_pieces() -> None:
    bomb = bytes(96 << 20)
    for raw, packing in ((zlib.compress(bomb, 1), GZIP), (zstandard.compress(bomb, 1), ZSTD)):
        stream = Stream(packing)
        sizes = [len(piece) for piece in stream.feed(raw)]
        assert sum(sizes) == len(bomb)
        assert max(sizes) <= 32 * pg_unpack.PIECE_BYTES


def test_a_window_beyond_the_limit_is_refused() -> None:
    frames = [b"\x28\xb5\x2f\xfd\x00" + bytes([power - 10 << 3]) + b"\x01\0\0" for power in (27, 28)]
    assert [unpacked(ZSTD, frame)[1].fault for frame in frames] == [None, Reason.MALFORMED]
