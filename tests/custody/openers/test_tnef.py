"""TNEF streams: attachments with all their names, checked sums, messages inside."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.ole_files import CSV, PDF
from custody.reading import opened
from leakassay.custody.openers import tnef as opener
from leakassay.model.outcomes import Outcome, Reason

BEGIN, TITLE, DATA, PROPERTIES, BODY = 0x00069002, 0x00018010, 0x0006800F, 0x00069005, 0x0002800C


def attribute(level: int, tag: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def mapi(*values: bytes) -> bytes:
    return struct.pack("<I", len(values)) + b"".join(values)


def variable(tag: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<HHII", kind, tag, 1, len(data)) + data + bytes(-len(data) % 4)


def attachment(name: str, data: bytes) -> bytes:
    said = mapi(struct.pack("<HHI", 3, 0x3705, 1), variable(0x3707, 0x1F, name.encode("utf-16-le") + b"\0\0"))
    return (
        attribute(2, BEGIN, bytes(14)) + attribute(2, TITLE, b"SHORT~1.CSV\0") + attribute(2, DATA, data)
        + attribute(2, PROPERTIES, said)
    )  # fmt: skip


def stream(*parts: bytes) -> bytes:
    return opener.SIGNATURE + b"\x01\0" + attribute(1, BODY, b"the body") + b"".join(parts)


INNER = stream(attachment("deep.csv", CSV))
MESSAGE = attribute(2, BEGIN, bytes(14)) + attribute(
    2, PROPERTIES, mapi(variable(0x3001, 0x1E, b"forwarded\0"), variable(0x3701, 0x0D, bytes(16) + INNER))
)
GOOD = stream(attachment("Ergebnisse für Zoë.csv", CSV), attachment("b.pdf", PDF), MESSAGE)


def test_attachments_come_with_their_long_names() -> None:
    found = opened(opener.members, GOOD)
    assert found.names == ["Ergebnisse für Zoë.csv".encode(), b"b.pdf", b"forwarded.dat"]
    assert (found.contents[0], found.contents[1], found.faults, found.gaps) == (CSV, PDF, {}, [])


def test_a_message_inside_opens_in_turn() -> None:
    inner = opened(opener.members, GOOD).contents[2]
    found = opened(opener.members, inner)
    assert (found.names, found.contents[0]) == ([b"deep.csv"], CSV)


def test_opening_can_be_resumed_in_the_middle() -> None:
    assert [member.index for member in opened(opener.members, GOOD, first=1).members] == [1, 2]


def test_without_a_long_name_the_short_one_serves_and_without_bytes_it_is_listed() -> None:
    bare = stream(attribute(2, BEGIN, bytes(14)) + attribute(2, TITLE, b"C:\\X\\SHORT.TXT\0"))
    (member,) = opened(opener.members, bare).members
    assert (member.name, member.outcome, member.reason) == (b"SHORT.TXT", Outcome.REFUSED, Reason.MISSING_MEDIA)


def test_bytes_that_do_not_match_their_sum_are_an_item_error() -> None:
    at = GOOD.index(CSV)
    found = opened(opener.members, GOOD[:at] + b"X" + GOOD[at + 1 :])
    assert found.faults[0].reason is Reason.BAD_CHECKSUM
    assert found.contents[1] == PDF


@pytest.mark.parametrize("share", [0.3, 0.8])
def test_a_truncated_stream_gives_what_is_there_and_a_gap(share: float) -> None:
    found = opened(opener.members, GOOD[: int(len(GOOD) * share)])
    assert [gap.reason for gap in found.gaps] == [Reason.TRUNCATED]
    assert CSV.startswith(found.contents[0])


def test_what_is_no_tnef_is_malformed() -> None:
    fault = opened(opener.members, b"no tnef").fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED


names = st.text(st.characters(exclude_characters="\0/\\", exclude_categories=["Cs"]), min_size=1, max_size=30)
files = st.lists(st.tuples(names, st.binary(max_size=200)), max_size=5)


@given(files)
def test_every_list_of_files_comes_back(said: list[tuple[str, bytes]]) -> None:
    found = opened(opener.members, stream(*(attachment(name, data) for name, data in said)))
    assert [name.decode() for name in found.names] == [name for name, _ in said]
    assert list(found.contents.values()) == [data for _, data in said]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=12), st.integers(0, len(GOOD)))
def test_mutated_streams_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    raw = bytearray(GOOD)
    for at, byte in changes:
        raw[at] = byte
    opened(opener.members, bytes(raw) if cut % 2 else bytes(raw[:cut]))


@pytest.mark.field
def test_a_real_winmail_holds_five_files(field_data: Path) -> None:
    """Tika's TNEFParserTest names them."""
    found = opened(opener.members, (field_data / "s11-tika-documents/microsoft/testWINMAIL.dat").read_bytes())
    assert found.names == [b"quick.doc", b"quick.html", b"quick.pdf", b"quick.txt", b"quick.xml"]
    assert (found.fault, found.faults) == (None, {})
