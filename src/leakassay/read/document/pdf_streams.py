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


def is_broken(item: OpenItem) -> bool:
    """True when a stream that is deflated does not unpack; documents behind encryption are not looked at."""
    if item.size > MOST_BYTES:
        return False
    data = item.pread(item.size, 0)
    if b"/Encrypt" in data:
        return False
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
