"""A mailbox in one file (mbox): mails one behind the other, each begun by a `From ` line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.mail import dkim, header
from leakassay.read.mail.message import MAX_MAIL, parse, parts, readings, text_of

FROM_LINE = re.compile(rb"(?:(?<=\n)|\A)From [^\r\n]{1,200}\d:\d\d[^\r\n]{0,60}\r?\n(?=>From |[!-9;-~]{1,80}:|\r?\n)")
"""A separator: `From ` at the start of a line, a time of day in it, and a header or an empty line behind it."""

_ENVELOPE = re.compile(
    rb"\d:\d\d(?::\d\d)?(?: [A-Z]{2,5}| [+-]\d{4})?(?: \d{4})?(?: [A-Z]{2,5}| [+-]\d{4})?[ \t]*\r?\n$"
)
"""How a separator ends: the time of day, the year and a zone in either order."""

_QUOTED = re.compile(rb"^>(>*)From ", re.MULTILINE)

LOOK_BACK = 512
"""Bytes of the end of a window that may hold the beginning of a separator."""


def read(item: OpenItem) -> Iterator[Reading]:
    """Yield the readings of each mail, its parts named "mail 1/body 1.2".

    Attachments belong to the opener; where there was none (`own_bytes` not set) they are a Gap.

    Raises:
        ItemError: no mail in it (malformed).
    """
    size = item.own if item.is_whole else item.end - item.offset
    gaps = mails = 0
    for number, raw in enumerate(mails_of(item), 1):
        lost = 0
        try:
            for reading in _mail(raw, number, item.settings.get("dkim_keys"), is_opened=item.own_bytes >= 0):
                if isinstance(reading, Gap):
                    lost += reading.bytes
                mails += isinstance(reading, Batch)
                yield reading
        except ItemError as error:
            lost = len(raw)
            yield Gap(error.reason, lost, part=f"mail {number}")
        gaps += lost
    if not mails:
        raise ItemError(Reason.MALFORMED)
    yield Covered(max(0, size - gaps))


def mails_of(item: OpenItem) -> Iterator[bytes]:
    """Bytes of each mail with its From line; a mail above 96 MiB comes in pieces."""
    held = b""
    for chunk in item.chunks():
        seen = max(1, len(held) - LOOK_BACK)
        held += chunk
        start = 0
        for border in _borders(held, seen):
            yield held[start:border]
            start = border
        held = held[start:]
        if len(held) > MAX_MAIL:
            yield held
            held = b""
    if held:
        yield held


def _borders(held: bytes, seen: int) -> Iterator[int]:
    """Offsets of separators from `seen` on; their first word is looked for first, which is many times faster."""
    at = held.find(b"\nFrom ", seen - 1)
    while at >= 0:
        found = FROM_LINE.match(held, at + 1)
        if found:
            yield at + 1
        at = held.find(b"\nFrom ", found.end() - 1 if found else at + 1)


def _envelope(line: bytes) -> str:
    """The separator without its first word: envelope sender and date."""
    return header.decoded(line, "").removeprefix("From ").strip()


def _signatures(mail: bytes, keys: object, part: str) -> Iterator[Property]:
    """What became of signatures, of the mail as it was before a mailbox took it: no quoted From lines, no last line."""
    whole = mail.removesuffix(b"\n").removesuffix(b"\r")
    yield from dkim.properties(_QUOTED.sub(rb"\1From ", whole), keys, part)


def _mail(raw: bytes, number: int, keys: object, *, is_opened: bool) -> Iterator[Reading]:
    """Readings of one mail, and the Gap of its attachments where no opener took them."""
    if not raw.strip():
        return
    prefix = f"mail {number}/"
    separator = FROM_LINE.match(raw)
    if separator:
        yield Property("envelope", _envelope(separator[0]), part=prefix.rstrip("/"))
        if not _ENVELOPE.search(separator[0]):  # it goes on behind the year: a line break was lost
            yield text_of([_envelope(separator[0])], prefix.rstrip("/"))
    mail = raw[separator.end() :] if separator else raw
    message = parse(mail, needs_header=separator is None)
    yield from _signatures(mail, keys, prefix.rstrip("/"))
    yield from readings(message, prefix)
    attached = 0 if is_opened else sum(part.encoded_bytes for part in parts(message) if not part.is_body)
    if attached := min(attached, len(raw)):
        yield Gap(Reason.NO_READER, attached, part=f"{prefix}attachments")
