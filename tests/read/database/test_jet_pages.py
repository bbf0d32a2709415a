"""Pages of Access files: rows of both formats, and damage that is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.read.database.jet_pages import Column, DamageError, Pages, opened

FIXED = Column("n", 4, 0, is_fixed=True, offset=0, slot=0, width=4, scale=0)
FIRST = Column("a", 10, 1, is_fixed=False, offset=0, slot=0, width=0, scale=0)
SECOND = Column("b", 10, 2, is_fixed=False, offset=0, slot=1, width=0, scale=0)
YES = Column("y", 1, 3, is_fixed=True, offset=0, slot=0, width=1, scale=0)
COLUMNS = [FIXED, FIRST, SECOND, YES]


def pages(*, is_old: bool, raw: bytes = b"") -> Pages:
    size = 2048 if is_old else 4096
    return Pages(in_memory(raw), size, len(raw) // size, "cp1252" if is_old else "utf-16-le", is_old)


def test_a_row_of_the_new_format_is_taken_apart() -> None:
    row = b"\x04\0" + b"\x07\0\0\0" + b"abcd" + b"ef" + b"\x0c\0\x0a\0\x06\0" + b"\x02\0" + b"\x0f"
    assert pages(is_old=False).fields(row, COLUMNS) == [b"\x07\0\0\0", b"abcd", b"ef", True]


def test_a_row_of_the_old_format_is_taken_apart() -> None:
    row = b"\x04" + b"\x07\0\0\0" + b"abcd" + b"ef" + b"\x0b\x09\x05" + b"\x02" + b"\x03"
    assert pages(is_old=True).fields(row, COLUMNS) == [b"\x07\0\0\0", b"abcd", None, False]


def test_a_long_value_that_is_here_is_here() -> None:
    assert pages(is_old=False).long_value(b"\x03\0\0\x80" + bytes(8) + b"abc") == b"abc"


def test_a_ring_of_long_values_is_damage() -> None:
    page = bytearray(4096)
    page[0], page[4:8], page[12:14], page[14:16] = 1, b"LVAL", b"\x01\0", (4000).to_bytes(2, "little")
    page[4000:4004] = b"\0\x01\0\0"
    ring = pages(is_old=False, raw=bytes(4096) + bytes(page))
    with pytest.raises(DamageError):
        ring.long_value(b"\xff\xff\0\0" + b"\0\x01\0\0" + bytes(4))


@given(st.binary(max_size=80), st.booleans())
def test_any_bytes_are_a_row_or_damage(raw: bytes, is_old: bool) -> None:
    try:
        assert len(pages(is_old=is_old).fields(raw, COLUMNS)) == 4
    except DamageError:
        return


def test_a_file_without_a_head_is_damage() -> None:
    with pytest.raises(DamageError):
        opened(in_memory(b"\0\1\0\0Standard Jet DB\0"))
