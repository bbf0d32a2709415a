"""Lists of properties in TNEF."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.mail.tnef_values import Listed


def test_values_of_all_shapes_come_with_their_names():
    number = struct.pack("<HHI", 3, 0x0C15, 2)
    words = struct.pack("<HHI", 0x101E, 0x8000, 0)[:4] + bytes(16) + struct.pack("<II", 1, 4) + "ab".encode("utf-16-le")
    words += struct.pack("<I", 2) + struct.pack("<I", 1) + b"x\0\0\0" + struct.pack("<I", 2) + b"yz\0\0"
    listed = Listed(struct.pack("<I", 2) + number + words)
    assert [(one.tag, one.raw, one.name) for one in listed.values()] == [
        (0x0C15, b"\2\0\0\0", ""), (0x8000, b"x", "ab"), (0x8000, b"yz", "ab"),
    ]  # fmt: skip
    assert listed.is_whole


def test_a_list_that_ends_early_says_so():
    listed = Listed(struct.pack("<IHHI", 2, 3, 0x0C15, 2))
    assert len(list(listed.values())) == 1
    assert not listed.is_whole


@given(st.binary(max_size=200))
def test_any_bytes_end(raw):
    """No value is longer than what there is, whatever counts are stated."""
    assert sum(len(one.raw) for one in Listed(raw).values()) <= len(raw)
