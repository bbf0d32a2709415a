"""Rich text: packages, compound files, links and pictures in it."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.ole_files import CSV, PDF, document, native
from custody.reading import opened
from leakassay.custody.openers import rtf as opener
from leakassay.model.outcomes import Outcome, Reason


def ole1(kind: int, data: bytes) -> bytes:
    """An object of OLE 1: version, kind, class, topic, item, data."""
    head = struct.pack("<II", 0x501, kind) + struct.pack("<I", 8) + b"Package\0" + bytes(8)
    return head + struct.pack("<I", len(data)) + data


def grouped(*objects: bytes) -> bytes:
    inner = b"".join(b"{\\object\\objemb{\\*\\objdata " + one.hex().encode() + b"}}" for one in objects)
    return b"{\\rtf1\\ansi Dear all" + inner + b"{\\pict\\pngblip " + b"\x89PNG\r\n\x1a\n".hex().encode() + b"}}"


COMPOUND = document()
GOOD = grouped(ole1(2, native("list.csv", CSV)[4:]), ole1(2, COMPOUND), ole1(2, PDF), ole1(1, b""))


def test_objects_and_pictures_come_in_order() -> None:
    found = opened(opener.members, GOOD)
    assert found.names == [b"list.csv", b"object2.ole", b"object3", b"link4", b"picture5.png"]
    assert [found.contents[at] for at in (0, 1, 2, 4)] == [CSV, COMPOUND, PDF, b"\x89PNG\r\n\x1a\n"]


def test_a_link_is_listed_and_not_followed() -> None:
    link = opened(opener.members, GOOD).members[3]
    assert (link.outcome, link.reason) == (Outcome.REFUSED, Reason.MISSING_MEDIA)


def test_packed_bytes_are_those_of_the_digits() -> None:
    assert opened(opener.members, GOOD).members[1].packed_bytes > 2 * len(COMPOUND)


def test_opening_can_be_resumed_in_the_middle() -> None:
    assert [member.index for member in opened(opener.members, GOOD, first=3).members] == [3, 4]


def test_an_object_without_a_known_head_is_given_as_it_is() -> None:
    found = opened(opener.members, grouped(b"short", b"\xff" * 40))
    assert [found.contents[0], found.contents[1]] == [b"short", b"\xff" * 40]


def test_a_truncated_object_gives_what_is_there_as_an_item_error() -> None:
    raw = grouped(ole1(2, native("list.csv", CSV)[4:]))
    found = opened(opener.members, raw[:8000])
    assert CSV.startswith(found.contents[0])
    assert found.faults[0].reason is Reason.TRUNCATED


def test_what_is_no_rich_text_is_malformed() -> None:
    fault = opened(opener.members, b"no rich text").fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=12), st.integers(0, len(GOOD)))
def test_mutated_texts_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    raw = bytearray(GOOD)
    for at, byte in changes:
        raw[at] = byte
    opened(opener.members, bytes(raw) if cut % 2 else bytes(raw[:cut]))


@pytest.mark.field
def test_a_sample_text_holds_objects_of_many_kinds(field_data: Path) -> None:
    raw = (field_data / "s11-tika-documents/microsoft/testRTFEmbeddedFiles.rtf").read_bytes()
    found = opened(opener.members, raw)
    assert (len(found.members), found.fault, found.faults) == (42, None, {})
    assert sum(not name.startswith(b"picture") for name in found.names) == 14
