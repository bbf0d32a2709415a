"""What a PDF holds and may not show: PDFium passes in silence over damaged content and pages outside the tree."""

from __future__ import annotations

import re
import zlib
from itertools import islice

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
"""Bytes before a stream in which its dictionary is looked for."""

MOST_TREES = 10_000
"""Nodes of the tree of pages that are asked how many they count."""

_AROUND_BYTES = 4_000
"""Bytes of a dictionary that are looked at before and behind a word of it."""

# Every repetition below has an end: what stands there was written by criminals.
_PAGE = re.compile(rb"/Type\s{0,9}/Page(?![a-zA-Z])")
_START = re.compile(rb"startxref\s{1,99}(\d{1,12})\s{1,99}%%EOF")
_LINE = re.compile(rb"(\d{10}) \d{5} ([nf])\b|(?<!\d)(\d{1,9}) (\d{1,9})(?=[ \t]{0,9}[\r\n])")
"""A line of a table of objects: offset and kind, or the heading of a section: its first object and their count."""

_OBJECT = re.compile(rb"\s{0,4}(\d{1,10})\s{1,9}\d{1,5}\s{1,9}obj\b")
_BEGIN = re.compile(rb"(?<!end)stream\r?\n")
_FILTER = re.compile(
    rb"/F(?:ilter)?\s{0,9}\[?\s{0,9}/(?:FlateDecode|LZWDecode|ASCII85Decode|ASCIIHexDecode|RunLengthDecode"
    rb"|CCITTFaxDecode|DCTDecode|JBIG2Decode|JPXDecode|Crypt|Fl|LZW|A85|AHx|RL|CCF|DCT)(?=[\s/\]>])"
)
_NUMBER = re.compile(rb"(\d{1,10})\s{1,9}\d{1,5}\s{0,9}$")
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,10})\s{1,9}\d{1,5}\s{1,9}R\b")
_TREE = re.compile(rb"/Type\s{0,9}/Pages\b")
_COUNT = re.compile(rb"/Count\s{1,9}(\d{1,9})")
_SHOWN = re.compile(rb"\bT[jJ]\b")
"""Text is shown."""

MOST_LINES = 50_000
"""Lines of a table of objects that are held against the bytes."""


def is_broken(item: OpenItem, pages: int) -> bool:
    """True when the document may hold more than is shown of it; documents behind encryption are not looked at.

    Args:
        item: the document.
        pages: that are shown.

    Returns:
        Whether a stream that is deflated does not unpack or is not said to be one, one has no beginning or no end, a
        page stands outside the tree of pages, or the table of objects points elsewhere than at objects.
    """
    if item.size > MOST_BYTES:
        return False
    data = item.pread(item.size, 0)
    if b"/Encrypt" in data:
        return False
    if _has_lost_pages(data, pages) or not _points_at_objects(data) or _has_lost_streams(data):
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


def _has_lost_pages(data: bytes, pages: int) -> bool:
    """True when a page stands outside the tree of pages or has no content, or the tree counts more than are shown."""
    found = [place for page in _PAGE.finditer(data) if (place := _object_around(data, page.start()))]
    distinct = len({number for number, _ in found})
    if distinct > pages or (distinct < pages and b"/ObjStm" not in data):
        return True
    bare = sum(b"/Contents" not in data[start : _end(data, start)] for _, start in found)
    if 0 < bare < len(found):
        return True
    for tree in islice(_TREE.finditer(data), MOST_TREES):
        start = max(0, data.rfind(b" obj", max(0, tree.start() - _AROUND_BYTES), tree.start()))
        if any(int(count) > pages for count in _COUNT.findall(data, start, _end(data, tree.start()))):
            return True
    return False


def _object_around(data: bytes, at: int) -> tuple[bytes, int] | None:
    """Number and start of the object whose dictionary an offset lies in; None where it lies in none."""
    start = data.rfind(b"obj", max(0, at - _AROUND_BYTES), at)
    number = _NUMBER.search(data[max(0, start - 20) : start]) if start >= 0 else None
    is_closed = data.endswith(b"end", 0, start) or data.find(b"stream", start, at) >= 0
    return None if number is None or is_closed else (number[1], start)


def _end(data: bytes, at: int) -> int:
    """Where the object ends that an offset lies in."""
    end = data.find(b"endobj", at, at + _AROUND_BYTES)
    return end if end >= 0 else at + _AROUND_BYTES


def _beginning(data: bytes, begin: int) -> bytes:
    """What a stream begins with, unpacked where it is deflated."""
    try:
        return zlib.decompressobj().decompress(data[begin : begin + PIECE_BYTES], PIECE_BYTES)
    except zlib.error:
        return data[begin : data.find(b"endstream", begin)][:PIECE_BYTES]


def _has_lost_streams(data: bytes) -> bool:
    """True when streams lack a beginning or an end, one is deflated unsaid, or one is nowhere referred to."""
    begins = [found.end() for found in _BEGIN.finditer(data)]
    if len(begins) != data.count(b"endstream"):
        return True
    is_packed = b"/ObjStm" in data  # then references lie in packed objects too
    referred = set() if is_packed else set(_REFERENCE.findall(data))
    for begin in begins:
        object_, _, said = data[max(0, begin - _DICTIONARY_BYTES) : begin].rpartition(b" obj")
        number = _NUMBER.search(object_[-20:])
        is_lost = not is_packed and number is not None and number[1] not in referred
        said = said[: said.rfind(b"stream")].strip()
        if not said.endswith(b">>") or (object_ and (not said.startswith(b"<<") or b"/Length" not in said)):
            return True  # its dictionary is damaged
        if is_lost and _SHOWN.search(_beginning(data, begin)):
            return True
        head = data[begin : begin + 2]
        is_deflated = len(head) == 2 and head[0] == 0x78 and int.from_bytes(head) % 31 == 0  # as zlib begins
        if is_deflated and not _FILTER.search(said):
            return True
    return False


def _points_at_objects(data: bytes) -> bool:
    """True when the last table of objects is where it should be, and so is each object of it."""
    starts = _START.findall(data)
    if not starts:
        return False
    at = data.find(b"%PDF-", 0, 1024)  # offsets count from there
    table = max(at, 0) + int(starts[-1])
    if _OBJECT.match(data, table):
        return True  # a stream of its own, which unpacks or does not as others do
    if not data.startswith(b"xref", table):
        return False
    end = data.find(b"trailer", table)
    if end < 0:
        return False
    number = stated = lines = 0
    for offset, kind, first, count in _LINE.findall(data, table, end)[:MOST_LINES]:
        if count:
            number, stated = int(first), stated + int(count)
            continue
        if kind == b"n" and int(offset):  # some writers say 0 for none
            found = _OBJECT.match(data, max(at, 0) + int(offset))
            if not found or int(found[1]) != number:
                return False
        number, lines = number + 1, lines + 1
    return stated == lines or lines + 1 >= MOST_LINES


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
