"""Compressed streams told by what stands behind skippable frames, or by a header without a mark."""

from __future__ import annotations

import lzma as packer
import struct

import lz4.frame
import pytest
import zstandard

from leakassay.custody.sniff import frames

SKIPPABLE = struct.pack("<II", 0x184D2A50, 4) + b"size"
ZSTD = zstandard.ZstdCompressor().compress(b"x" * 100)
LZ4 = lz4.frame.compress(b"x" * 100)


def test_zstd_is_told_at_the_front_and_behind_skippable_frames() -> None:
    for head in (ZSTD, SKIPPABLE + ZSTD, SKIPPABLE * 3 + ZSTD):
        assert frames.zstd(head, head, "", len(head)) > 0
        assert frames.lz4(head, head, "", len(head)) == 0


def test_lz4_is_told_in_both_formats() -> None:
    for head in (LZ4, SKIPPABLE + LZ4, b"\x02\x21\x4c\x18" + bytes(9)):
        assert frames.lz4(head, head, "", len(head)) > 0
        assert frames.zstd(head, head, "", len(head)) == 0


def test_skippable_frames_alone_are_neither() -> None:
    assert frames.zstd(SKIPPABLE, b"", "", 12) == frames.lz4(SKIPPABLE, b"", "", 12) == 0


@pytest.mark.parametrize("preset", range(10))
def test_lzma_is_told_at_every_level(preset: int) -> None:
    head = packer.compress(b"x" * 100, format=packer.FORMAT_ALONE, preset=preset)
    assert frames.lzma(head, head, "", len(head)) > 0


def test_lzma_of_a_dictionary_that_no_program_uses_is_not_told() -> None:
    head = packer.compress(b"x", format=packer.FORMAT_ALONE)
    for dictionary in (5, 4096 + 7, 4096 * 5):
        changed = head[:1] + struct.pack("<I", dictionary) + head[5:]
        assert frames.lzma(changed, changed, "", len(changed)) == 0


def test_text_that_begins_with_a_bracket_is_no_lzma() -> None:
    text = b"]]]]>\0\0\0\0\0\0\0\0\0\0\0 text"
    assert frames.lzma(text, text, "", len(text)) == 0
