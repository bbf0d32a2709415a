"""Mailboxes open with the standard library's mailbox, and message n of the key is message n of the file."""

import mailbox
from dataclasses import replace
from pathlib import Path

import pytest

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.delimited import Layout, extract
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.mail import mail
from leakassay.exercise.paper.mbox import mailbox as box


def mails(estate: Estate, count: int, *, tells: bool = False) -> list[Document]:
    attached = [extract("out/results.csv", estate, (0, 1), Layout())]
    return [
        mail("x", records(estate, at, at + 1), OURS, attached if at % 2 else [], tells=tells) for at in range(count)
    ]


def read(document: Document, folder: Path) -> list[mailbox.mboxMessage]:
    (folder / "x.mbox").write_bytes(document.data)
    return list(mailbox.mbox(folder / "x.mbox"))


@pytest.mark.parametrize("tells", [False, True])
def test_every_message_is_about_its_person(estate: Estate, tmp_path: Path, tells: bool):
    document = box("x.mbox", mails(estate, 12, tells=tells))
    messages = read(document, tmp_path)
    assert document.records is not None
    rows = document.records.to_pylist()
    assert len(messages) == len(rows) == 12
    for number, (message, row) in enumerate(zip(messages, rows, strict=True)):
        bodies = [part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/plain"]
        assert row["surname"].casefold() in bodies[0].decode().casefold()
        assert (row["record"], row["locator"]) == (number, f"message {number + 1}")
    assert document.has_events == tells


def test_attachments_come_back_and_are_members(estate: Estate, tmp_path: Path):
    written = mails(estate, 4)
    document = box("x.mbox", written)
    names = [part.get_filename() for message in read(document, tmp_path) for part in message.walk()]
    assert [name for name in names if name] == ["results.csv", "results.csv"]
    assert [member.name for member in document.members] == ["message 2/results.csv", "message 4/results.csv"]


def test_a_line_that_begins_with_from_is_quoted(estate: Estate, tmp_path: Path):
    first, second = mails(estate, 2)
    trap = replace(first, data=first.data + b"From here on 10:00 nothing\r\n>From there\r\n")
    document = box("x.mbox", [trap, second])
    assert len(read(document, tmp_path)) == 2
    assert b"\n>From here on" in document.data
    assert b"\n>>From there" in document.data


def test_the_key_holds_no_value_that_only_another_message_shows(estate: Estate):
    written = mails(estate, 20)
    document = box("x.mbox", written)
    assert document.records is not None
    for mail_, row in zip(written, document.records.to_pylist(), strict=True):
        for column in document.shows - mail_.shows:
            assert row[column] == ""


def test_mails_with_and_without_events_do_not_share_a_mailbox(estate: Estate):
    with pytest.raises(ValueError, match="none of them"):
        box("x.mbox", [*mails(estate, 1), *mails(estate, 1, tells=True)])
