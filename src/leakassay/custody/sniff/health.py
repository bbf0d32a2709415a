"""Health: HL7 v2 (bare, framed, batches, in logs), EDIFACT interchanges, ASTM captures, FHIR, CDA and other HL7 v3."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import json
import re
from typing import Any

from leakassay.custody.sniff.decoded import text_of
from leakassay.values.inline_document import may_hold

_HL7_START = re.compile(r"[\s\x0b\ufeff]*(?:MSH|FHS|BHS)(?P<d>[^\w\s])[^\w\s]{3,5}(?P=d)")
_HL7_INSIDE = re.compile(
    r"MSH(?P<d>[|^~!#$%&*+;:])[^\w\s]{3,5}(?P=d)[^\r\n]{0,400}?(?P=d)[A-Z][A-Z0-9]{2}(?:\^[A-Z]\d\d)?(?:\^|(?P=d))"
)
_EDIFACT_START = re.compile(r"\s*(?:UNA.{6}\s*)?UNB(?P<d>[+:\x1d])UNO[A-Z]")
_EDIFACT_ADVICE = re.compile(r"\s*UNA[^\w].{4}[^\w\s]")
_EDIFACT_MESSAGE = re.compile(r"(?:^|['\n])UNH\+[^'+]{0,40}\+[A-Z]{6}:")
_ASTM_BEGIN = r"(?:^|[\r\n\x02\x05\x06\x0b>\]:\s\"])[0-7]?"
"""A record begins a line, a frame (its number before it), or what follows a log's printed signs."""
_ASTM_BEGINS = re.compile(r"[\s\x02\x05\x0b]*[0-7]?H\|\\\^&(?:\||[\r\n]|$)")
_ASTM_HEADER = re.compile(_ASTM_BEGIN + r"H(?P<d>[|!])[^\w\s|!]{3,4}(?:(?P=d)|[\r\n]|$)")
_ASTM_RECORD = re.compile(_ASTM_BEGIN + r"[PQOR](?P<d>[|!])\d{1,4}(?P=d)")
_ASTM_RESULT = re.compile(_ASTM_BEGIN + r"[OR]\|\d{1,4}\|[^|\r\n]{0,80}\^\^\^")

_FHIR_JSON = re.compile(r'"resourceType"\s*:\s*"[A-Z][A-Za-z]{2,60}"')
_JSON_START = re.compile(r"\s*(?:\[\s*)?\{")
_FHIR_XML = re.compile(r"<(?:[\w.-]+:)?[A-Z]\w+\s[^<>]*[\"']http://hl7\.org/fhir[\"']")
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_CDA = re.compile(r"<(?:[\w.-]+:)?ClinicalDocument[\s>]")
_V3 = re.compile(r"<[\w.:-]+\s[^<>]*xmlns(?::[\w.-]+)?\s*=\s*[\"']urn:hl7-org:v3[\"']")
_V3_ELEMENT = re.compile(
    r"<(?:\w+:)?(?:section|entry|component|observation|act|procedure|organizer|substanceAdministration|encounter|supply"
    r"|recordTarget|participant|author|informant|structuredBody|documentationOf|componentOf|entryRelationship"
    r"|relatedDocument|patientRole|patient|name|id|code|templateId|informationRecipient|legalAuthenticator)[\s>]"
)
_V3_OID = re.compile(
    r"<(?:\w+:)?(?:templateId|id|code|realmCode)\s[^<>]*(?:root|codeSystem)\s*=\s*[\"']2\.16\.840\.1\.113883"
)
_LINES_LOOKED_AT = 20


def fhir_json(head: bytes, tail: bytes, name: str, size: int) -> int:
    """One FHIR resource or bundle, or a list of them, in JSON; damaged ones too."""
    text = text_of(head)
    if text is None or not _JSON_START.match(text) or not _FHIR_JSON.search(text):
        return 0
    if fhir_lines(head, tail, name, size):
        return 0
    value = _value(text)
    if value is None:
        return 84
    values = value if isinstance(value, list) else [value]
    return 84 if any(isinstance(one, dict) and "resourceType" in one for one in values) else 0


def fhir_lines(head: bytes, tail: bytes, name: str, size: int) -> int:
    """FHIR bulk exports: one resource or bundle per line, two lines at least unless the suffix says so."""
    text = text_of(head)
    if text is None or not _JSON_START.match(text) or not _FHIR_JSON.search(text):
        return 0
    lines = [line for line in text[:400_000].splitlines() if line.strip()][:_LINES_LOOKED_AT]
    if size > len(head) and len(lines) > 1 and len(lines) < _LINES_LOOKED_AT:
        lines = lines[:-1]
    values = [_value(line) for line in lines]
    whole = sum(isinstance(value, dict) and "resourceType" in value for value in values)
    demanded = 1 if name.lower().endswith((".ndjson", ".jsonl")) else 2
    if whole and whole >= max(min(demanded, 2), len(lines) * 0.3):
        return 90
    # one line that is longer than the head, or the only one and damaged
    return 90 if demanded == 1 and lines and all(line.lstrip().startswith('{"') for line in lines) else 0


def fhir_xml(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A root element in the name space of FHIR."""
    text = text_of(head)
    return 82 if text is not None and "hl7.org/fhir" in text and _FHIR_XML.match(_root(text)) else 0


def cda(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A clinical document, another root of HL7 v3, or a fragment of one."""
    text = text_of(head)
    if text is None or "<" not in text[:4096]:
        return 0
    root = _root(text)
    if _CDA.match(root):
        return 84
    if _V3.match(root):
        return 82
    return 72 if _V3_ELEMENT.match(root) and _V3_OID.search(root) else 0


def _root(text: str) -> str:
    """What follows comments and processing instructions."""
    at = 0
    while found := _PROLOG.match(text, at):
        at = found.end()
    return text[at:].lstrip()


def _value(text: str) -> Any:
    """The JSON value; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


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
    if _ASTM_BEGINS.match(text):
        return 80
    if _ASTM_HEADER.search(text) and _ASTM_RECORD.search(text):
        return 65 if decoded is None else 80
    return 60 if decoded is not None and len(_ASTM_RESULT.findall(text)) >= 2 else 0


def hl7v2_documents(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Results that may hold documents; a file that is not seen whole may hold some anywhere."""
    return int(may_hold(head, tail, size, "hl7v2"))


def fhir_documents(head: bytes, tail: bytes, name: str, size: int) -> int:
    """As hl7v2_documents: attachments and binaries of FHIR."""
    return int(may_hold(head, tail, size, "fhir"))


def cda_documents(head: bytes, tail: bytes, name: str, size: int) -> int:
    """As hl7v2_documents: what CDA holds in base64."""
    return int(may_hold(head, tail, size, "cda"))
