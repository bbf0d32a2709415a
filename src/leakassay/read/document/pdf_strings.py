"""Texts that a PDF holds beside its pages: fields of forms, notes, links, layers, document information, XML.

PDFium shows fields and notes that lie on a page. Here every object is looked at, reached or not, packed in a stream of
objects or not: values of fields without a place on a page, choices of lists, link addresses, names of layers,
alternative texts, scripts, custom document information, XMP and XFA.
"""

from __future__ import annotations

import html
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MOST_UNPACKED = 64 << 20
"""Unpacked bytes of one stream of objects or XML."""

MOST_TOTAL = 256 << 20
"""Unpacked bytes of all of them."""

MOST_VERSIONS = 1_000_000
"""Objects among which earlier versions of one are looked for."""

_EVENT = re.compile(rb"(?<!\d)(\d{1,10})\s{1,9}\d{1,5}\s{1,9}obj\b|endobj|endstream|(?<!end)stream\r?\n")
_NUMBER = re.compile(rb"(?<!\d)(\d{1,10})\s{1,9}\d{1,5}\s{1,9}obj\b")
_INFO = re.compile(rb"/Info\s{1,9}(\d{1,10})\s")
_FIRST = re.compile(rb"/First\s{1,9}(\d{1,9})")
_KEYS = (
    rb"TU|TM|T|V|DV|Contents|RC|RV|Alt|ActualText|URI|Title|Subj|Desc|Opt|JS|Author|Name|Names|Lbl|St|P|E|F|UF|Reason"
    rb"|Location|ContactInfo|CA|AC"
)
_PAIR = re.compile(rb"/(?:" + _KEYS + rb")(?![\w.\-])\s{0,9}(\(|<(?!<)|\[|/[^\s()<>\[\]/]{1,127})")
_ANY_PAIR = re.compile(rb"/([^\s()<>\[\]/%]{1,127})\s{0,9}(\(|<(?!<))")
_STATE = re.compile(rb"/(V|AS)\s{0,9}$")
_SHOWN = re.compile(rb"[(\[]|<(?!<)")
_SHOWS = re.compile(rb"\s{0,9}(?:T[jJ]|['\"])")
_DIGITS = 10
_NAME_END = re.compile(rb"[\s()<>\[\]/]")
_LITERAL = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)|([()])|[^\\()]+", re.DOTALL)
_INSIDE = re.compile(rb"\(|(?<!<)<(?!<)|\[|\]|>>|endobj")
_ESCAPES = {b"n": b"\n", b"r": b"\n", b"t": b"\t", b"b": b"", b"f": b"\n", b"\r\n": b"", b"\r": b"", b"\n": b""}
_NOT_HEXADECIMAL = re.compile(rb"[^0-9A-Fa-f]")
_LANGUAGE = re.compile("\x1b[^\x1b]{0,9}\x1b")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}<[?!a-zA-Z]")
_XML_TEXT = re.compile(r">([^<>]+)<|\s[\w:.\-]{1,99}\s{0,9}=\s{0,9}(?:\"([^\"<>]*)\"|'([^'<>]*)')")
_XMP = {
    "creator_tool": "CreatorTool", "document_id": "DocumentID", "instance_id": "InstanceID",
    "original_document_id": "OriginalDocumentID",
}  # fmt: skip
_NAMESPACE = (
    "http://", "https://", "urn:", "adobe:ns:", "uuid:", "xmp.", "x-default", "application/pdf",
    "W5M0MpCehiHzreSzNTczkc9d", "\ufeff", "Adobe XMP",
)  # fmt: skip
"""How words of XML begin that no person wrote."""

_BY_MACHINES = frozenset(
    {b"CreationDate", b"ModDate", b"Creator", b"Producer", b"Author", b"Trapped", b"PTEX.Fullbanner"}
)
"""Document information that is a property and no words."""


@dataclass(frozen=True)
class Said:
    """One text.

    Attributes:
        kind: "field" for what an object says, "xml" for XMP and XFA, "earlier" for what a page showed before a
            later save.
        texts: pieces of it, in their order; the name of a field before its value.
    """

    kind: str
    texts: tuple[str, ...]


def said(data: bytes) -> Iterator[Said]:
    """Texts of all objects of a document without encryption, in the order of the file.

    What stands in scanned pictures is passed over, and what lies behind 256 MiB of unpacked objects.
    """
    info = {int(number) for number in _INFO.findall(data)}
    budget = MOST_TOTAL
    versions = Counter(int(found[1]) for found in islice(_NUMBER.finditer(data), MOST_VERSIONS))
    for number, dictionary, stream in _objects(data):
        if number in versions:
            versions[number] -= 1
        if texts := _texts(dictionary, is_info=number in info):
            yield Said("field", texts)
        if budget <= 0 or b"/Image" in dictionary:
            continue
        is_earlier = versions.get(number, 0) > 0
        if kind := _kind(dictionary, stream, is_earlier=is_earlier):
            unpacked = _unpacked(stream, dictionary, min(budget, MOST_UNPACKED))
            budget -= len(unpacked)
            yield from _of_stream(kind, unpacked, dictionary, info)


def _kind(dictionary: bytes, stream: memoryview, *, is_earlier: bool) -> str:
    """What a stream holds that is told: objects, XML, or what a page showed before a later save; "" for none."""
    if b"/ObjStm" in dictionary:
        return "objects"
    if _XML.match(_unpacked(stream, dictionary, 128)):
        return "xml"
    return "earlier" if is_earlier and len(stream) else ""


def _of_stream(kind: str, unpacked: bytes, dictionary: bytes, info: set[int]) -> Iterator[Said]:
    if kind == "objects":
        for number, piece in _packed_objects(unpacked, dictionary):
            if texts := _texts(piece, is_info=number in info):
                yield Said("field", texts)
    elif texts := _xml_texts(unpacked) if kind == "xml" else tuple(shown(unpacked.decode("latin-1"))):
        yield Said(kind, texts)


def xmp(data: bytes) -> Iterator[tuple[str, str]]:
    """Names and values of the XMP properties that say where a document came from; of XMP that is not packed."""
    at = data.find(b"<x:xmpmeta")
    if at < 0:
        return
    text = data[at : at + (1 << 20)].decode("utf-8", "replace")
    for name, tag in _XMP.items():
        if found := re.search(rf":{tag}\s{{0,9}}(?:>|=\s{{0,9}}[\"'])([^<>\"']{{1,500}})", text):
            yield name, html.unescape(found[1]).strip()


def shown(content: str) -> list[str]:
    """Texts that the appearance of a field or note shows, in fonts of Latin letters; pieces of a line are joined."""
    raw = content.encode("latin-1", "replace")
    found: list[str] = []
    at = 0
    while piece := _SHOWN.search(raw, at):
        values, at = _value(raw, piece.start())
        text = "".join(values).strip()
        if text and _SHOWS.match(raw, at):
            found.append(text)
    return found


def _objects(data: bytes) -> Iterator[tuple[int, bytes, memoryview]]:
    """Number, dictionary and stream of each object, in one pass."""
    view = memoryview(data)
    number = start = stream = -1
    dictionary = b""
    for event in _EVENT.finditer(data):
        what = event[0]
        if stream >= 0:
            if what == b"endstream":
                yield number, dictionary, view[stream : event.start()]
                number = start = stream = -1
        elif what.startswith(b"stream") and start >= 0:
            dictionary, stream = data[start : event.start()], event.end()
        elif event[1] or what == b"endobj":
            if start >= 0:
                yield number, data[start : event.start()], view[:0]
            number, start = (int(event[1]), event.end()) if event[1] else (-1, -1)


def _packed_objects(unpacked: bytes, dictionary: bytes) -> Iterator[tuple[int, bytes]]:
    """Objects of a stream of objects: numbers and places first, then they."""
    found = _FIRST.search(dictionary)
    first = int(found[1]) if found else 0
    head = unpacked[:first].split()
    numbers = [int(word) if word.isdigit() and len(word) <= _DIGITS else -1 for word in head]
    pairs = [pair for pair in zip(numbers[::2], numbers[1::2], strict=False) if min(pair) >= 0]
    places = sorted(pairs, key=lambda pair: pair[1])
    ends = [place for _, place in places[1:]] + [len(unpacked)]
    if not places:
        yield -1, unpacked
        return
    for (number, place), end in zip(places, ends, strict=True):
        yield number, unpacked[first + place : first + end]


def _unpacked(stream: memoryview, dictionary: bytes, limit: int) -> bytes:
    """Up to `limit` bytes of a stream that is deflated or not packed at all."""
    if b"/Filter" not in dictionary and b"/F " not in dictionary:
        return bytes(stream[:limit])
    try:
        return zlib.decompressobj().decompress(bytes(stream if limit > 128 else stream[:512]), limit)
    except zlib.error:
        return b""


def _texts(dictionary: bytes, *, is_info: bool) -> tuple[str, ...]:
    """Strings behind the keys that hold words; of the document information behind any key."""
    found: list[str] = []
    at = 0
    pattern = _ANY_PAIR if is_info else _PAIR
    while pair := pattern.search(dictionary, at):
        begin = pair.start(2 if is_info else 1)
        values, at = _value(dictionary, begin)
        if is_info:
            said = any(values) and pair[1] not in _BY_MACHINES
            values = [f"{pair[1].decode('latin-1')}: {values[0]}"] if said else []
        elif dictionary[begin : begin + 1] == b"/":
            values = values if _STATE.search(dictionary[pair.start() : begin]) else []
        found += values
    return tuple(dict.fromkeys(text for text in found if text))


def _value(data: bytes, at: int) -> tuple[list[str], int]:
    """Strings of a value that begins at `at`, and where it ends."""
    sign = data[at : at + 1]
    if sign == b"(":
        raw, end = _literal(data, at)
        return [_decoded(raw)], end
    if sign == b"<":
        end = data.find(b">", at)
        end = len(data) if end < 0 else end
        digits = _NOT_HEXADECIMAL.sub(b"", data[at:end])
        return [_decoded(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))], end + 1
    if sign == b"/":
        found = _NAME_END.search(data, at + 1)
        end = found.start() if found else len(data)
        name = data[at + 1 : end].decode("latin-1")
        return [] if name == "Off" else [name], end
    return _list(data, at + 1)


def _list(data: bytes, at: int) -> tuple[list[str], int]:
    """Strings of a list and of lists in it."""
    found: list[str] = []
    depth = 1
    while depth and (sign := _INSIDE.search(data, at)):
        if sign[0] in (b"(", b"<"):
            values, at = _value(data, sign.start())
            found += values
            continue
        at = sign.end()
        if sign[0] in (b">>", b"endobj"):
            continue
        depth += 1 if sign[0] == b"[" else -1
    return found, at if depth == 0 else len(data)


def _literal(data: bytes, at: int) -> tuple[bytes, int]:
    """A string in round brackets, brackets inside it and escapes undone; it ends with the data at the latest."""
    pieces: list[bytes] = []
    depth = 0
    for token in _LITERAL.finditer(data, at):
        if token[2]:
            depth += 1 if token[2] == b"(" else -1
            if not depth:
                return b"".join(pieces), token.end()
            if depth > 1 or token[2] == b")":
                pieces.append(token[2])
        elif token[1]:
            octal = token[1][:1].isdigit() and token[1][:1] < b"8"
            pieces.append(bytes([int(token[1], 8) & 255]) if octal else _ESCAPES.get(token[1], token[1]))
        else:
            pieces.append(token[0])
    return b"".join(pieces), len(data)


def _decoded(raw: bytes) -> str:
    """A string of text: UTF-16 or UTF-8 where it says so, else as PDF writes Latin letters."""
    if raw.startswith(b"\xfe\xff"):
        text = raw[2:].decode("utf-16-be", "replace")
    elif raw.startswith(b"\xff\xfe"):
        text = raw[2:].decode("utf-16-le", "replace")
    elif raw.startswith(b"\xef\xbb\xbf"):
        text = raw[3:].decode("utf-8", "replace")
    else:
        text = raw.decode("cp1252", "replace") if any(raw) else ""
    text = _LANGUAGE.sub("", text).replace("\0", "").strip()
    return text if sum(sign.isprintable() or sign.isspace() for sign in text) * 10 > len(text) * 9 else ""


def _xml_texts(raw: bytes) -> tuple[str, ...]:
    """Texts and attributes of XML, names of its spaces left out."""
    text = raw.decode("utf-8", "replace").replace("\0", "")
    found = (html.unescape(next(filter(None, one.groups()), "")).strip() for one in _XML_TEXT.finditer(text))
    return tuple(dict.fromkeys(one for one in found if one and not one.startswith(_NAMESPACE)))
