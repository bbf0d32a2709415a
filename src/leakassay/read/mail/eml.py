"""A mail file (eml): headers, text and HTML bodies. Its attachments are members of their own, read elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.model.batch import Batch, Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.mail import dkim
from leakassay.read.mail.message import MAX_MAIL, parse, parts, readings


def read(item: OpenItem) -> Iterator[Reading]:
    """Yield properties and TEXT batches of the mail.

    Where no opener has taken the attachments (`own_bytes` not set) they are a Gap.

    Raises:
        ItemError: not a mail (malformed), nothing in it (no_text), larger than 96 MiB (limit_size).
    """
    raw = item.content(MAX_MAIL)
    message = parse(raw)
    yield from dkim.properties(raw, item.settings.get("dkim_keys"))
    is_anything = False
    lost = 0
    for reading in readings(message):
        is_anything = is_anything or isinstance(reading, Batch)
        lost += reading.bytes if isinstance(reading, Gap) else 0
        yield reading
    if not is_anything:
        raise ItemError(Reason.NO_TEXT)
    attached = sum(part.encoded_bytes for part in parts(message) if not part.is_body) if item.own_bytes < 0 else 0
    attached = max(0, min(attached, item.own - lost))
    if attached:
        yield Gap(Reason.NO_READER, attached, part="attachments")
    yield Covered(max(0, item.own - attached - lost))
