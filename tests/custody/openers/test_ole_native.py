"""Packages of the object packager."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from custody.ole_files import native
from leakassay.custody.openers.ole_native import Package, package


@dataclass(frozen=True)
class Bytes:
    raw: bytes

    @property
    def size(self) -> int:
        return len(self.raw)

    def pread(self, count: int, offset: int) -> bytes:
        return self.raw[offset : offset + count]


def held(raw: bytes, found: Package) -> bytes:
    return raw[found.start : found.start + found.size]


@given(
    st.binary(min_size=0, max_size=300), st.text(st.characters(codec="cp1252", exclude_characters="\0/\\"), min_size=1)
)
def test_name_and_bytes_come_back(data: bytes, name: str) -> None:
    raw = native(name, data)
    found = package(Bytes(raw))
    assert held(raw, found) == data
    assert found.name == name


def test_the_name_in_unicode_wins() -> None:
    """In the code page a name of another alphabet is question marks."""
    assert package(Bytes(native("普林.csv", b"x"))).name == "普林.csv"
    raw = native("普林.csv", b"x")
    assert package(Bytes(raw[: raw.rindex(b"x") + 1])).name == "??.csv"


def test_bare_data_of_a_program_have_no_name() -> None:
    raw = struct.pack("<I", 6) + b"BM1234" + b"behind"
    found = package(Bytes(raw))
    assert (found.name, held(raw, found)) == ("", b"BM1234")


def test_in_rich_text_no_size_stands_in_front() -> None:
    raw = native("list.csv", b"abc")[4:]
    found = package(Bytes(raw), has_size=False)
    assert (found.name, held(raw, found)) == ("list.csv", b"abc")


@given(st.binary(max_size=400))
def test_any_bytes_give_a_place_inside_the_stream(raw: bytes) -> None:
    for mutated in (raw, b"\x10\0\0\0\x02\0" + raw):
        found = package(Bytes(mutated))
        assert 0 <= found.start <= max(4, len(mutated))
        assert found.start + found.size <= max(4, len(mutated))
