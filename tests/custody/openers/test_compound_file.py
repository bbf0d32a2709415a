"""The tree of a compound file: whole, cut, in circles."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.openers.compound_file import MAGIC, CompoundFile, Node, pieces
from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason

LARGE, SMALL = bytes(range(256)) * 400, b"small" * 30
RAW = compound_file(
    Storage("", (Stream("large", LARGE), Storage("box", (Stream("small", SMALL), Stream("none", b"")))))
)


def file_of(raw: bytes) -> CompoundFile:
    return CompoundFile(in_memory(raw))


def content(file: CompoundFile, node: Node | None) -> bytes:
    assert node is not None
    return b"".join(pieces(file.stream(node)))


def test_streams_of_both_sizes_come_with_their_bytes() -> None:
    file = file_of(RAW)
    box = file.root.child("BOX")
    assert box is not None
    assert content(file, file.root.child("large")) == LARGE
    assert [content(file, child) for child in box.children] == [b"", SMALL]


@given(st.integers(0, len(LARGE) + 10), st.integers(0, 5000))
def test_a_stream_is_read_at_any_offset(offset: int, count: int) -> None:
    file = file_of(RAW)
    node = file.root.child("large")
    assert node is not None
    assert file.stream(node).pread(count, offset) == LARGE[offset : offset + count]


def test_a_truncated_stream_gives_what_is_there_and_says_so() -> None:
    file = file_of(RAW)
    node = file.root.child("large")
    assert node is not None
    stream = file.stream(node)
    cut = type(stream)(file, stream.sectors[:10], stream.size, stream.is_mini)
    got = []
    with pytest.raises(ItemError) as caught:
        got.extend(pieces(cut))
    assert (b"".join(got), caught.value.reason) == (LARGE[:5120], Reason.TRUNCATED)


def directory_at(raw: bytes) -> int:
    return 512 * (struct.unpack_from("<I", raw, 48)[0] + 1)


def test_a_directory_in_a_circle_gives_each_entry_once() -> None:
    """Every entry is its own left and right neighbour and its own child."""
    raw = bytearray(RAW)
    for number in range(4):
        struct.pack_into("<III", raw, directory_at(RAW) + 128 * number + 68, number, number, number)
    names = [child.name for child in file_of(bytes(raw)).root.children]
    assert len(names) == len(set(names))


def test_entries_that_no_tree_reaches_hang_from_the_root() -> None:
    """A stream cut out of the tree is hidden from Outlook, not from us."""
    raw = bytearray(RAW)
    struct.pack_into("<I", raw, directory_at(RAW) + 76, 0xFFFFFFFF)  # the root has no children
    assert {child.name for child in file_of(bytes(raw)).root.children} >= {"large", "box"}


def test_a_chain_in_a_circle_ends() -> None:
    raw = bytearray(RAW)
    table_at = 512 * (struct.unpack_from("<I", raw, 76)[0] + 1)
    struct.pack_into("<I", raw, table_at + 4 * 3, 0)  # the fourth sector leads back to the first
    file = file_of(bytes(raw))
    node = file.root.child("large")
    assert node is not None
    assert len(file.stream(node).sectors) == 4


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=4000))
def test_any_bytes_behind_the_magic_raise_nothing_but_item_errors(raw: bytes) -> None:
    with suppress(ItemError):
        file_of(MAGIC + raw)
