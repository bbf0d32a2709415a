"""FHIR documents (JSON and XML; STU3, R4, UK Core): people and events as records, everything else as text.

Where text can hide, and what becomes of it: names, addresses and identifiers beyond the first, extensions, contacts,
notes, comments of XML and repeated keys go to the comment of the person or event; narratives (`text.div`), resources
about nobody and types not known to `fhir_event` are TEXT; documents in base64 are TEXT where they are words, else items
of their own (a Gap where no opener took them); a damaged document gives the resources that are whole, and all of it as
TEXT.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.as_text import as_text
from leakassay.read.health import fhir_xml
from leakassay.read.health.fhir_document import Document, Output
from leakassay.read.health.fhir_tree import RESOURCE, Tree, trees
from leakassay.read.health.inline_items import missed_documents
from leakassay.read.health.xml_text import xml_utf8
from leakassay.read.tabular.json_cut import cuts, framed
from leakassay.read.tabular.json_text import parse
from leakassay.read.text_encoding import to_utf8
from leakassay.values.text_encoding import bom_length, code_unit, sniff

DOCUMENT_BYTES = 48 << 20
"""Parsed in one go, as `read.tabular.json`; a larger one is cut between its entries, or searched as text only."""

MAX_VAIN = 4
"""How often a damaged document may be gone through in vain, in its own length, before the rest is text only."""

_FRONT = b"\xef\xbb\xbf \t\r\n"
_BEGINS = re.compile(r'\{\s*"resourceType"')


def split(item: OpenItem, limit: int) -> list[tuple[int, ...]]:
    """Units of a bundle in JSON that is too large to be parsed in one go, cut between its entries.

    Returns:
        (offset, length, place of the bracket of the open array) that cover the item; one unit for other documents.
    """
    encoding = sniff(item.head())
    if item.size <= DOCUMENT_BYTES or code_unit(encoding) != 1 or item.head(64).lstrip(_FRONT)[:1] == b"<":
        return [(0, item.size)]
    return cuts(item, limit)


def read(item: OpenItem) -> Iterator[Reading]:
    """Read one document, or a unit of a large bundle, in which patients of other units are not known.

    Raises:
        ItemError: nothing in it that says anything (no_text).
    """
    size = item.end - item.offset
    if size > DOCUMENT_BYTES:
        yield from as_text(item)
        yield Gap(Reason.STRINGS_ONLY, size)
        return
    found = _parsed(item, item.pread(size, item.offset))
    output = Output(is_opened=item.own < item.size)
    document = Document(output)
    for root in found.roots:
        document.add(root)
    given = 0
    for reading in (*document.tell(), *output.ready(at_end=True)):
        given += not isinstance(reading, Gap)
        yield reading
    if found.fault:
        for reading in as_text(item):
            given += 1
            yield reading
    if not given:
        raise ItemError(Reason.NO_TEXT)
    yield from output.counts()
    output.lost += yield from missed_documents(item, "fhir", output.items)
    whole = max(0, min(size, found.understood) - found.lost)
    yield Covered(max(0, whole - min(output.lost, whole)))
    if found.fault:
        yield Gap(found.fault, size - whole - found.lost)
    if found.lost:
        yield Gap(Reason.BAD_ENCODING, found.lost)


class _Parsed(NamedTuple):
    """Resources of a document, bytes of it that hold them, what is wrong with the rest, bytes that are no text."""

    roots: list[Tree]
    understood: int
    fault: Reason
    lost: int


def _parsed(item: OpenItem, raw: bytes) -> _Parsed:
    content, lost = to_utf8(raw if item.offset else raw[bom_length(raw) :], sniff(item.head()))
    is_xml = item.is_whole and content.lstrip()[:1] == b"<"
    if is_xml:
        content, lost = xml_utf8(raw)
    elif not item.is_whole:
        content = framed(item, content)
    roots, understood, fault = _xml(content) if is_xml else _json(content)
    return _Parsed(roots, understood * len(raw) // max(1, len(content)) if fault else len(raw), fault, lost)


def _xml(content: bytes) -> tuple[list[Tree], int, Reason]:
    parsed = fhir_xml.parse(content)
    return parsed.roots, parsed.bytes, parsed.fault


def _json(content: bytes) -> tuple[list[Tree], int, Reason]:
    """Resources, how many bytes hold them, and what is wrong with the rest."""
    try:
        value = parse(content)
    except ItemError as error:
        return (*_salvaged(content.decode()), error.reason)
    if isinstance(value, dict) and RESOURCE not in value and isinstance(value.get("entry"), list):
        value[RESOURCE] = "Bundle"  # a unit from its midst
    return trees(value) or [{"value": value}], len(content), Reason.NONE


def _salvaged(text: str) -> tuple[list[Tree], int]:
    """Whole resources in a damaged document, and their characters."""
    decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
    found: list[Tree] = []
    at = size = vain = 0
    while vain <= MAX_VAIN * len(text) and (begin := _BEGINS.search(text, at)):
        try:
            one, at = decoder.raw_decode(text, begin.start())
        except json.JSONDecodeError as error:
            vain += max(error.pos - begin.start(), 100)
            at = begin.end()
            continue
        except (ValueError, RecursionError):
            vain += len(text)
            at = begin.end()
            continue
        found.append(one)
        size += at - begin.start()
    return found, size
