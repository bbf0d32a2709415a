"""Compound files: messages and documents give what is embedded in them, whole, cut off or attacked."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.ole_files import CSV, PDF, attached_message, by_value, document, message, native, picture, pool
from custody.reading import opened
from leakassay.custody.openers import compound as opener
from leakassay.custody.openers.compound_file import MAGIC
from leakassay.exercise.paper.compound_file import Storage, Stream
from leakassay.model.outcomes import Reason

INNER = attached_message(1, "forwarded", by_value(0, "deep.csv", CSV))
MESSAGE = message(by_value(0, "Ärzte.csv", CSV), INNER, Stream("left behind", PDF))
DOCUMENT = document(
    pool(
        Storage("_1", (Stream("\x01Ole10Native", native("list.csv", CSV)), Stream("\x01Ole", bytes(20)))),
        Storage("_2", (Stream("CONTENTS", PDF), Stream("\x01CompObj", bytes(40)))),
        Storage("_3", (Stream("Workbook", b"\x09\x08" + bytes(5000)),)),
    ),
    Stream("Data", picture(0x6E0, 0xF01E, b"\x89PNG\r\n\x1a\n" + bytes(100))),
)


def test_a_message_gives_its_attachments_and_streams_that_no_message_has() -> None:
    found = opened(opener.members, MESSAGE)
    assert found.names == ["Ärzte.csv".encode(), b"forwarded.msg", b"left behind"]
    assert (found.contents[0], found.contents[2], found.faults, found.gaps) == (CSV, PDF, {}, [])


def test_a_message_attached_to_a_message_opens_in_turn() -> None:
    inner = opened(opener.members, MESSAGE).contents[1]
    assert inner.startswith(MAGIC)
    found = opened(opener.members, inner)
    assert (found.names, found.contents[0]) == ([b"deep.csv"], CSV)


def test_a_document_gives_packages_contents_documents_and_pictures() -> None:
    found = opened(opener.members, DOCUMENT)
    assert found.names == [
        b"ObjectPool/_1/list.csv",
        b"ObjectPool/_2/contents",
        b"ObjectPool/_3.xls",
        b"data/picture1.png",
    ]
    assert (found.contents[0], found.contents[1]) == (CSV, PDF)
    assert found.contents[2].startswith(MAGIC)
    assert found.contents[3].startswith(b"\x89PNG")


def test_packed_bytes_leave_the_document_its_own() -> None:
    assert 0 < sum(member.packed_bytes for member in opened(opener.members, DOCUMENT).members) < len(DOCUMENT) - 5000


def test_opening_can_be_resumed_in_the_middle() -> None:
    assert [member.index for member in opened(opener.members, DOCUMENT, first=2).members] == [2, 3]


def test_a_workbook_keeps_its_pictures_in_drawing_records() -> None:
    record = picture(0x46A, 0xF01D, b"\xff\xd8\xff" + bytes(3000))
    first, rest = record[:1000], record[1000:]
    said = ((0x809, bytes(16)), (0xEB, first), (0x3C, rest), (0x0A, b""))
    stream = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in said)
    book = document(Stream("Workbook", stream))
    found = opened(opener.members, book)
    assert (found.names, found.contents[0]) == ([b"pictures/picture1.jpg"], b"\xff\xd8\xff" + bytes(3000))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_message_gives_no_wrong_bytes(share: float) -> None:
    """What cannot be had is a fault or is missing; nothing comes back changed and sound."""
    found = opened(opener.members, MESSAGE[: int(len(MESSAGE) * share)])
    for member in found.members:
        if member.name.endswith(b".csv") and member.index not in found.faults and member.outcome is None:
            assert found.contents[member.index] == CSV


def test_what_is_no_compound_file_is_malformed() -> None:
    for hostile in (b"", MAGIC, MAGIC + bytes(504), MAGIC + os.urandom(2000)):
        fault = opened(opener.members, hostile).fault
        assert fault is not None
        assert fault.reason is Reason.MALFORMED


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(MESSAGE) - 1), st.integers(0, 255)), max_size=12), st.integers(0, 1))
def test_mutated_files_raise_nothing_but_item_errors(changes: list[tuple[int, int]], which: int) -> None:
    raw = bytearray((MESSAGE, DOCUMENT)[which])
    for at, byte in changes:
        raw[at % len(raw)] = byte
    opened(opener.members, bytes(raw))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=8))
def test_mutated_tables_and_directories_end(changes: list[tuple[int, int]]) -> None:
    """Header, table and directory hold the links that may run in circles."""
    raw = bytearray(MESSAGE)
    for at, byte in changes:
        raw[at if at < 512 else len(raw) - at] = byte
    opened(opener.members, bytes(raw))


FIELD = {
    "testMSG_att_doc.msg": 2,  # Tika's OutlookParserTest: two attachments
    "testMSG_att_msg.msg": 2,
    "test-outlook2003.msg": 11,
    "testWORD_embeded.doc": 9,
    "testEXCEL_embeded.xls": 5,
    "testPPT_embeded.ppt": 7,
    "testWORD_embedded_pdf.doc": 2,
    "testPPT_EmbeddedPDF.ppt": 5,
    "testWPSAttachment.doc": 18,
    "test_recursive_embedded.doc": 2,
}


@pytest.mark.field
@pytest.mark.parametrize("name", FIELD)
def test_the_sample_files_give_what_is_in_them(field_data: Path, name: str) -> None:
    found = opened(opener.members, (field_data / "s11-tika-documents/microsoft" / name).read_bytes())
    assert (len(found.members), found.fault, found.faults) == (FIELD[name], None, {})


@pytest.mark.field
def test_twelve_sample_messages_hold_fifteen_attachments(field_data: Path) -> None:
    folder = field_data / "s11-tika-documents/microsoft"
    counts = [len(opened(opener.members, path.read_bytes()).members) for path in sorted(folder.glob("*.msg"))]
    assert (len(counts), sum(counts)) == (12, 15)
