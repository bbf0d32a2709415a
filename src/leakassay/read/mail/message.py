"""One mail: header properties, searched header lines, bodies as text. Attachments belong to the opener."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import Message

import pyarrow as pa

from leakassay.model.batch import Batch, Gap, Property, Reading, Shape
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.mail import header, html_table
from leakassay.read.mail.body_text import PARSER_FAULTS, body_text
from leakassay.values.encoded_part import has_encoded_part
from leakassay.values.mail_message import from_bytes

MAX_MAIL = 96 << 20
"""Bytes of one mail held in memory; few servers take more, and the parser needs five times as much."""

MAX_PARTS = 20_000
"""Body parts looked at in one mail."""

ROW_CHARACTERS = 1 << 20
"""Characters of one row of text; longer bodies are cut at line ends."""

_TRUNCATED = frozenset({"CloseBoundaryNotFoundDefect", "InvalidBase64PaddingDefect", "InvalidBase64LengthDefect"})
_HARMLESS = frozenset({"MisplacedEnvelopeHeaderDefect", "InvalidMultipartContentTransferEncodingDefect"})
"""Defects that cost no word."""

_BOILERPLATE = ("this is a multi", "this is a cryptographically signed", "this is a mime", "this is an openpgp/mime")
_ENCRYPTED_KINDS = ("enveloped-data", "authenveloped", "application/pgp-encrypted")
_BLOCKS = (
    ("-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----", Reason.PASSWORD),
    ("=ybegin line=", "=yend ", Reason.NO_READER),
)
"""What a body may hold that is not read: how it begins and ends, and why."""

_SEPARATOR = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n")


@dataclass(frozen=True)
class Part:
    """A leaf of the MIME tree.

    Attributes:
        place: "1", "1.2" … counted as IMAP counts.
        content: the part as parsed.
        is_body: True when it is text without a file name; else the opener hands it on as a member.
    """

    place: str
    content: Message
    is_body: bool

    @property
    def encoded_bytes(self) -> int:
        """Bytes that the part's content takes in the mail, encoded as it stands there."""
        payload = self.content.get_payload()
        if isinstance(payload, str):
            return len(payload.encode("utf-8", "surrogateescape"))
        return (
            sum(len(child.as_bytes()) for child in payload if isinstance(child, Message))
            if isinstance(payload, list)
            else 0
        )


def parse(raw: bytes, *, needs_header: bool = True) -> Message:
    """Parse a mail with the tolerant standard parser.

    Args:
        raw: the mail.
        needs_header: False where something else says that this is a mail.

    Raises:
        ItemError: parts too deep in each other (limit_depth), the parser gives up or there is no header (malformed).
    """
    try:
        message = from_bytes(raw, skips=needs_header)
    except RecursionError as error:  # a thousand parts in each other
        raise ItemError(Reason.LIMIT_DEPTH, outcome=Outcome.REFUSED) from error
    except PARSER_FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    if needs_header and not message.keys():
        raise ItemError(Reason.MALFORMED)
    if message.keys() and not message.get_payload() and not _SEPARATOR.search(raw):
        message.defects.append(MissingHeaderBodySeparatorDefect())  # it stops inside its header
    return message


def parts(message: Message) -> Iterator[Part]:
    """Leaves of the MIME tree, in order, without recursion; attached messages count as one leaf."""
    waiting: list[tuple[str, Message]] = [("", message)]
    seen = 0
    while waiting and seen < MAX_PARTS:
        place, node = waiting.pop()
        seen += 1
        children = node.get_payload() if node.get_content_maintype() == "multipart" else None
        if isinstance(children, list):
            inner = [
                (f"{place}.{at}".lstrip("."), child)
                for at, child in enumerate(children, 1)
                if isinstance(child, Message)
            ]
            waiting.extend(reversed(inner))
        else:
            yield Part(place or "1", node, _is_body(node))


def readings(message: Message, prefix: str = "") -> Iterator[Reading]:
    """Properties, header lines and bodies of one mail; a Gap of no bytes where it is cut off or damaged.

    Args:
        message: from `parse`.
        prefix: put before each part's name ("mail 3/" in a mailbox).
    """
    yield from header.properties(message, prefix.rstrip("/"))
    if lines := header.searched(message):
        yield text_of(lines, f"{prefix}headers")
    if lines := list(_around(message)):
        yield text_of(lines, f"{prefix}around")
    if lines := [line for node in _nodes(message) for line in header.machine(node)]:
        yield Property("machine_headers", "\n".join(lines)[: header.MAX_VALUE], part=prefix.rstrip("/"))
    wrong = _wrong(message)
    for part in parts(message):
        text, tables = body_text(part.content) if part.is_body else ("", [])
        wrong = wrong or _wrong(part.content)
        if rows := rows_of(text):
            yield text_of(rows, f"{prefix}body {part.place}")
        yield from html_table.batches(tables, f"{prefix}body {part.place}")
        yield from _unreadable(part, text, prefix)
    if wrong:
        yield Gap(wrong, part=prefix.rstrip("/"))


def _around(message: Message) -> Iterator[str]:
    """What stands before the first part, behind the last, and in the headers of parts."""
    for node in _nodes(message):
        if node is not message:
            yield from header.searched(node)
        if text := node.get("content-description"):
            yield f"Content-Description: {header.plain(text)}"
        if text := node.get("content-location"):  # a saved page: whose record it showed may stand in its address
            yield f"Content-Location: {header.plain(text)}"
        if node.get_content_maintype() == "multipart" and isinstance(node.get_payload(), list):
            yield from (text for text in (node.preamble, node.epilogue) if text and _is_said(text))


def _nodes(message: Message) -> Iterator[Message]:
    """The message and the parts of it, in order, without recursion; not what lies in an attached message."""
    waiting = [message]
    seen = 0
    while waiting and seen < MAX_PARTS:
        node = waiting.pop()
        seen += 1
        yield node
        payload = node.get_payload()
        if node.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(child for child in reversed(payload) if isinstance(child, Message))


def _is_said(text: str) -> bool:
    """False for blanks, and for what programs write for readers without MIME."""
    return bool(text.strip()) and not text.lower().lstrip().startswith(_BOILERPLATE)


def _unreadable(part: Part, text: str, prefix: str) -> Iterator[Gap]:
    """A Gap for what is encrypted or packed in a body: of its bytes where they are the reader's, else of none."""
    place = f"{prefix}body {part.place}"
    if not part.is_body:
        kind = str(part.content.get("content-type", "")).lower()
        if any(word in kind for word in _ENCRYPTED_KINDS):
            yield Gap(Reason.PASSWORD, part=place)
        return
    if has_encoded_part(text.encode("utf-8", "replace")):  # a mail within the text, or one whose header is lost
        yield Gap(Reason.NO_READER, part=place)
    for begin, end, reason in _BLOCKS:
        start = text.find(begin)
        if start >= 0:
            stop = text.find(end, start)
            block = text[start : stop if stop >= 0 else len(text)]
            yield Gap(reason, min(len(block.encode("utf-8", "replace")), part.encoded_bytes), part=place)


def rows_of(text: str) -> list[str]:
    """A text as rows of at most `ROW_CHARACTERS`, cut at line ends where there are any."""
    rows = []
    while len(text) > ROW_CHARACTERS:
        cut = text.rfind("\n", ROW_CHARACTERS // 2, ROW_CHARACTERS) + 1 or ROW_CHARACTERS
        rows.append(text[:cut])
        text = text[cut:]
    return [row for row in [*rows, text] if row.strip()]


def _is_body(node: Message) -> bool:
    try:
        name = node.get_filename()
    except PARSER_FAULTS:
        name = "unreadable"
    return (not name and node.get_content_maintype() == "text") or node.get_content_maintype() == "multipart"


def _wrong(node: Message) -> Reason:
    """What the parser noted of a part that may have cost a word; "" where nothing."""
    noted = {type(defect).__name__ for defect in node.defects} - _HARMLESS
    if noted & _TRUNCATED:
        return Reason.TRUNCATED
    return Reason.MALFORMED if noted else Reason.NONE


def text_of(rows: list[str], part: str) -> Batch:
    """Rows of text as a batch."""
    clean = [row.encode("utf-8", "replace").decode() for row in rows]  # no lone surrogates in Arrow
    return Batch(Shape.TEXT, pa.record_batch({"text": pa.array(clean, pa.string())}), part=part)
