"""Bytes in a cell are text where they are text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.read import blob_text
from leakassay.read.blob_text import runs_of, text_of


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Dear Dr Rees,\n9990000018", "Dear Dr Rees,\n9990000018"),
        ("Zoë Tester of this place".encode("utf-16-le"), "Zoë Tester of this place"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01", None),
        (b"\x00\x01\x02\x03", None),
        (b"", ""),
    ],
)
def test_what_is_text_is_printed(data: bytes, text: str | None) -> None:
    assert text_of(data) == text


def test_runs_in_either_width_are_found() -> None:
    found = runs_of(b"\0\xff9990000018\0" + "ANN TESTER".encode("utf-16-le") + b"\xff\xfe")
    assert "9990000018" in found
    assert any("ANN TESTER" in run for run in found)


@given(st.binary())
def test_any_bytes_are_text_or_none(data: bytes) -> None:
    assert isinstance(text_of(data), str | None)
    runs_of(data)


def test_a_hole_is_passed_over_and_counted() -> None:
    item = in_memory(bytes(3 * blob_text.CHUNK) + b"Ann Tester of Ward 9" + bytes(100))
    found = list(blob_text.runs_in(item))
    assert sum(searched for searched, _ in found) == item.size
    assert [run for _, runs in found for run in runs] == ["Ann Tester of Ward 9"]
