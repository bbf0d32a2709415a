"""LZMA2 in blocks: liblzma unpacks it as one stream, whatever was compressed and whatever was stored."""

import lzma

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.paper.lzma2_stream import BLOCK_BYTES, DICTIONARY, Lzma2Stream

NOISE = np.random.default_rng(5).bytes(BLOCK_BYTES + 70_000)
TEXT = b"21A000001|FBC|Full blood count|g/L\n" * 40_000


def packed(pieces: list[bytes]) -> bytes:
    stream = Lzma2Stream()
    return b"".join([*(stream.compress(piece) for piece in pieces), stream.flush()])


def unpacked(data: bytes) -> bytes:
    # not lzma.decompress, which would begin anew behind an end marker in the middle
    machine = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 18}])
    plain = machine.decompress(data)
    assert (machine.eof, machine.unused_data) == (True, b"")
    return plain


@given(st.lists(st.binary(max_size=200), max_size=6))
def test_small_pieces_come_back(pieces: list[bytes]):
    assert unpacked(packed(pieces)) == b"".join(pieces)


@pytest.mark.parametrize("pieces", [[NOISE], [TEXT], [TEXT, NOISE, TEXT], [NOISE, TEXT, NOISE]])
def test_dense_and_thin_blocks_follow_one_another(pieces: list[bytes]):
    assert unpacked(packed(pieces)) == b"".join(pieces)


def test_thin_bytes_shrink_and_dense_ones_hardly_grow():
    assert len(packed([TEXT])) < len(TEXT) / 20
    assert len(packed([NOISE])) < len(NOISE) * 1.001


def test_the_cut_into_pieces_changes_nothing():
    assert packed([TEXT]) == packed([TEXT[at : at + 999] for at in range(0, len(TEXT), 999)])


def test_the_property_byte_states_the_dictionary():
    assert (2 | DICTIONARY & 1) << DICTIONARY // 2 + 11 == 1 << 18
