"""Health messages: HL7 v2 (bare, MLLP framed, batches, inside interface logs) and EDIFACT interchanges."""

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
