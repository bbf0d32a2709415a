"""Mail message: attachments and forwarded messages as members; text bodies stay with the reader."""

from __future__ import annotations

import binascii
import email
import email.errors
import email.header
import email.message
import email.policy
import email.utils
import re
from collections.abc import Iterator

from leakassay.model.errors import ItemError
from leakassay.model.item import READ_CHUNK, OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Outcome, Reason

MESSAGE_BYTES = 128 << 20
"""A message is parsed in memory and takes about four times its size there."""

MAX_PARTS = 20_000
"""Parts of a message that are looked at."""

_FAULTS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    email.errors.MessageError,
    binascii.Error,
)
"""What the email package raises on broken messages, by name (UnicodeError is a ValueError)."""

_BEFORE_HEADERS = re.compile(rb"(?:\xef\xbb\xbf|[ \t\r\n]){0,64}(?:[0-9]{1,12}[ \t]*\r?\n)?")
"""A byte order mark, blank lines, and the length that Apple Mail writes over a message (emlx)."""

Part = email.message.Message


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a message.

    Args:
        item: the message.
        first: number of the attachment to begin with.

    Yields:
        Parts with a file name, parts that are no text, and forwarded messages, decoded.

    Raises:
        ItemError: too large (`limit_size`), nested too deeply (`limit_depth`) or unparsable.
    """
    content = item.content(MESSAGE_BYTES)
    before = _BEFORE_HEADERS.match(content)
    try:
        message = email.message_from_bytes(content[before.end() :] if before else content, policy=email.policy.compat32)
        parts = list(_attachments(message))
    except RecursionError as error:
        raise ItemError(Reason.LIMIT_DEPTH, outcome=Outcome.REFUSED) from error
    except _FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    left = item.size
    for index, part in enumerate(parts):
        packed = min(left, _encoded_bytes(part))
        left -= packed
        if index >= first:
            yield Member(index, _name(part, index), packed, chunks=_decoded(part))


def is_attachment(part: Part) -> bool:
    """True for a leaf that becomes an item; text without a file name is a body and stays with `read/mail`."""
    try:
        named = bool(part.get_filename())
    except _FAULTS:
        named = True
    return named or part.get_content_maintype() not in ("text", "multipart")


def _attachments(message: Part) -> Iterator[Part]:
    """Leaves in their order, without recursion: a message may nest thousands of multiparts."""
    waiting = [message]
    seen = 0
    while waiting and seen < MAX_PARTS:
        part = waiting.pop()
        seen += 1
        children = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(children, list):
            waiting.extend(child for child in reversed(children) if isinstance(child, email.message.Message))
        elif is_attachment(part):
            yield part


def _encoded_bytes(part: Part) -> int:
    """Bytes that the body of a part takes in the message."""
    if part.is_multipart():
        return len(_forwarded(part))
    payload = part.get_payload()
    return len(payload.encode("utf-8", "surrogateescape")) if isinstance(payload, str) else 0


def _decoded(part: Part) -> Iterator[bytes]:
    try:
        content = _forwarded(part) if part.is_multipart() else part.get_payload(decode=True)
    except RecursionError as error:
        raise ItemError(Reason.LIMIT_DEPTH, outcome=Outcome.REFUSED) from error
    except _FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    whole = content if isinstance(content, bytes) else b""
    for at in range(0, len(whole), READ_CHUNK):
        yield whole[at : at + READ_CHUNK]


def _forwarded(part: Part) -> bytes:
    """The messages inside a message part, written out again."""
    inner = part.get_payload()
    try:
        return b"\n".join(child.as_bytes() for child in inner if isinstance(child, email.message.Message))
    except (*_FAULTS, RecursionError):
        return b""


def _name(part: Part, index: int) -> bytes:
    """File name by RFC 2231 or RFC 2047, else one made from the content type."""
    try:
        name = _unfolded(part.get_filename() or "")
    except _FAULTS:
        name = ""
    if not name:
        kind = part.get_content_maintype()
        name = f"part{index + 1}" + (".eml" if kind == "message" else "")
    elif part.is_multipart() and not name.lower().endswith(".eml"):
        name += ".eml"
    return name.encode("utf-8", "surrogateescape")


def _unfolded(name: str) -> str:
    if "=?" in name:
        return str(email.header.make_header(email.header.decode_header(name)))
    return name
