"""Text of one body part: what its encoding, its kind and its folding did to the words is undone."""

from __future__ import annotations

import quopri
import re
from binascii import Error as BinasciiError
from binascii import a2b_base64
from email.errors import MessageError
from email.message import Message

from leakassay.read.mail import header
from leakassay.read.mail.html_table import without_tables
from leakassay.read.mail.html_text import text_of_html
from leakassay.read.mail.rtf_body import text_of_rtf

PARSER_FAULTS = (
    RecursionError,
    MessageError,
    BinasciiError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
)
"""What the standard parser is known to raise on hostile mail."""

_HTML = frozenset({"html", "xhtml+xml", "x-amp-html"})
_CARDS = frozenset({"calendar", "vcard", "x-vcard", "directory", "x-vcalendar"})
_SOFT = re.compile(rb"=[ \t]{1,99}(?=\r?\n)")
_FLOWED = re.compile(r"(?<!\n--) \r?\n(?![>\r\n])")
_FOLDED = re.compile(r"\r?\n[ \t]")
_LINES = re.IGNORECASE | re.MULTILINE
_QUOTED = re.compile(r"^([^:\n]{0,200};ENCODING=QUOTED-PRINTABLE[^:\n]{0,200}:)((?:[^\n]*=\r?\n)*[^\n]*)", _LINES)
_BINARY = re.compile(r"^([^:\n]{0,200};ENCODING=(?:b|base64)[^:\n]{0,200}:)([A-Za-z0-9+/=]{4,})\r?$", _LINES)
_PICTURE = re.compile(r"^(?:PHOTO|LOGO|SOUND|KEY)\b", re.IGNORECASE)


def body_text(node: Message) -> tuple[str, list[list[list[str]]]]:
    """Words of a body part, and the tables of data in it.

    Transfer encoding, charset, flowed lines, tags of HTML, control words of RTF, folded lines of calendars and cards
    are undone.
    """
    kind = node.get_content_subtype()
    text = header.decoded(_raw(node), _asked(node, "charset")).replace("\x00", "")
    if kind in _HTML:
        rest, tables = without_tables(text)
        return text_of_html(rest), tables
    if kind in ("rtf", "richtext") and text.lstrip().startswith("{\\rtf"):
        said, aside, _ = text_of_rtf(text.encode("latin-1", "replace"))
        return f"{said}\n{aside}".strip(), []
    if kind in _CARDS:
        return card_text(text), []
    if _asked(node, "format").lower() == "flowed":
        text = _FLOWED.sub("" if _asked(node, "delsp").lower() == "yes" else " ", text)
    return text, []


def card_text(text: str) -> str:
    """A calendar or a card with its lines unfolded and its packed values undone; pictures in it are left packed."""
    text = _QUOTED.sub(_unquoted, text)
    return _BINARY.sub(_unpacked, _FOLDED.sub("", text))


def _unquoted(found: re.Match[str]) -> str:
    raw = quopri.decodestring(_SOFT.sub(b"=", found[2].encode("utf-8", "replace")))
    return found[1] + header.decoded(raw, "")


def _unpacked(found: re.Match[str]) -> str:
    if _PICTURE.match(found[1]):
        return found[0]
    try:
        return found[1] + header.decoded(a2b_base64(found[2].encode()), "").replace("\0", "")
    except (BinasciiError, ValueError):
        return found[0]


def _asked(node: Message, question: str) -> str:
    """Charset, or another parameter of the content type; "" where it has none or it cannot be read."""
    try:
        said = node.get_content_charset() if question == "charset" else node.get_param(question)
    except PARSER_FAULTS:
        return ""
    return said if isinstance(said, str) else ""


def _raw(node: Message) -> bytes:
    """Bytes of the body; quoted-printable with blanks behind its soft breaks too."""
    payload = node.get_payload()
    as_written = payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""
    try:
        encoding = str(node.get("content-transfer-encoding", "")).strip().lower()
        if encoding == "quoted-printable" and _SOFT.search(as_written):
            return quopri.decodestring(_SOFT.sub(b"=", as_written))
        raw = node.get_payload(decode=True)
    except PARSER_FAULTS:
        raw = None
    return raw if isinstance(raw, bytes) else as_written
