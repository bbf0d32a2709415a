"""Mailboxes: attachments of every mail, cut as the reader cuts."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.ole_files import CSV
from custody.openers.test_eml import GOOD as MAIL
from custody.reading import opened
from leakassay.custody.openers import mbox as opener
from leakassay.model.item import OpenItem, in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.mail import mbox as reader

LINE = b"From ann@example.test Mon Jan 02 10:00:00 2023\n"
PLAIN = b"Subject: nothing attached\n\n>From the start\nFrom here on nothing\n\n"
GOOD = LINE + MAIL + b"\n" + LINE + PLAIN + LINE + MAIL + b"\n"


def test_attachments_bear_the_number_of_their_mail() -> None:
    found = opened(opener.members, GOOD)
    assert found.names == [
        f"mail {mail}/{name}".encode()
        for mail, names in ((1, ("Ergebnisse für Zoë.csv", "note.txt", "part3.eml")),
                            (3, ("Ergebnisse für Zoë.csv", "note.txt", "part6.eml")))
        for name in names
    ]  # fmt: skip
    assert found.contents[3].startswith(CSV[:100])


def test_opening_can_be_resumed_in_the_middle() -> None:
    whole = opened(opener.members, GOOD)
    rest = opened(opener.members, GOOD, first=4)
    assert [member.index for member in rest.members] == [4, 5]
    assert rest.contents[5] == whole.contents[5]


def test_what_is_taken_as_members_and_what_the_reader_covers_add_up() -> None:
    taken = sum(member.packed_bytes for member in opened(opener.members, GOOD).members)
    item = in_memory(GOOD, own_bytes=len(GOOD) - taken)
    said = list(reader.read(item))
    assert sum(one.bytes for one in said if isinstance(one, reader.Covered)) == item.own
    assert not [one for one in said if isinstance(one, reader.Gap)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([LINE, PLAIN, MAIL, b"\n", b"From \n", b"From x 1:11\nno", b"\r\n"]), max_size=12))
def test_mails_are_cut_where_the_reader_cuts_them(pieces: list[bytes]) -> None:
    """Both rooms have the pattern; numbers in names and in records must agree."""
    item = in_memory(b"".join(pieces))
    whole = b"".join(pieces)
    cuts = [found.start() for found in reader.FROM_LINE.finditer(whole) if found.start()]
    expected = [whole[start:stop] for start, stop in itertools.pairwise([0, *cuts, len(whole)])] if whole else []
    assert list(opener.mails_of(item)) == list(reader.mails_of(item)) == expected
    os.close(item.fd)


def test_a_separator_over_the_border_of_two_reads_is_found() -> None:
    filler = LINE + b"Subject: long\n\n" + b"x" * ((1 << 20) - len(LINE) - 15 - 20) + b"\n"
    assert opened(opener.members, filler + GOOD).names[0].startswith(b"mail 2/")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_mailbox_gives_what_is_there(share: float) -> None:
    found = opened(opener.members, GOOD[: int(len(GOOD) * share)])
    assert found.fault is None
    assert found.names[:1] == ["mail 1/Ergebnisse für Zoë.csv".encode()]


def test_a_hostile_mail_is_a_gap_without_bytes_and_the_next_is_opened() -> None:
    deep = b"MIME-Version: 1.0\n"
    for depth in range(2000):
        deep += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (depth, depth)
    found = opened(opener.members, LINE + deep + b"\n" + LINE + MAIL)
    assert [(gap.reason, gap.bytes) for gap in found.gaps] == [(Reason.LIMIT_DEPTH, 0)]
    assert len(found.members) == 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=15))
def test_mutated_mailboxes_raise_nothing_but_item_errors(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(GOOD)
    for at, byte in changes:
        raw[at] = byte
    opened(opener.members, bytes(raw))


@pytest.mark.field
def test_every_sample_mailbox_opens(field_data: Path) -> None:
    for path in sorted((field_data / "s11-tika-documents/mail").glob("*.mbox")):
        item: OpenItem = in_memory(path.read_bytes())
        assert opened(opener.members, path.read_bytes()).fault is None
        assert len(list(opener.mails_of(item))) >= 1
