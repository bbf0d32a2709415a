"""Lists of MAPI properties in TNEF."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from custody.openers.test_tnef import mapi, variable
from leakassay.custody.openers.tnef_properties import DATA_OBJECT, Property, properties
from leakassay.model.item import in_memory


def read(raw: bytes) -> list[Property]:
    return list(properties(in_memory(raw), 0, len(raw)))


def test_values_of_all_kinds_are_passed_in_order() -> None:
    """Named properties have a name in front, many values a count, short values are filled up to four bytes."""
    number = struct.pack("<HHI", 3, 0x3705, 1)
    named = struct.pack("<HH16sII", 0x0B, 0x8001, bytes(16), 0, 7) + struct.pack("<I", 1)
    lettered = struct.pack("<HH16sII", 3, 0x8002, bytes(16), 1, 6) + b"a\0b\0\0\0" + bytes(2) + struct.pack("<I", 9)
    many = struct.pack("<HHI", 0x1003, 0x6000, 2) + struct.pack("<II", 1, 2)
    text = variable(0x3707, 0x1E, b"list.csv\0")
    found = read(mapi(number, named, lettered, many, text))
    assert [one.tag for one in found] == [0x3705, 0x8001, 0x8002, 0x6000, 0x6000, 0x3707]
    assert found[-1].text == "list.csv"


def test_an_object_is_given_without_its_interface() -> None:
    raw = mapi(variable(0x3701, DATA_OBJECT, b"interface-of-16b" + b"message"))
    (found,) = read(raw)
    assert raw[found.start : found.start + found.size] == b"message"


def test_an_unknown_type_or_a_cut_value_ends_the_list() -> None:
    good = variable(0x3001, 0x1E, b"x\0")
    assert len(read(mapi(good, struct.pack("<HHI", 0x00FE, 1, 1), good))) == 1
    assert len(read(mapi(good, good)[:-5])) == 1


@given(st.binary(max_size=200))
def test_hostile_lists_end_and_stay_inside(raw: bytes) -> None:
    for one in read(b"\xff\xff\xff\xff" + raw):
        assert 0 <= one.start <= one.start + one.size <= len(raw) + 4
