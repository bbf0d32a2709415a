"""Mailboxes in one file."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Batch, Covered, Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem, in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.mail import mbox

FIRST = b"From ann@example.org Mon Jan 02 10:00:00 2023\nSubject: one\n\nbody one\n>From the start\n\n"
SECOND = b"From - Tue Jan 03 10:00:00 2023\r\nSubject: two\r\n\r\nFrom here on nothing\r\n"


def readings(item: OpenItem) -> list[object]:
    """What the reader says; the accounting must close."""
    found = list(mbox.read(item))
    assert sum(reading.bytes for reading in found if isinstance(reading, Covered | Gap)) == item.size
    return found


def test_each_mail_is_read_under_its_number():
    """A body line that begins with From is no separator."""
    batches = [reading for reading in readings(in_memory(FIRST + SECOND)) if isinstance(reading, Batch)]
    assert [batch.part for batch in batches] == ["mail 1/headers", "mail 1/body 1", "mail 2/headers", "mail 2/body 1"]


def test_a_truncated_mailbox_gives_what_is_there():
    """Cut inside the second mail."""
    batches = [reading for reading in readings(in_memory((FIRST + SECOND)[:-20])) if isinstance(reading, Batch)]
    assert len(batches) == 4


def test_attachments_are_a_gap():
    """Where no opener took them out of the mailbox."""
    attached = FIRST + SECOND.replace(b"\r\n\r\n", b"\r\nContent-Type: image/gif\r\n\r\n")
    assert [r.reason for r in readings(in_memory(attached)) if isinstance(r, Gap)] == [Reason.NO_READER]


def test_attachments_that_an_opener_took_are_no_gap():
    """They are items of their own."""
    attached = FIRST + SECOND.replace(b"\r\n\r\n", b"\r\nContent-Type: image/gif\r\n\r\n")
    item = in_memory(attached, own_bytes=len(attached) - 20)
    found = list(mbox.read(item))
    assert not [reading for reading in found if isinstance(reading, Gap)]
    assert sum(reading.bytes for reading in found if isinstance(reading, Covered)) == item.own


def test_separators_across_chunk_borders_are_found():
    """A mailbox of 3 MB."""
    raw = (FIRST + b"x" * 997 + b"\n" + SECOND) * 1500
    assert len(list(mbox.mails_of(in_memory(raw)))) == 3000
    assert b"".join(mbox.mails_of(in_memory(raw))) == raw


def test_bytes_without_a_mail_are_malformed():
    """Not one header."""
    with pytest.raises(ItemError) as caught:
        readings(in_memory(b"From nobody"))
    assert caught.value.reason is Reason.MALFORMED


@given(st.lists(st.sampled_from([FIRST, SECOND, b"From ", b"\n", b"x: y\n"]) | st.binary(max_size=20)))
@settings(deadline=None)
def test_any_bytes_are_accounted_for(pieces):
    """Only ItemError, and the sum holds."""
    said = None
    try:
        readings(in_memory(b"".join(pieces)))
    except ItemError as error:
        said = error.reason
    assert said is None or said is Reason.MALFORMED


@pytest.mark.field
def test_the_mailboxes_of_tika_are_read(field_data: Path):
    """Every file named mbox gives mails."""
    paths = sorted((field_data / "s11-tika-documents").rglob("*.mbox"))
    assert paths
    for path in paths:
        assert any(isinstance(reading, Batch) for reading in readings(in_memory(path.read_bytes())))


def test_what_stands_in_a_separator_or_a_date_by_mistake_is_searched():
    """A line break was lost: the words of the mail are part of a line for machines."""
    for raw in (
        b"From a@example.org Mon Jan 02 10:00:00 2023 Ann Mouse, 999 000 0018\nSubject: one\n\n",
        b"From a@example.org Mon Jan 02 10:00:00 2023\nDate: Mon, 02 Jan 2023 10:00\x7f Ann Mouse, 999 000 0018\n\n",
    ):
        batches = [reading for reading in readings(in_memory(raw)) if isinstance(reading, Batch)]
        assert any("999 000 0018" in text for batch in batches for text in batch.data.column("text").to_pylist()), raw
