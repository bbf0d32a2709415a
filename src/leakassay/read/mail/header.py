"""Mail headers: encoded words undone, what becomes a property, what is searched for people."""

from __future__ import annotations

import re
from binascii import Error as BinasciiError
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_tz

from leakassay.model.batch import Property

MAX_VALUE = 64 << 10
"""Characters kept of one header as a property; a mailing to 1,000 people needs 40,000."""

LONGEST_DATE = 60
"""Characters of a Date header with a zone's name behind it."""

PROPERTIES = {
    "from": "from", "sender": "sender", "reply-to": "reply_to", "to": "to", "cc": "cc", "bcc": "bcc",
    "subject": "subject",
    "date": "date", "message-id": "message_id", "in-reply-to": "in_reply_to", "return-path": "return_path",
    "delivered-to": "delivered_to", "x-mailer": "x_mailer", "user-agent": "user_agent", "organization": "company",
    "x-originating-ip": "originating_ip", "arc-seal": "arc_seal", "arc-message-signature": "arc_message_signature",
    "arc-authentication-results": "arc_authentication_results", "received-spf": "received_spf",
    "authentication-results": "authentication_results", "list-id": "list_id",
    "x-originalarrivaltime": "original_arrival_time", "thread-index": "thread_index", "mime-version": "mime_version",
}  # fmt: skip
"""Header (lower case) and the name of its property."""

_MACHINE = frozenset({
    "date", "message-id", "in-reply-to", "references", "received", "mime-version", "dkim-signature",
    "authentication-results", "thread-index", "domainkey-signature", "received-spf", "return-receipt-to",
    "precedence", "importance", "priority", "lines", "status", "x-status",
})  # fmt: skip
_MACHINE_PREFIXES = (
    "content-",
    "arc-",
    "x-ms-",
    "x-spam",
    "x-microsoft",
    "x-forefront",
    "x-google",
    "x-virus",
    "list-",
)
"""Headers for machines; people and matters are looked for in all others."""

_NOT_ASCII = ("utf-16", "utf16", "utf-32", "utf32", "ucs-2", "cp037", "cp500", "cp1140", "cp273", "ibm037", "ebcdic")
"""Charsets in which ASCII's letters are other bytes: text that is ASCII all the same was labelled wrongly."""

_PRINTABLE = bytes([9, 10, 13, *range(32, 127)])
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
"""What Python decodes by these names is no text of a mail, some of it slowly."""

_RECEIVED_FROM = re.compile(r"\bfrom\s+([^\s;()]{1,255})", re.IGNORECASE)
_RECEIVED_BY = re.compile(r"\bby\s+([^\s;()]{1,255})", re.IGNORECASE)
_SIGNED_BY = re.compile(r"(?:^|[;\s])d\s*=\s*([^\s;]{1,255})")
_SIGNS = re.compile(r"[^a-z0-9.]+")
"""Python reads names of charsets past signs: `unicode=escape` is one."""
_LONE = re.compile("[\ud800-\udfff]")
"""Halves of characters: UTF-7 can write them."""
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?")


def plain(value: object) -> str:
    """A header as text: folded lines joined, RFC 2047 words decoded, raw bytes read as UTF-8, else Windows-1252."""
    text = _FOLD.sub(" ", str(value)[: MAX_VALUE * 4])  # a fold parts words, which decode_header forgets
    pieces: list[str] = []
    if _ENCODED.search(text):
        try:
            pieces = [_piece(raw, charset) for raw, charset in decode_header(text)]
        except (HeaderParseError, BinasciiError, ValueError):
            pieces = []
    text = "".join(pieces) or _piece(text, None)
    return " ".join(text.split())[:MAX_VALUE]


def properties(message: Message, part: str = "") -> Iterator[Property]:
    """Properties of a message's headers, in their order; hosts of Received lines as `received_host`."""
    for row, (name, value) in enumerate(message.raw_items()):
        lower = name.lower()
        if lower in PROPERTIES and (text := plain(value)):
            yield Property(PROPERTIES[lower], text, part=part, row=row)
        elif lower == "received":
            text = plain(value)
            for host in filter(None, (_RECEIVED_FROM.search(text), _RECEIVED_BY.search(text))):
                yield Property("received_host", host[1], part=part, row=row)
        elif lower == "dkim-signature" and (found := _SIGNED_BY.search(plain(value))):
            yield Property("dkim_domain", found[1], part=part, row=row)


def searched(message: Message) -> list[str]:
    """Lines `Name: value` of the headers in which people are looked for.

    Headers for machines are among them where they hold what no machine writes: where line breaks were lost, the words
    of a mail stand behind its date.
    """
    taken = (
        (name, value)
        for name, value in message.raw_items()
        if not _is_machine(name.lower()) or _is_odd(name.lower(), str(value))
    )
    lines = ((name, plain(value)) for name, value in taken)
    return [f"{name}: {text}" for name, text in lines if text]


def machine(message: Message) -> list[str]:
    """Lines `Name: value` of the headers that are neither searched nor a property of their own."""
    taken = ((name, plain(value)) for name, value in message.raw_items() if _is_machine(name.lower()))
    return [f"{name}: {_undone(text)}" for name, text in taken if text and name.lower() not in PROPERTIES]


def _undone(text: str) -> str:
    """A header with the escapes of RFC 2231 undone behind it, where it has some (`filename*0*=is%20it`)."""
    if "*" not in text or "%" not in text:
        return text
    return f"{text} {_PERCENT.sub(lambda found: chr(int(found[1], 16)), text)}"


def _is_odd(name: str, value: str) -> bool:
    """True for what no machine writes: other signs than ASCII's, a date that is none or longer than dates are."""
    printable = value.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    if name == "date" and (len(value) > LONGEST_DATE or parsedate_tz(printable) is None):
        return bool(value.strip())
    return not (printable.isascii() and printable.isprintable())


def _is_machine(name: str) -> bool:
    return name in _MACHINE or name.startswith(_MACHINE_PREFIXES)


def _piece(raw: bytes | str, charset: str | None) -> str:
    if isinstance(raw, str):
        if raw.isascii():
            return raw
        raw = raw.encode("utf-8", "surrogateescape")
    return decoded(raw, charset or "")


def _is_ascii_text(raw: bytes) -> bool:
    """True for bytes that are mostly printable ASCII: no text in a charset of wide or mainframe signs."""
    head = raw[:4096]
    return len(head.translate(None, _PRINTABLE)) * 5 <= len(head)


def decoded(raw: bytes, charset: str) -> str:
    """Bytes as text in the charset stated, else UTF-8, else Windows-1252, else Latin-1; never fails."""
    stated = charset.strip("\"' ").replace("_charset", "")
    if stated.lower().replace("_", "-").startswith(_NOT_ASCII) and _is_ascii_text(raw):
        stated = ""
    if _SIGNS.sub("_", stated.lower()).strip("_") in _NO_CHARSETS:
        stated = ""
    for name in (stated, "utf-8", "cp1252"):
        try:
            text = raw.decode(name)
        except (LookupError, ValueError):  # ValueError: not this charset, or a name with a NUL in it
            continue
        return text if text.isascii() else _LONE.sub("\N{REPLACEMENT CHARACTER}", text)
    return raw.decode("latin-1")
