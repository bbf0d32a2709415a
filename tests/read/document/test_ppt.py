"""Presentations of the nineties: every record that holds text, wherever it lies."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome
from leakassay.read.document import ppt
from leakassay.read.document.flow import Flow
from read.document.test_flow import told
from read.reading import Summary, read_all

field = pytest.mark.skipif(not os.environ.get("LEAKASSAY_FIELD_DATA"), reason="no field data")


def record(kind: int, name: int, content: bytes) -> bytes:
    return struct.pack("<HHI", kind, name, len(content)) + content


def test_wide_narrow_and_named_texts_are_told_at_any_depth() -> None:
    texts = record(0, 0x0FA0, "wide-1\rü".encode("utf-16-le")) + record(0, 0x0FA8, b"narrow-2")
    texts += record(0, 0x0FBA, "named-3".encode("utf-16-le")) + record(3, 0xF00B, b"\1\2" + "alt-4".encode("utf-16-le"))
    for _ in range(50):
        texts = record(0xF, 1000, texts)
    flow = Flow()
    assert ppt.walk(texts, flow)
    assert told(flow)[0].split() == ["wide-1", "ü", "narrow-2", "named-3", "alt-4"]


def test_a_record_that_leaves_the_one_around_it_is_said_and_the_rest_is_searched() -> None:
    raw = record(0xF, 1000, record(0, 0x0FA8, b"narrow")[:-2]) + record(0, 0x0FA8, b"behind it")
    flow = Flow()
    assert not ppt.walk(raw, flow)
    assert "behind it" in told(flow)[0]


def test_a_stream_that_is_cut_is_not_whole() -> None:
    """The half that is there is told; the record that is cut is searched for words."""
    raw = b"".join(struct.pack("<HHI", 0, 0x0FA0, 40) + f"NHS number {n:09d}".encode("utf-16-le") for n in range(4))
    flow = Flow()
    assert not ppt.walk(raw[:-20], flow)
    assert told(flow)[0].count("NHS number") == 4


@given(st.binary(max_size=200))
def test_any_bytes_are_walked(raw: bytes) -> None:
    ppt.walk(raw, Flow())


def read(name: str) -> Summary:
    path = next((Path(os.environ["LEAKASSAY_FIELD_DATA"]) / "s11-tika-documents").rglob(name))
    raw = path.read_bytes()
    return read_all(ppt.read, in_memory(raw, own_bytes=len(raw)))


@pytest.mark.field
@field
def test_slides_notes_comments_and_properties_of_field_presentations_are_told() -> None:
    found = read("testPPT_various.ppt")
    for needle in ("Here is a text box", "Row 1 Col 1", "Subject is here", "Here is a list"):
        assert needle in found.text
    assert not found.gaps
    assert "ask you to add some content" in read("testPPT_comment.ppt").text  # a comment lies behind a tag


@pytest.mark.field
@field
def test_a_password_is_said() -> None:
    fault = read("testPPT_protected_passtika.ppt").fault
    assert fault is not None
    assert fault.outcome is Outcome.ENCRYPTED
