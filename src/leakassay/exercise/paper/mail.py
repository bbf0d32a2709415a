"""Mails between a laboratory and its clients: a body that names a patient, an extract and a report attached."""

import datetime as dt
import html
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import Letter, composed, located, one_row_each
from leakassay.exercise.paper.wording import Wording, wordings

TYPES = {
    "csv": ("text", "csv"), "pdf": ("application", "pdf"), "rtf": ("application", "rtf"), "zip": ("application", "zip"),
    "xls": ("application", "vnd.ms-excel"), "docx": ("application", "msword"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "jpeg": ("image", "jpeg"), "tiff": ("image", "tiff"), "hl7v2": ("application", "octet-stream"),
}  # fmt: skip
"""Main and sub type of attachments by format; a Word file comes under the old type, as many mailers still send it."""
_OTHER = ("application", "octet-stream")


@dataclass(frozen=True)
class Mail:
    """A mail before it is put into a file.

    Attributes:
        body: text with lines ending in a line feed.
        sent: when, in UTC.
        letter: its wording and the record of its person.
    """

    sender: str
    sender_address: str
    recipient: str
    subject: str
    body: str
    sent: dt.datetime
    message_id: str
    received: str
    letter: Letter

    @property
    def people(self) -> pa.Table:
        """The record of the person, with its locator."""
        return located(self.letter.people, "message", [0])


def mail(name: str, rows: pa.Table, house: House, attachments: Sequence[Document], *, tells: bool = False) -> Document:
    """Returns a mail about the first person of `rows`; the attachments bring records of their own.

    `tells` is whether the body says what became of the person's first test.
    """
    said = written(rows, house, tells=tells)
    message = EmailMessage(policy=SMTP)
    message["Received"] = said.received
    message["From"] = f"{said.sender} <{said.sender_address}>"
    message["To"] = said.recipient
    message["Subject"] = said.subject
    message["Date"] = format_datetime(said.sent)
    message["Message-ID"] = said.message_id
    message["X-Mailer"] = "Microsoft Outlook 16.0"
    message.set_content(said.body, cte="quoted-printable")
    if said.sent.day % 3 == 0:
        lines = "<br>\n".join(html.escape(line) for line in said.body.splitlines())
        message.add_alternative(f"<html><body><p>{lines}</p></body></html>\n", subtype="html", cte="quoted-printable")
    for attachment in attachments:
        main, sub = TYPES.get(attachment.format, _OTHER)
        message.add_attachment(attachment.data, maintype=main, subtype=sub, filename=short(attachment.name))
    _bound(message, said.message_id)
    return Document(
        name, "eml", message.as_bytes(), said.people, said.letter.wording.shows, tells, "message", members(attachments),
    )  # fmt: skip


def written(rows: pa.Table, house: House, *, tells: bool) -> Mail:
    """Returns the mail about the first person of `rows`; the same specimen always gives the same mail."""
    row = one_row_each(rows).slice(0, 1).to_pylist()[0]
    letter = composed(rows.filter(pa.compute.equal(rows["record"], row["record"])), house, 1, _fitting(row, tells))
    secretary, host = letter.typed_by, house.host.lower()
    sent = dt.datetime.fromisoformat(row["reported_at"]).replace(tzinfo=dt.UTC)
    draw = zlib.crc32(row["specimen_id"].encode("utf-8"))
    subject, *body = letter.paragraphs
    return Mail(
        secretary, f"{secretary.replace(' ', '.').lower()}@{house.email_domain}",
        f"results@{row['controller'].lower()}.test", subject, "\n".join(body) + "\n", sent,
        # a specimen number or a client in the header would be told
        f"<{draw:08x}.{sent:%Y%m%d}@{host}.{house.email_domain}>",
        f"from {host}.{house.email_domain} ([192.0.2.{draw % 250 + 1}]) by mx1.{house.email_domain}; "
        + format_datetime(sent),
        letter,
    )  # fmt: skip


def members(attachments: Sequence[Document]) -> tuple[Document, ...]:
    """Returns the attachments under the short names that they bear in a mail."""
    return tuple(replace(document, name=short(document.name)) for document in attachments)


def short(path: str) -> str:
    """Returns the last component of a path."""
    return path.rsplit("/", 1)[-1]


def _fitting(row: dict[str, str], tells: bool) -> list[Wording]:
    return [one for one in wordings("mails") if (one.tells != "nothing") == tells and one.fits(row, 1)]


def _bound(message: EmailMessage, message_id: str) -> None:
    """The standard library draws boundaries at random; ours follow from the message."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{message_id[1:18]}=")
