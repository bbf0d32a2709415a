"""Attachments of one parsed mail: named and foreign parts, forwarded messages, files written into the text."""

from __future__ import annotations

import binascii
import email
import email.errors
import email.header
import email.message
import email.utils
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leakassay.custody.openers import uuencoded
from leakassay.model.errors import ItemError
from leakassay.model.item import READ_CHUNK
from leakassay.model.outcomes import Outcome, Reason
from leakassay.values.mail_message import HALVES, from_bytes

MAX_PARTS = 20_000
"""Parts of a message that are looked at."""

FAULTS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    email.errors.MessageError,
    binascii.Error,
)
"""What the email package raises on broken messages, by name (UnicodeError is a ValueError)."""

MAX_NAME = 4096
"""Characters of a name that are decoded; file systems allow 255."""

_DAMAGED = frozenset({"InvalidBase64CharactersDefect", "InvalidBase64PaddingDefect", "InvalidBase64LengthDefect"})
"""What the parser notes, once it has unpacked a part, of what was passed over."""

_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")

_PLAIN_ENCODINGS = frozenset({"", "7bit", "8bit", "binary"})

Part = email.message.Message


@dataclass(frozen=True)
class Attached:
    """One attachment.

    Attributes:
        name: as it stands in the mail, decoded; "" where there is none.
        kind: main content type, "message" for a forwarded one.
        packed: bytes that it takes in the mail, encoded.
        chunks: gives its bytes.
    """

    name: str
    kind: str
    packed: int
    chunks: Callable[[], Iterator[bytes]]

    def label(self, number: int) -> str:
        """Its name, or one made from its number."""
        return self.name or f"part{number}" + (".eml" if self.kind == "message" else "")


def parsed(content: bytes) -> Part:
    """Parse a mail.

    Raises:
        ItemError: nested too deeply (refused: `limit_depth`) or unparsable (malformed).
    """
    try:
        return from_bytes(content)
    except RecursionError as error:
        raise ItemError(Reason.LIMIT_DEPTH, outcome=Outcome.REFUSED) from error
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error


def attachments(message: Part) -> Iterator[Attached]:
    """Attachments in their order, without recursion: a message may nest thousands of multiparts.

    Raises:
        ItemError: more than `MAX_PARTS` parts (refused: `limit_members`).
    """
    waiting = [message]
    seen = 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > MAX_PARTS:
            raise ItemError(Reason.LIMIT_MEMBERS, outcome=Outcome.REFUSED)
        children = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(children, list):
            waiting.extend(child for child in reversed(children) if isinstance(child, email.message.Message))
        elif is_attachment(part):
            yield _attached(part)
        else:
            yield from _written(part)


def is_attachment(part: Part) -> bool:
    """True for a leaf that becomes an item; text without a file name is a body and stays with `read/mail`."""
    try:
        named = bool(part.get_filename())
    except FAULTS:
        named = True
    return named or part.get_content_maintype() not in ("text", "multipart")


def _attached(part: Part) -> Attached:
    return Attached(_name(part), part.get_content_maintype(), _encoded_bytes(part), lambda: _decoded(part))


def _written(part: Part) -> Iterator[Attached]:
    """Files that an old mail program wrote into the text."""
    payload = part.get_payload()
    if not isinstance(payload, str):
        return
    try:
        encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    except FAULTS:
        encoding = ""
    is_plain = encoding in _PLAIN_ENCODINGS
    if is_plain and "begin " not in payload:
        return
    text = payload.encode("utf-8", "surrogateescape") if is_plain else b"".join(_decoded(part))
    for block in uuencoded.blocks(text):
        name = block.name.decode("utf-8", "replace").replace("\\", "/").rsplit("/", 1)[-1]
        # what an encoded line takes in the mail cannot be told from what it holds
        yield Attached(name, "text", block.length if is_plain else 0, _chunks_of(text, block))


def _chunks_of(text: bytes, block: uuencoded.Block) -> Callable[[], Iterator[bytes]]:
    return lambda: uuencoded.decoded(text, block)


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
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    whole = content if isinstance(content, bytes) else b""
    if any(isinstance(defect, email.errors.InvalidBase64LengthDefect) for defect in part.defects):
        whole = _as_far_as_it_goes(whole)  # which the library leaves packed
    for at in range(0, len(whole), READ_CHUNK):
        yield whole[at : at + READ_CHUNK]
    if any(type(defect).__name__ in _DAMAGED for defect in part.defects):
        raise ItemError(Reason.MALFORMED)


def _as_far_as_it_goes(packed: bytes) -> bytes:
    """What a base64 text with a sign too many holds."""
    signs = _NO_BASE64.sub(b"", packed)
    return binascii.a2b_base64(signs[: len(signs) // 4 * 4])


def _forwarded(part: Part) -> bytes:
    """The messages inside a message part, written out again."""
    inner = part.get_payload()
    try:
        return b"\n".join(child.as_bytes() for child in inner if isinstance(child, email.message.Message))
    except (*FAULTS, RecursionError):
        return b""


def _name(part: Part) -> str:
    """File name by RFC 2231 or RFC 2047; "" where there is none."""
    try:
        name = HALVES.sub("\N{REPLACEMENT CHARACTER}", _unfolded((part.get_filename() or "")[:MAX_NAME]))
    except FAULTS:
        name = ""
    if name and part.is_multipart() and not name.lower().endswith(".eml"):
        name += ".eml"
    return name


def _unfolded(name: str) -> str:
    if "=?" in name:
        return str(email.header.make_header(email.header.decode_header(name)))
    return name
