"""Deflated streams of a PDF, tried one by one: PDFium shows a page whose content is damaged as a page without text."""

from __future__ import annotations

import re
import zlib

from leakassay.model.item import OpenItem

MOST_BYTES = 256 << 20
"""Bytes of a document that are looked through; larger ones hold pictures."""

PIECE_BYTES = 1 << 20
"""Unpacked bytes at a time: what comes out is not kept."""

MOST_UNPACKED = 1 << 30
"""Unpacked bytes of all streams together; a bomb is not unpacked to its end."""

_STREAM = re.compile(rb"/FlateDecode\b(?:[^>s]|>(?!>)|s(?!tream)|>>(?!\s*stream)){0,400}(?:>>)?\s*stream\r?\n")
_FIRST_FILTER = re.compile(rb"/Filter\s*\[?\s*/FlateDecode\b")
_DICTIONARY_BYTES = 600


_PAGE = re.compile(rb"(?:^|[\s>])(\d{1,10})\s+\d{1,5}\s+obj\b(?:(?!endobj|stream).){0,2000}?/Type\s*/Page(?![a-zA-Z])", re.DOTALL)
_START = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
_LINE = re.compile(rb"(\d{10}) \d{5} ([nf])\b")
_SECTION = re.compile(rb"(?:^|\s)\d{1,10} (\d{1,10})[ \t]*[\r\n]")
_OBJECT = re.compile(rb"\s{0,4}\d{1,10}\s+\d{1,5}\s+obj\b")
MOST_LINES = 50_000
"""Lines of a table of objects that are held against the bytes."""


def is_broken(item: OpenItem, pages: int) -> bool:
    """True when the document may hold more than is shown of it; documents behind encryption are not looked at.

    Args:
        item: the document.
        pages: that are shown.

    Returns:
        Whether a stream that is deflated does not unpack, a page stands outside the tree of pages, or the table of
        objects points elsewhere than at objects.
    """
    if item.size > MOST_BYTES:
        return False
    data = item.pread(item.size, 0)
    if b"/Encrypt" in data:
        return False
    if len({found[1] for found in _PAGE.finditer(data)}) > pages or not _points_at_objects(data):
        return True
    budget = MOST_UNPACKED
    for found in _STREAM.finditer(data):
        said = data[max(0, found.start() - _DICTIONARY_BYTES) : found.end()].rsplit(b" obj", 1)[-1]
        end = data.find(b"endstream", found.end())
        if not _FIRST_FILTER.search(said) or end < 0:
            continue
        used = _unpacked(memoryview(data)[found.end() : end], budget)
        if used < 0:
            return True
        budget -= used
        if budget <= 0:
            return False
    return False


def _points_at_objects(data: bytes) -> bool:
    """True when the last table of objects is where it should be, and so is each object of it."""
    starts = _START.findall(data)
    if not starts:
        return False
    at = data.find(b"%PDF-", 0, 1024)  # offsets count from there
    table = max(at, 0) + int(starts[-1])
    if _OBJECT.match(data, table):
        return True  # a stream of its own; whether it unpacks is seen below
    if not data.startswith(b"xref", table):
        return False
    end = data.find(b"trailer", table)
    lines = _LINE.findall(data, table, end if end >= 0 else len(data))
    stated = sum(int(count) for count in _SECTION.findall(data, table, end if end >= 0 else len(data)))
    used = [int(line) for line, kind in lines[:MOST_LINES] if kind == b"n" and int(line)]  # some writers say 0 for none
    return 0 <= end and stated == len(lines) and all(_OBJECT.match(data, max(at, 0) + line) for line in used)


def _unpacked(packed: memoryview, budget: int) -> int:
    """Unpacked bytes of a stream, up to a budget; -1 when it is damaged or cut."""
    machine = zlib.decompressobj()
    total, rest = 0, bytes(packed)
    try:
        while not machine.eof and total < budget:
            piece = machine.decompress(rest, PIECE_BYTES)
            rest = machine.unconsumed_tail
            total += len(piece)
            if not piece and not rest:
                return -1
    except zlib.error:
        return -1
    return total
