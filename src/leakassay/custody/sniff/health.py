"""Health messages: HL7 v2 (bare, MLLP framed, batches, in interface logs), EDIFACT interchanges, ASTM captures."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import re

from leakassay.custody.sniff.decoded import text_of

_HL7_START = re.compile(r"[\s\x0b\ufeff]*(?:MSH|FHS|BHS)(?P<d>[^\w\s])[^\w\s]{3,5}(?P=d)")
_HL7_INSIDE = re.compile(
    r"MSH(?P<d>[|^~!#$%&*+;:])[^\w\s]{3,5}(?P=d)[^\r\n]{0,400}?(?P=d)[A-Z][A-Z0-9]{2}(?:\^[A-Z]\d\d)?(?:\^|(?P=d))"
)
_EDIFACT_START = re.compile(r"\s*(?:UNA.{6}\s*)?UNB(?P<d>[+:\x1d])UNO[A-Z]")
_EDIFACT_ADVICE = re.compile(r"\s*UNA[^\w].{4}[^\w\s]")
_EDIFACT_MESSAGE = re.compile(r"(?:^|['\n])UNH\+[^'+]{0,40}\+[A-Z]{6}:")
_ASTM_BEGIN = r"(?:^|[\r\n\x02\x05\x06\x0b>\]:\s\"])[0-7]?"
"""A record begins a line, a frame (its number before it), or what follows a log's printed signs."""
_ASTM_HEADER = re.compile(_ASTM_BEGIN + r"H(?P<d>[|!])[^\w\s|!]{3,4}(?:(?P=d)|[\r\n]|$)")
_ASTM_RECORD = re.compile(_ASTM_BEGIN + r"[PQOR](?P<d>[|!])\d{1,4}(?P=d)")
_ASTM_RESULT = re.compile(_ASTM_BEGIN + r"[OR]\|\d{1,4}\|[^|\r\n]{0,80}\^\^\^")


def hl7v2(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A message at the front, or messages in a log."""
    text = text_of(head)
    if text is None:
        return 0
    if _HL7_START.match(text):
        return 95
    return 70 if _HL7_INSIDE.search(text) else 0


def edifact(head: bytes, tail: bytes, name: str, size: int) -> int:
    """An interchange header, or a message without its envelope."""
    text = text_of(head)
    if text is None:
        return 0
    if _EDIFACT_START.match(text) or _EDIFACT_ADVICE.match(text):
        return 95
    return 70 if _EDIFACT_MESSAGE.search(text) else 0


def astm(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Records of ASTM E1394 (LIS2), bare, in E1381 frames or in a log: a header and a record, or results alone."""
    decoded = text_of(head)
    text = head.decode("latin-1") if decoded is None else decoded  # many short frames have too many signs for a text
    if not ("H|" in text or "H!" in text or "^^^" in text):
        return 0
    if _ASTM_HEADER.search(text) and _ASTM_RECORD.search(text):
        return 65 if decoded is None else 80
    return 60 if decoded is not None and len(_ASTM_RESULT.findall(text)) >= 2 else 0
