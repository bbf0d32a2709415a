"""Outlook message files."""

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oxmsg import Message as OtherMessage

from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.mail import msg
from leakassay.read.mail.header import plain
from read.mail.outlook_files import NEEDLES, Message, full, text
from read.reading import Summary, read_all, read_bytes

GOOD = full().msg()


def told(raw: bytes) -> Summary:
    """What the reader says; the accounting must close."""
    found = read_bytes(msg.read, raw)
    assert found.fault is not None or found.accounted == len(raw)
    return found


@pytest.mark.parametrize("needle", NEEDLES)
def test_every_place_that_can_hold_text_is_told(needle):
    """Known, unknown and named properties, people, bodies, one-off addresses."""
    assert needle in told(GOOD).text


def test_properties_bear_the_names_that_a_mail_file_gives_them():
    found = {(one.name, one.value) for one in told(GOOD).properties}
    assert found >= {
        ("subject", "needle-subject"), ("sender", "Ann Tester <ann@example.org>"), ("to", "Bob <bob@example.org>"),
        ("bcc", "needle-blind <blind@example.org>"), ("message_id", "<1@example.org>"), ("date", "2024-06-03 09:00"),
        ("received_host", "needle-host.example"), ("message_class", "IPM.Contact"),
    }  # fmt: skip


def test_attachments_are_a_gap_until_an_opener_takes_them():
    gaps = told(GOOD).gaps
    assert [(gap.reason, gap.bytes) for gap in gaps] == [(Reason.NO_READER, 15)]
    assert read_all(msg.read, in_memory(GOOD, own_bytes=len(GOOD) - 15)).gaps == []


def test_a_body_that_says_nothing_new_is_told_once():
    raw = Message([text(0x1000, "one line\r\nanother"), (0x1013, 0x102, b"<p>one line<p>another")]).msg()
    assert [batch.part for batch in told(raw).batches] == ["body html"]


def test_what_the_list_states_and_no_stream_holds_is_a_gap():
    """The name of a stream is damaged: its text is told, and that something is wrong."""
    stream = "__substg1.0_1000001F".encode("utf-16-le")
    raw = GOOD.replace(stream, "__substg1.0_1000001X".encode("utf-16-le"))
    assert Reason.SOME_PARTS_FAILED in told(raw).reasons


def test_a_stream_that_is_shorter_than_the_list_states_is_a_gap():
    raw = Message([text(0x1000, "body")]).msg()
    raw = raw.replace(struct.pack("<HHII", 0x1F, 0x1000, 6, 10), struct.pack("<HHII", 0x1F, 0x1000, 6, 90))
    assert Reason.TRUNCATED in told(raw).reasons


@pytest.mark.parametrize("raw", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), GOOD[:600]])
def test_broken_files_are_malformed(raw):
    assert told(raw).fault.reason is Reason.MALFORMED


def test_a_message_of_nothing_is_never_read():
    assert told(Message([(0x0017, 3, bytes(4))]).msg()).fault.reason is Reason.NO_TEXT


@given(st.integers(0, len(GOOD)), st.binary(min_size=1, max_size=12), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_damage_is_accounted_for(at, patch, is_cut):
    raw = GOOD[:at] if is_cut else GOOD[:at] + patch + GOOD[at + len(patch) :]
    told(raw)


def test_a_storage_that_nobody_knows_is_a_gap():
    """Found by mutation: an attachment whose name had lost a letter was nobody's."""
    name = "__attach_version1.0_#".encode("utf-16-le")
    assert name in GOOD
    found = told(GOOD.replace(name, "__attaxh_version1.0_#".encode("utf-16-le")))
    assert Reason.MALFORMED in {gap.reason for gap in found.gaps}


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_file_that_is_cut_is_never_whole(share):
    found = told(GOOD[: int(len(GOOD) * share)])
    assert found.fault is not None or found.gaps


@pytest.mark.field
def test_the_messages_of_tika_are_read_as_another_library_reads_them(field_data: Path):
    """12 messages: subject, sender and plain body by python-oxmsg stand in what is told."""
    paths = sorted((field_data / "s11-tika-documents").rglob("*.msg"))
    assert len(paths) == 12
    for path in paths:
        found = told(path.read_bytes())
        assert found.fault is None
        if "chinese" in path.name:  # in a code page that the other library does not know
            assert "雲林縣總工會" in found.text
            continue
        other = OtherMessage.load(str(path))
        assert {gap.reason for gap in found.gaps} <= {Reason.NO_READER}, path.name
        words = (
            plain(f"{other.subject or ''} {other.sender or ''} {other.body or ''}")
            .replace("\0", "")
            .replace('"', "")
            .split()
        )
        held = "".join(found.text.split())
        lost = [word for word in words if word not in held]
        assert len(lost) <= len(words) // 100, (path.name, lost[:9])
