"""One HL7 v2 result: what OBX-2, 5, 7, 8 and 11 say, as printed strings."""

from __future__ import annotations

import re
from typing import NamedTuple

from leakassay.model.outcomes import EventStatus
from leakassay.read.health.fhir_attachment import opened
from leakassay.read.health.hl7_delimiters import Delimiters

_NARRATIVE = 120
"""Characters above which a text result is narrative and goes to the comment."""

_BETWEEN = re.compile(r"\s*([-+]?[0-9.]+)\s*(?:-|–|_|to|\^)\s*([-+]?[0-9.]+)\s*[^0-9]*")
_BOUND = re.compile(r"\s*(<=?|>=?|≤|≥)\s*([-+]?[0-9.]+)\s*[^0-9]*")
_SUSCEPTIBILITY = frozenset({"S", "I", "R", "MS", "VS", "SDD", "NS"})
"""OBX-8 of microbiology: how a germ answers to a drug. Not an abnormal flag."""

_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{512,}={0,2}\s*")
_PACKED = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_TABLE_0191 = {"ap": "application", "im": "image", "ns": "application", "tx": "text", "ft": "text", "au": "audio"}
"""HL7's own short words for media types."""

_STATUS = {
    **dict.fromkeys(("O", "I", "N", "S", "A"), EventStatus.REQUESTED),
    **dict.fromkeys(("X", "D", "W"), EventStatus.UNKNOWN),
}
"""OBX-11 where no result stands behind it; all others (F, P, C, R, U, V …) are results."""

MAX_PRINTED_NUMBER = 64
"""Characters of OBX-7 that are looked at as numbers."""


class Value(NamedTuple):
    """What a result field came to.

    Attributes:
        result: short value as printed.
        narrative: long text, or the words of an embedded document, for the comment.
        embedded: media type of a document that stands in the field; "" for none.
        size: characters of the embedded document.
        is_item: True where that is an item of its own.
    """

    result: str = ""
    narrative: str = ""
    embedded: str = ""
    size: int = 0
    is_item: bool = False


def value(kind: str, field: str, signs: Delimiters, *, is_item: bool = False) -> Value:
    """Read OBX-5 by its type in OBX-2 (NM, ST, TX, FT, CE, CWE, SN, ED, RP …).

    Args:
        kind: the type.
        field: as it stands.
        signs: of the message.
        is_item: True for a document that an opener has taken out: it is told, and not read.
    """
    if not field or field == '""':
        return Value()
    if kind == "ED" or is_item:
        return _embedded(field, signs, is_item=is_item)
    if kind in _READ:
        text = "; ".join(filter(None, (_READ[kind](part, signs) for part in field.split(signs.repetition))))
    else:
        text = signs.plain(field.replace(signs.repetition, "\n" if kind in {"TX", "FT"} else "; "))
    text = text.strip()
    if len(text) <= _NARRATIVE and "\n" not in text:
        return Value(text)
    if _BASE64.fullmatch(text):
        kind = "application/octet-stream"
        return Value(narrative=_unpacked(kind, text), embedded=kind, size=len(text))
    return Value(narrative=text)


def limits(field: str, signs: Delimiters) -> tuple[str, str, str]:
    """Lower limit, upper limit and remaining words of OBX-7 (`3.5-5.1`, `70_105`, `<5`, `>7.2`, words)."""
    text = signs.plain(field).strip()
    if not text or text == '""':
        return "", "", ""
    short = text[:MAX_PRINTED_NUMBER]
    if found := _BETWEEN.fullmatch(short):
        return found[1], found[2], ""
    if found := _BOUND.fullmatch(short):
        return ("", found[2], "") if found[1][0] in "<≤" else (found[2], "", "")
    return "", "", text


def flag(field: str, signs: Delimiters) -> tuple[str, str]:
    """Abnormal flag and susceptibility of OBX-8; one of them is ""."""
    words = [signs.first(part).strip() for part in field.split(signs.repetition)] if field else []
    if words and all(word.upper() in _SUSCEPTIBILITY for word in words if word):
        return "", " ".join(words)
    return " ".join(word for word in words if word and word.upper() not in _SUSCEPTIBILITY), ""


def status(printed: str, *, has_value: bool) -> EventStatus:
    """Requested, resulted or unknown, from OBX-11 (or OBR-25) and whether anything stands in the result."""
    said = _STATUS.get(printed.strip().upper()[:1])
    if said is not None:
        return said
    if has_value or printed.strip():
        return EventStatus.RESULTED
    return EventStatus.REQUESTED


def _embedded(field: str, signs: Delimiters, *, is_item: bool) -> Value:
    """ED: source^type^subtype^encoding^data; what is words is read, of the rest kind and size are told."""
    parts = field.split(signs.component, 4)
    parts += [""] * (5 - len(parts))
    broad, narrow = (signs.first(part).strip().lower() for part in parts[1:3])
    broad = _TABLE_0191.get(broad, broad)
    kind = narrow if "/" in narrow else "/".join(filter(None, (broad, narrow))) or "application/octet-stream"
    if is_item:
        return Value(embedded=kind[:100], size=len(parts[4]), is_item=True)
    data = signs.plain(parts[4])
    is_plain = parts[3].strip().upper() in {"A", "ASCII"}
    return Value(narrative=data.strip() if is_plain else _unpacked(kind, data), embedded=kind[:100], size=len(parts[4]))


def _unpacked(kind: str, data: str) -> str:
    """The words of a document in base64, or in no encoding at all; "" where it is no text."""
    packed = "".join(data.split())
    if not _PACKED.fullmatch(packed):
        return data.strip()
    return opened(kind, packed.rstrip("=") + "=" * (-len(packed.rstrip("=")) % 4)).text.strip()


def _coded(field: str, signs: Delimiters) -> str:
    """CE, CWE, CNE: the words, else the code, else what was written before coding."""
    parts = signs.parts(field, 9)
    return parts[1] or parts[8] or parts[0] or parts[4] or parts[3]


def _structured(field: str, signs: Delimiters) -> str:
    """SN: comparator^number^separator^number."""
    return "".join(signs.parts(field, 4)).replace("^", "")


def _pointer(field: str, signs: Delimiters) -> str:
    return signs.words(field)


_READ = {
    **dict.fromkeys(("CE", "CWE", "CNE", "CF", "IS", "ID"), _coded),
    "SN": _structured,
    **dict.fromkeys(
        ("RP", "CX", "XPN", "XCN", "XON", "XAD", "XTN", "PN", "CN", "HD", "EI", "DR", "NR", "MO"), _pointer
    ),
}
