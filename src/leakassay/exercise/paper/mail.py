"""Mails between a laboratory and its clients: a body that names a patient, an extract and a report attached."""

from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import SECRETARIES, day_first, one_row_each, spaced

SHOWN = frozenset({"nhs_number", "surname", "forename", "date_of_birth"})
_TYPES = {"csv": ("text", "csv"), "pdf": ("application", "pdf")}


def mail(name: str, rows: pa.Table, house: House, attachments: Sequence[Document]) -> Document:
    """Returns a mail about the first person of `rows`; the attachments bring records of their own."""
    person = one_row_each(rows).slice(0, 1)
    row = person.to_pylist()[0]
    secretary = SECRETARIES[len(name) % len(SECRETARIES)]
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{secretary} <{secretary.replace(' ', '.').lower()}@{house.email_domain}>"
    message["To"] = f"results@{row['controller'].lower()}.test"
    message["Subject"] = f"Results outstanding {row['specimen_id']}"
    message["Date"] = "Mon, 03 Jun 2024 08:15:00 +0100"
    message["Message-ID"] = f"<{row['specimen_id']}.{row['requester_code']}@{house.host.lower()}.{house.email_domain}>"
    message.set_content(
        f"Dear team,\n\nplease see attached for {row['forename']} {row['surname']},\n"
        f"born {day_first(row['date_of_birth'])}, NHS number {spaced(row['nhs_number'])}.\n\n"
        f"Kind regards\n{secretary}\n",
        cte="quoted-printable",
    )
    for attachment in attachments:
        main, sub = _TYPES[attachment.format]
        short = attachment.name.rsplit("/", 1)[-1]
        message.add_attachment(attachment.data, maintype=main, subtype=sub, filename=short)
    if attachments:
        # the standard library draws boundaries at random; ours follows from the specimen
        message.set_boundary(f"=-{row['specimen_id']}-=")
    members = tuple(replace(document, name=document.name.rsplit("/", 1)[-1]) for document in attachments)
    return Document(name, "eml", message.as_bytes(), person, SHOWN, has_events=False, members=members)
