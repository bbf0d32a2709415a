"""Values of Access as text."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.database.jet_values import printed, text


@pytest.mark.parametrize(
    ("raw", "kind", "scale", "said"),
    [
        (b"\x07", 2, 0, "7"),
        (struct.pack("<h", -5), 3, 0, "-5"),
        (struct.pack("<i", 9), 4, 0, "9"),
        (struct.pack("<q", 123_456), 5, 0, "12.3456"),
        (struct.pack("<d", 2.5), 7, 0, "2.5"),
        (struct.pack("<d", 18297.0), 8, 0, "1950-02-03"),
        (struct.pack("<d", 18297.5), 8, 0, "1950-02-03 12:00:00"),
        (struct.pack("<d", 0.25), 8, 0, "06:00:00"),
        (b"\x80" + struct.pack("<4I", 0, 0, 0, 12345), 16, 2, "-123.45"),
        (struct.pack("<q", 9990000018), 19, 0, "9990000018"),
        (b"0000000000000737592:0000000459000000000:7\0", 20, 0, "2020-06-17 12:45:00"),
        (bytes(range(16)), 15, 0, "{03020100-0504-0706-0809-0A0B0C0D0E0F}"),
        (b"\x01", 4, 0, "01"),
    ],
)
def test_a_value_is_printed(raw: bytes, kind: int, scale: int, said: str) -> None:
    assert printed(raw, kind, scale) == said


def test_squeezed_text_is_opened() -> None:
    assert text(b"\xff\xfeplain \xe9", "utf-16-le") == "plain é"
    assert text(b"\xff\xfeab\0" + "МЫ".encode("utf-16-le") + b"\0\0cd"[1:], "utf-16-le") == "abМЫcd"
    assert text("wide".encode("utf-16-le"), "utf-16-le") == "wide"
    assert text(b"caf\xe9", "cp1252") == "café"


@given(st.binary(max_size=60), st.integers(0, 255), st.integers(0, 255))
def test_any_bytes_are_printed(raw: bytes, kind: int, scale: int) -> None:
    assert isinstance(printed(raw, kind, scale), str)
    assert isinstance(text(b"\xff\xfe" + raw, "utf-16-le"), str)
