"""A mailbox in one file (mbox): attachments of each mail as members, one mail in memory at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakassay.custody.openers.mail_part import Attached, attachments, parsed
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Reason

MAIL_BYTES = 96 << 20
"""A longer mail is cut here; the reader of mailboxes holds as much."""

FROM_LINE = re.compile(rb"(?:(?<=\n)|\A)From [^\r\n]{1,200}\d:\d\d[^\r\n]{0,60}\r?\n(?=>From |[!-9;-~]{1,80}:|\r?\n)")
"""The separator, as the reader of mailboxes knows it: a test compares both on the same bytes."""

_LOOK_BACK = 512


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a mailbox.

    Args:
        item: the mailbox.
        first: number of the attachment to begin with, counted through all mails.

    Yields:
        Attachments named "mail 3/report.pdf"; a Gap of no bytes for a mail that cannot be parsed or is cut, since its
        bytes are the reader's.
    """
    left, index = item.size, 0
    for number, raw in enumerate(mails_of(item), 1):
        for part in _attachments(raw):
            if isinstance(part, Gap):
                yield part
                continue
            packed = min(left, part.packed)
            left -= packed
            if index >= first:
                name = f"mail {number}/{part.label(index + 1)}".encode("utf-8", "surrogateescape")
                yield Member(index, name, packed, chunks=part.chunks())
            index += 1


def _attachments(raw: bytes) -> Iterator[Attached | Gap]:
    separator = FROM_LINE.match(raw)
    try:
        yield from attachments(parsed(raw[separator.end() :] if separator else raw))
    except ItemError as error:
        yield Gap(error.reason)
    if len(raw) > MAIL_BYTES:
        yield Gap(Reason.LIMIT_SIZE)


def mails_of(item: OpenItem) -> Iterator[bytes]:
    """Bytes of each mail with its From line; a mail above `MAIL_BYTES` comes in pieces."""
    held = b""
    for chunk in item.chunks():
        seen = max(1, len(held) - _LOOK_BACK)
        held += chunk
        start = 0
        for border in _borders(held, seen):
            yield held[start:border]
            start = border
        held = held[start:]
        if len(held) > MAIL_BYTES:
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
