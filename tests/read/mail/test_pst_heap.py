"""Heaps of properties in Outlook stores."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.mail.mapi import UNICODE, Value
from leakassay.read.mail.pst_heap import Heap


def heap(*pieces: bytes) -> bytes:
    """One block; its first piece is the head of the tree, the second its leaves."""
    body = struct.pack("<HBBII", 0, 0xEC, 0xBC, 0x20, 0)
    places = [len(body)]
    for piece in pieces:
        body += piece
        places.append(len(body))
    table = struct.pack(f"<HH{len(places)}H", len(pieces), 0, *places)
    return struct.pack("<H", len(body)) + body[2:] + table


def tree(levels: int = 0) -> bytes:
    return struct.pack("<BBBBI", 0xB5, 2, 6, levels, 0x40)


RECORDS = struct.pack("<HHIHHIHHI", 0x0037, 0x1F, 0x60, 0x0C15, 3, 7, 0x1000, 0x1F, 0x81)
GOOD = heap(tree(), RECORDS, "subject".encode("utf-16-le"))


@pytest.mark.parametrize(
    "raw", [GOOD, heap(tree(1), struct.pack("<HI", 0x37, 0x80), "subject".encode("utf-16-le"), RECORDS)]
)
def test_values_in_the_heap_are_given_and_others_counted(raw):
    """A body that lies elsewhere is lost; a tree may have a level more."""
    found = Heap(raw, is_wide=True)
    assert list(found.values()) == [
        Value(0x0037, UNICODE, "subject".encode("utf-16-le")), Value(0x0C15, 3, struct.pack("<I", 7)),
    ]  # fmt: skip
    assert found.lost == 1


def test_what_is_no_heap_gives_nothing():
    for raw in (b"", b"\0" * 40, GOOD.replace(b"\xec\xbc", b"\xec\x7c"), GOOD.replace(b"\xb5", b"\xb6")):
        assert list(Heap(raw, is_wide=True).values()) == []


@given(st.integers(0, len(GOOD)), st.binary(max_size=20), st.booleans())
def test_any_damage_ends(at, patch, is_wide):
    """A tree that leads back to itself among them."""
    for raw in (GOOD[:at] + patch + GOOD[at + len(patch) :], heap(tree(4), struct.pack("<HI", 1, 0x40) * 3)):
        list(Heap(raw, is_wide=is_wide).values())
