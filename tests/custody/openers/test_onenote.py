"""Files in notes."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custody.ole_files import CSV, PDF
from custody.reading import opened
from leakassay.custody.openers import onenote as opener
from leakassay.model.outcomes import Reason

HEAD = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")


def stored(data: bytes) -> bytes:
    return HEAD + struct.pack("<Q12x", len(data)) + data + bytes(7)


GOOD = b"\xe4\x52\x5c\x7b" + bytes(1000) + stored(PDF) + b"notes" * 99 + stored(CSV) + bytes(100)


def test_files_are_found_by_the_mark_before_them() -> None:
    found = opened(opener.members, GOOD)
    assert (found.names, list(found.contents.values())) == ([b"file1", b"file2"], [PDF, CSV])
    assert [member.index for member in opened(opener.members, GOOD, first=1).members] == [1]


def test_a_truncated_file_gives_what_is_there_as_an_item_error() -> None:
    found = opened(opener.members, GOOD[:-2000])
    assert CSV.startswith(found.contents[1])
    assert found.faults[1].reason is Reason.TRUNCATED


def test_a_mark_over_the_border_of_two_reads_is_found() -> None:
    raw = bytes((1 << 20) - 9) + stored(PDF)
    assert opened(opener.members, raw).contents[0] == PDF


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_hostile_lengths_end(before: bytes, behind: bytes) -> None:
    opened(opener.members, before + HEAD + behind + HEAD)


@pytest.mark.field
def test_a_sample_note_holds_a_word_document(field_data: Path) -> None:
    raw = (field_data / "s11-tika-documents/microsoft/testOneNoteEmbeddedWordDoc.one").read_bytes()
    assert any(content.startswith(b"PK") for content in opened(opener.members, raw).contents.values())
