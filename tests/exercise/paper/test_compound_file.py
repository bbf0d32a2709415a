"""Compound files open with olefile without a complaint, whatever the sizes, and their trees are red-black."""

import io
import struct

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.exercise.paper.compound_file import SECTOR, Storage, Stream, compound_file


def opened(data: bytes) -> olefile.OleFileIO:
    return olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE)


def black_height(entry: olefile.olefile.OleDirectoryEntry, entries: list) -> int:
    """Black nodes on every way down from an entry; fails where two ways differ or a red one has a red child."""
    heights = set()
    for side in (entry.sid_left, entry.sid_right):
        if side == olefile.NOSTREAM:
            heights.add(0)
            continue
        child = entries[side]
        assert entry.color or child.color, "a red entry has a red child"
        heights.add(black_height(child, entries))
    assert len(heights) == 1, "ways down are of different length"
    return heights.pop() + entry.color


@pytest.mark.parametrize("size", [0, 1, 63, 64, 4_095, 4_096, 4_097, 70_000])
def test_streams_of_every_size_come_back(size: int):
    data = bytes(number % 251 for number in range(size))
    read = opened(compound_file(Storage("", (Stream("one", data), Stream("two", data[::-1])))))
    assert read.openstream("one").read() == data
    assert read.openstream("two").read() == data[::-1]
    assert not read.parsing_issues


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9_000), max_size=40))
def test_any_tree_opens_and_is_red_black(sizes: list[int]):
    streams = tuple(Stream(f"stream {number:02d}", bytes([number]) * size) for number, size in enumerate(sizes))
    data = compound_file(Storage("", (*streams, Storage("folder", streams, bytes(range(16))))))
    read = opened(data)
    assert len(data) % SECTOR == 0
    for stream in streams:
        assert read.openstream(stream.name).read() == read.openstream(["folder", stream.name]).read() == stream.data
    for entry in read.direntries:
        if entry is not None and entry.sid_child != olefile.NOSTREAM:
            top = read.direntries[entry.sid_child]
            assert top.color == 1
            black_height(top, read.direntries)


def test_a_file_that_outgrows_the_header_names_its_tables_elsewhere():
    data = bytes(range(256)) * 40_000
    written = compound_file(Storage("", (Stream("large", data),)))
    assert struct.unpack_from("<I", written, 72)[0] == 1, "one sector of further names"
    read = opened(written)
    assert read.openstream("large").read() == data
    assert not read.parsing_issues
    # the table marks its own sectors, and that of the further names
    tables = struct.unpack_from("<I", written, 44)[0]
    links = read.fat.tolist()
    assert links.count(0xFFFFFFFD) == tables > 109
    assert links.count(0xFFFFFFFC) == 1


def test_the_class_of_a_storage_is_kept():
    read = opened(compound_file(Storage("", (), bytes.fromhex("0b0d020000000000c000000000000046"))))
    assert read.root.clsid == "00020D0B-0000-0000-C000-000000000046"


@pytest.mark.parametrize("name", ["", "a/b", "x" * 32])
def test_names_that_cannot_stand_there_are_refused(name: str):
    with pytest.raises(ValueError, match="cannot stand"):
        compound_file(Storage("", (Stream(name, b""),)))


def test_two_entries_of_one_name_are_refused():
    with pytest.raises(ValueError, match="same name"):
        compound_file(Storage("", (Stream("a", b""), Stream("A", b""))))
