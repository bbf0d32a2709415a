"""Numbers, records and pages of SQLite's format."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.read.database.sqlite_pages import DamageError, opened, record, size_of, varint


@pytest.mark.parametrize(
    ("data", "value"), [(b"\x05", 5), (b"\x81\x00", 128), (b"\xff" * 9, (1 << 64) - 1), (b"\x82\x80\x01", 32769)]
)
def test_a_varint_has_one_to_nine_bytes(data: bytes, value: int) -> None:
    assert varint(data + b"x", 0) == (value, len(data))


def test_a_record_is_its_values() -> None:
    assert record(b"\x06\x00\x01\x09\x13\x10\xfeabc\x00\x01", "utf-8") == [None, -2, 1, "abc", b"\0\x01"]


@pytest.mark.parametrize("data", [b"", b"\x05\x01", b"\x02\x0a", b"\x02\x01", b"\x02\x01\x01\x01", b"\x00"])
def test_a_record_whose_sizes_do_not_add_up_is_damage(data: bytes) -> None:
    if data == b"\x00":
        data = b"\x00x"
    with pytest.raises(DamageError):
        record(data, "utf-8")


@given(st.binary(max_size=60))
def test_any_bytes_are_a_record_or_damage(data: bytes) -> None:
    try:
        assert isinstance(record(data, "utf-8"), list)
    except DamageError:
        return


def test_sizes_follow_the_serial_type() -> None:
    assert [size_of(kind) for kind in (0, 6, 10, 12, 13, 15)] == [0, 8, -1, 0, 0, 1]


def test_a_page_is_taken_once() -> None:
    base = sqlite3.connect(":memory:")
    base.execute("create table t (a)")
    base.execute("insert into t values ('x')")
    base.commit()
    pages = opened(in_memory(base.serialize()))
    assert pages is not None
    assert [cell.payload for cell in pages.cells(2)] == [b"\x02\x0fx"]
    assert list(pages.cells(2)) == []
    assert pages.faults == 1
    assert opened(in_memory(b"SQLite format 3\0")) is None
