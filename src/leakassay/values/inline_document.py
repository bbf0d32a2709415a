"""Documents in base64 inside health messages, for the openers that take them out and the readers that leave them alike.

Both must agree on what becomes an item, or a document is counted twice or never; so the rule lies in the ground. What
is words (plain text, HTML) stays with the message and its patient; PDF, RTF, pictures, Office files, XML with a
declaration and whatever else is no text becomes an item. A laboratory may part one document over several results
(OBX segments) of one test, in pieces as long as the first, the last one shorter: they are one document.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from leakassay.values.text_encoding import sniff

MIN_CHARACTERS = 128
"""Characters of base64 below which a document stays where it is."""

MAX_CHARACTERS = 64 << 20
"""Characters of one document; a longer one stays where it is."""

SEEN_WHOLE = 100_000
"""Bytes of an item that identification sees all of; a larger one is gone through."""

_HEAD = 8192
_ALPHABET: Final = re.compile(rb"[A-Za-z0-9+/]++={0,2}")
_MAGICS: Final = (
    b"%PDF", b"%!PS", b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0",
    b"MM\0*", b"RIFF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BM", b"ID3", b"<?xml", b"<ClinicalDocument",
)  # fmt: skip
_PICTURED: Final = re.compile(rb"<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)


class Layout(NamedTuple):
    """How a kind of message writes a document.

    Attributes:
        begins: what stands before it; its group `test` is the name of the result, where there is one.
        ends: what ends it.
    """

    begins: re.Pattern[bytes]
    ends: re.Pattern[bytes]


class Found(NamedTuple):
    """One document.

    Attributes:
        pieces: its base64, as many pieces as the message parts it into, without blanks.
        size: bytes that it takes in the message.
    """

    pieces: list[bytes]
    size: int


HL7: Final = Layout(
    re.compile(rb"OBX\|[^|\r\n]{0,16}\|(?:ED|RP)\|(?P<test>[^|\r\n]{0,512})\|[^|\r\n]{0,64}\|"), re.compile(rb"\|")
)
JSON: Final = Layout(re.compile(rb'"(?:data|(?P<binary>content))"\s{0,64}:\s{0,64}"'), re.compile(b'"'))
XML: Final = Layout(
    re.compile(rb"<(?:[\w.-]{1,64}:)?(?:data|content)\s{1,64}value\s{0,64}=\s{0,64}[\"']"), re.compile(rb"[\"']")
)
CDA: Final = Layout(re.compile(rb"representation\s{0,64}=\s{0,64}[\"']B64[\"'][^<>]{0,4096}>"), re.compile(b"<"))

LONGEST_BEGIN = 8192
"""Bytes at the end of a chunk in which the beginning of a document may have begun."""
_CONTEXT = 1024
_NEXT_SEGMENT: Final = re.compile(rb"[\r\n\x0b\x1c]+[A-Z][A-Z0-9]{2}\Z")
_BLANKS: Final = re.compile(rb"\s+|\\\.br\\|\\X0[AD](?:0[AD])?\\|\\[nrt]|&#(?:1[03]|[xX]0?[aAdD]|9);")
_ESCAPES: Final = ((rb"\/", b"/"), (rb"\u003d", b"="), (rb"\u003D", b"="), (rb"\u002b", b"+"), (rb"\u002B", b"+"))


def is_document(data: bytes) -> bool:
    """True for base64 without blanks that becomes an item."""
    if not MIN_CHARACTERS <= len(data) <= MAX_CHARACTERS or not _ALPHABET.fullmatch(data):
        return False
    raw = decoded([data[:_HEAD].rstrip(b"=")])
    begin = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024]
    if begin.startswith(b"<"):
        return begin.startswith(_MAGICS) and not _PICTURED.search(begin)
    return begin.startswith(_MAGICS) or sniff(raw) == ""


def decoded(pieces: Iterable[bytes]) -> bytes:
    """What pieces of base64 hold together: each ends what it pads, an unpadded one goes on in the next."""
    whole, held = [], b""
    for piece in pieces:
        held += piece
        if piece.endswith(b"="):
            whole.append(_bytes(held))
            held = b""
    return b"".join([*whole, _bytes(held)])


def _bytes(data: bytes) -> bytes:
    """Base64 to bytes; a last character that stands alone is dropped."""
    data = data.rstrip(b"=")
    data = data[:-1] if len(data) % 4 == 1 else data
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return b""


class Series:
    """Tells, result by result, what is a document, what goes on with the one before, and what is neither."""

    def __init__(self) -> None:
        """A new message."""
        self._test: bytes | None = None
        self._size = 0

    def begin(self) -> None:
        """Another message begins: nothing goes on."""
        self._test = None

    def see(self, test: bytes, data: bytes) -> int:
        """0 for words and what is no base64, 1 for a document, 2 for what goes on with the document before.

        Args:
            test: name of the result as it stands.
            data: base64 without blanks.
        """
        goes_on = self._test == test and bool(test) and bool(_ALPHABET.fullmatch(data)) and not _begins(data)
        if goes_on and len(data) <= self._size:
            self._test = test if len(data) == self._size else None  # a shorter piece is the last
            return 2
        self._test, self._size = (test, len(data)) if is_document(data) else (None, 0)
        return int(self._test is not None)


def _begins(data: bytes) -> bool:
    """True when the base64 begins as documents do."""
    return decoded([data[:64].rstrip(b"=")]).startswith((*_MAGICS, b"<"))


def without_blanks(data: bytes) -> bytes:
    """Base64 as a message writes it, without line breaks in any spelling and escapes of its signs."""
    data = _BLANKS.sub(b"", data)
    for escape, sign in _ESCAPES if b"\\" in data else ():
        data = data.replace(escape, sign)
    return data


def data_of(field: bytes) -> bytes:
    """The base64 of OBX-5 of type ED or RP: its fifth component, where the fourth does not say otherwise."""
    parts = field.split(b"^", 4)
    is_base64 = len(parts) == 5 and parts[3].strip().upper() not in (b"A", b"ASCII", b"HEX")
    return parts[4] if is_base64 else b""


def layout_of(head: bytes, form: str) -> Layout:
    """The layout of a format of the catalogue; FHIR is JSON or XML as its head says."""
    if form == "hl7v2":
        return HL7
    if form == "cda":
        return CDA
    return XML if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else JSON


def may_hold(head: bytes, tail: bytes, size: int, form: str) -> bool:
    """True when an item of which these are the first and last bytes may hold a document."""
    layout = layout_of(head, form)
    return size > SEEN_WHOLE or any(layout.begins.search(side) for side in (head, tail))


def found(chunks: Iterable[bytes], layout: Layout) -> Iterator[Found]:
    """Every document of a stream, in order."""
    series = Series()
    held: Found | None = None
    for test, field, is_new in _fields(chunks, layout):
        if is_new:
            series.begin()
        raw = data_of(field) if layout is HL7 else field
        data = without_blanks(raw)
        kind = series.see(test, data) if layout is HL7 else int(is_document(data))
        if kind == 2 and held is not None and held.size + len(raw) <= MAX_CHARACTERS:
            held = Found([*held.pieces, data], held.size + len(raw))
            continue
        if held is not None:
            yield held
        held = Found([data], len(raw)) if kind else None
    if held is not None:
        yield held


def _fields(chunks: Iterable[bytes], layout: Layout) -> Iterator[tuple[bytes, bytes, bool]]:
    """Fields that may hold a document: name of the result, bytes, and whether another message began before."""
    held, at, is_new = b"", 0, False
    for chunk in _with_end(chunks):
        held += chunk or b""
        keep = -1
        for begin in layout.begins.finditer(held, at):
            if begin.start() < at:
                continue
            ended = layout.ends.search(held, begin.end())
            if ended is None and chunk is not None:  # the end is not there yet, or never comes
                keep = begin.start() if len(held) - begin.start() <= MAX_CHARACTERS else len(held) - LONGEST_BEGIN
                break
            raw = _raw(held, begin, ended.start() if ended else len(held), layout)
            yield begin.groupdict().get("test") or b"", raw, is_new or held.find(b"MSH", at, begin.start()) >= 0
            at, is_new = begin.end() + len(raw), False
        keep = keep if keep >= 0 else max(at, len(held) - LONGEST_BEGIN)
        is_new = is_new or held.find(b"MSH", at, keep) >= 0
        before = max(0, keep - _CONTEXT)
        held, at = held[before:], max(at, keep) - before


def _raw(held: bytes, begin: re.Match[bytes], end: int, layout: Layout) -> bytes:
    """The bytes of the field that hold base64."""
    raw = held[begin.end() : end]
    if layout is JSON and begin["binary"]:
        return raw if held.find(b'"Binary"', max(0, held.rfind(b"{", 0, begin.start())), begin.start()) >= 0 else b""
    if layout is not HL7:
        return raw
    tail = _NEXT_SEGMENT.search(raw, max(0, len(raw) - 16))
    return raw[: tail.start() if tail else len(raw)].rstrip(b"\r\n\x0b\x1c")


def _with_end(chunks: Iterable[bytes]) -> Iterator[bytes | None]:
    """The chunks, and None behind them."""
    yield from chunks
    yield None
