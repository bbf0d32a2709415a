"""Numbers and headers of 7z, read back by py7zr's own parser."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.paper.seven_zip_header import SIGNATURE_BYTES, number, signature

py7zr = pytest.importorskip("py7zr")


@given(st.integers(0, (1 << 64) - 1))
def test_a_number_is_read_back_by_another_library(value: int):
    from py7zr.archiveinfo import read_uint64

    assert read_uint64(io.BytesIO(number(value))) == value


@pytest.mark.parametrize(("value", "length"), [(127, 1), (128, 2), ((1 << 14) - 1, 2), (1 << 14, 3), (1 << 56, 9)])
def test_a_number_takes_as_few_bytes_as_can_be(value: int, length: int):
    assert len(number(value)) == length


def test_the_signature_checks_itself():
    start = signature(77, b"header")
    assert len(start) == SIGNATURE_BYTES
    assert start[8:12] == zlib.crc32(start[12:]).to_bytes(4, "little")
