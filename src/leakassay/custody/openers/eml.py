"""Mail message: attachments and forwarded messages as members; text bodies stay with the reader."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.custody.openers.mail_part import attachments, parsed
from leakassay.model.item import OpenItem
from leakassay.model.member import Member, Opening

MESSAGE_BYTES = 128 << 20
"""A message is parsed in memory and takes about four times its size there."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a message.

    Args:
        item: the message.
        first: number of the attachment to begin with.

    Yields:
        Parts with a file name, parts that are no text, forwarded messages, and files uuencoded in a text, decoded.

    Raises:
        ItemError: too large (`limit_size`), nested too deeply (`limit_depth`), too many parts (`limit_members`) or
            unparsable.
    """
    left = item.size
    for index, part in enumerate(attachments(parsed(item.content(MESSAGE_BYTES)))):
        packed = min(left, part.packed)
        left -= packed
        if index >= first:
            name = part.label(index + 1).encode("utf-8", "surrogateescape")
            yield Member(index, name, packed, chunks=part.chunks())
