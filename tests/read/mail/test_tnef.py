"""TNEF streams (winmail.dat)."""

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.mail import tnef
from read.mail.outlook_files import NEEDLES, attribute, full
from read.reading import Summary, read_all, read_bytes

GOOD = full().tnef()
HEAD = b"\x78\x9f\x3e\x22\x01\0"


def told(raw: bytes) -> Summary:
    """What the reader says; the accounting must close."""
    found = read_bytes(tnef.read, raw)
    assert found.fault is not None or found.accounted == len(raw)
    return found


@pytest.mark.parametrize("needle", NEEDLES)
def test_every_place_that_can_hold_text_is_told(needle):
    assert needle in told(GOOD).text


def test_attachments_are_a_gap_until_an_opener_takes_them():
    assert [(gap.reason, gap.bytes) for gap in told(GOOD).gaps] == [(Reason.NO_READER, 15)]
    assert read_all(tnef.read, in_memory(GOOD, own_bytes=len(GOOD) - 15)).gaps == []


def test_old_attributes_are_told_too():
    raw = HEAD + attribute(1, 0x00018004, b"needle-subject\0") + attribute(1, 0x0002800C, b"needle-body\0")
    raw += attribute(1, 0x00008000, b"\4\0\x20\0\x0b\0\x18\0Ann Tester\0SMTP:ann@example.org\0")
    raw += attribute(1, 0x00038005, struct.pack("<7H", 2024, 6, 3, 9, 0, 0, 1))
    found = told(raw)
    assert all(word in found.text for word in ("needle-subject", "needle-body", "Ann Tester", "ann@example.org"))
    assert ("date", "2024-06-03 09:00") in {(one.name, one.value) for one in found.properties}


def test_a_wrong_sum_is_a_gap_and_the_text_is_told():
    raw = HEAD + attribute(1, 0x0002800C, b"needle-body\0")
    found = told(raw.replace(b"needle", b"noodle"))
    assert (found.reasons, "noodle-body" in found.text) == ({Reason.BAD_CHECKSUM}, True)


def test_a_stream_that_is_cut_tells_what_there_is():
    raw = HEAD + attribute(1, 0x00018004, b"subject\0") + attribute(1, 0x0002800C, b"needle-body and more\0")
    found = told(raw[:-9])
    assert "needle-body" in found.text
    assert Reason.TRUNCATED in found.reasons


@pytest.mark.parametrize("raw", [b"", b"\x78\x9f\x3e", b"MZ" * 90])
def test_what_is_no_tnef_is_malformed(raw):
    assert told(raw).fault.reason is Reason.MALFORMED


@given(st.integers(0, len(GOOD)), st.binary(min_size=1, max_size=12), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_damage_is_accounted_for(at, patch, is_cut):
    told(GOOD[:at] if is_cut else GOOD[:at] + patch + GOOD[at + len(patch) :])


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_behind_the_signature_are_accounted_for(rest):
    told(HEAD + rest)


@pytest.mark.field
def test_the_stream_of_tika_is_read(field_data: Path):
    """A mail of Outlook 2010 with five attachments; the body is RTF alone."""
    found = told((field_data / "s11-tika-documents/microsoft/testWINMAIL.dat").read_bytes())
    assert "These are five files." in found.text
    assert ("subject", "This is a test message") in {(one.name, one.value) for one in found.properties}


def test_an_attribute_that_there_is_not_is_a_doubt():
    """Found by mutation: one bit in its tag, and the message was nobody's."""
    raw = HEAD + attribute(1, 0x0002800C, b"needle-body\0")
    assert told(raw).gaps == []
    for level, tag in ((1, 0x00069403), (1, 0x00069002), (2, 0x00069402)):
        assert Reason.MALFORMED in told(raw + attribute(level, tag, b"lost\0")).reasons
