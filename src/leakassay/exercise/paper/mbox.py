"""A mailbox in one file (mbox, the variety "mboxrd"): mails one behind the other, each begun by a `From ` line."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import located

_QUOTED = re.compile(rb"^(>*From )", re.MULTILINE)
_ADDRESS = re.compile(rb"^From: .*<([^>]+)>", re.MULTILINE)
_DAY = b"Mon Jun 03 08:00:00 2024"


def mailbox(name: str, mails: Sequence[Document]) -> Document:
    """Returns the mails (at least one) in one file; the first person stands in message 1.

    Raises:
        ValueError: some of the mails tell of tests and some do not, which one item of the key cannot say.
    """
    if len({one.has_events for one in mails}) != 1:
        raise ValueError("mails of one mailbox must all tell of tests, or none of them")
    shows = frozenset.union(*(one.shows for one in mails))
    tables = [_numbered(one, number, shows) for number, one in enumerate(mails)]
    members = tuple(
        replace(member, name=f"message {number}/{member.name}")
        for number, one in enumerate(mails, 1)
        for member in one.members
    )
    data = b"".join(_framed(one.data) for one in mails)
    return Document(name, "mbox", data, pa.concat_tables(tables), shows, mails[0].has_events, "message", members)


def _framed(data: bytes) -> bytes:
    lines = data.replace(b"\r\n", b"\n")
    sender = _ADDRESS.search(lines)
    address = sender[1] if sender else b"MAILER-DAEMON"
    return b"From " + address + b" " + _DAY + b"\n" + _QUOTED.sub(rb">\1", lines).rstrip(b"\n") + b"\n\n"


def _numbered(mail: Document, number: int, shows: frozenset[str]) -> pa.Table:
    """Returns the record of a mail as that of message `number`; what only other mails show is left out."""
    rows = mail.records
    assert rows is not None  # noqa: S101  a mail names a person; this narrows the type
    for column in sorted(shows - mail.shows):
        rows = rows.set_column(rows.column_names.index(column), column, pa.array([""] * rows.num_rows, pa.string()))
    rows = rows.set_column(0, "record", pa.array([number] * rows.num_rows, pa.int64()))
    return located(rows.drop_columns(["locator"]), "message", [number] * rows.num_rows)
