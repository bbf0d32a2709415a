"""Word documents of 97 to 2003, and of 6 and 95: all text by the piece table, tables as rows, properties.

Where a document hides text, and how it is reached: the piece table lists the body, foot- and endnotes, headers and
footers, comments, and text boxes, with what is hidden or deleted and the codes of fields; text that a fast save left
behind, authors, bookmarks, variables, earlier paths and form fields are words in the bytes that no piece covers and in
the other streams. Pictures and embedded objects are an opener's.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from leakassay.model.batch import Batch, Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document.compound import SPOKEN, Compound, searched, words
from leakassay.read.document.doc_text import put
from leakassay.read.document.flow import Flow

_WORD_97, _WORD_6 = 0xA5EC, (0xA5DC, 0xA5DB, 0xA59B, 0xA59C)
_COMPLEX, _ENCRYPTED, _SECOND_TABLE = 0x0004, 0x0100, 0x0200
_FIB_BYTES = 0x1AA
_PARTS = (
    ("", 0x4C), ("footnotes", 0x50), ("headers and footers", 0x54), ("macros", 0x58), ("comments", 0x5C),
    ("endnotes", 0x60), ("text boxes", 0x64), ("text boxes of headers", 0x68),
)  # fmt: skip
"""Stories in the order of their text, and where the header says how many characters each has."""
_CLX = 0x1A2
MAX_PIECES = 1 << 20
"""Pieces of text; a document that was saved fast a thousand times has some ten thousand."""


@dataclass(frozen=True)
class _Piece:
    start: int
    size: int
    is_narrow: bool


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a document.

    Yields:
        TABLE and TEXT batches, properties, what was covered; a Gap where text is said to be that is not there, and over
        all bytes where the file is damaged and was searched for words only.

    Raises:
        ItemError: behind a password (encrypted), too large, not built as a document (malformed), or (`empty`, `blank`)
            without a word.
    """
    try:
        yield from _document(item)
    except ItemError as error:
        if error.reason is not Reason.MALFORMED:
            raise
        yield from searched(item, error.reason)


def _document(item: OpenItem) -> Iterator[Reading]:
    with closing(Compound(item)) as file:
        main = file.stream("WordDocument")
        if len(main) < 0x20:
            raise ItemError(Reason.MALFORMED)
        kind, flags = struct.unpack_from("<H", main)[0], struct.unpack_from("<H", main, 10)[0]
        if flags & _ENCRYPTED:
            raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
        flow = Flow()
        for found in file.properties():
            yield found
            if found.name in SPOKEN:
                flow.line(f"{found.name}: {found.value}")
        is_whole = _old(main, flow) if kind in _WORD_6 else _new(file, main, flags, flow)
        yield from _told(flow, file, main, item, is_whole=is_whole)


def _told(flow: Flow, file: Compound, main: bytes, item: OpenItem, *, is_whole: bool) -> Iterator[Reading]:
    rows = 0
    for batch in _all(flow, file):
        rows += batch.data.num_rows
        yield batch
    if not rows and is_whole and len(main) >= 0x20:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    yield Covered(item.own)
    if not is_whole:
        yield Gap(Reason.TRUNCATED)


def _all(flow: Flow, file: Compound) -> Iterator[Batch]:
    """The stories, then words of the other streams."""
    yield from flow.ready()
    flow.begin_part("names, variables, form fields")
    for name in ("0Table", "1Table", "Data"):
        if file.has(name):
            try:
                found = words(file.stream(name))
            except ItemError:
                continue
            for said in found:
                flow.line(said)
    for said in file.summary_words():
        flow.line(said)
    yield from flow.close()


def _old(main: bytes, flow: Flow) -> bool:
    """Word 6 and 95: the text lies in one run, unless it was saved fast."""
    start, end = struct.unpack_from("<II", main, 0x18)
    put(flow, "", main[start:end].decode("cp1252", "replace"))
    flow.begin_part("earlier text")
    for said in words(main[:start][0x300:] + main[end:], is_wide_only=False):
        flow.line(said)
    flow.end_part()
    return bool(0 < start < end <= len(main))


def _new(file: Compound, main: bytes, flags: int, flow: Flow) -> bool:
    """Word 97 and later: pieces of the text, then the bytes that none of them covers."""
    if len(main) < _FIB_BYTES:
        raise ItemError(Reason.MALFORMED)
    named = ("1Table", "0Table") if flags & _SECOND_TABLE else ("0Table", "1Table")
    table = next((name for name in named if file.has(name)), "")
    if not table:
        raise ItemError(Reason.SOME_PARTS_FAILED)
    start, size = struct.unpack_from("<II", main, _CLX)
    pieces = list(_pieces(file.stream(table)[start : start + size]))
    text, is_whole = _text(main, pieces)
    at = 0
    for part, place in _PARTS:
        (count,) = struct.unpack_from("<I", main, place)
        put(flow, part, text[2 * at : 2 * (at + count)].decode("utf-16-le", "replace"))
        at += min(count, len(text))
    is_whole = is_whole and 2 * at <= len(text) and bool(pieces)
    put(flow, "behind the last part", text[2 * at :].decode("utf-16-le", "replace"))
    flow.begin_part("earlier text")
    for left in _left(main, pieces, is_complex=bool(flags & _COMPLEX) or not is_whole):
        for said in words(left, is_wide_only=False):
            flow.line(said)
    flow.end_part()
    return bool(is_whole)


def _pieces(clx: bytes) -> Iterator[_Piece]:
    """Pieces in the order of the text; none where the table is broken."""
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:  # formats of pieces
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    if at + 5 > len(clx) or clx[at] != 2:
        return
    size = min(int.from_bytes(clx[at + 1 : at + 5], "little"), len(clx) - at - 5)
    count = min((size - 4) // 12, MAX_PIECES)
    if count < 1:
        return
    starts = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    for number in range(count):
        (place,) = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)
        is_narrow = bool(place & 0x40000000)
        place &= 0x3FFFFFFF
        characters = max(0, starts[number + 1] - starts[number])
        yield _Piece(place // 2 if is_narrow else place, characters if is_narrow else 2 * characters, is_narrow)


def _text(main: bytes, pieces: list[_Piece]) -> tuple[bytes, bool]:
    """The text of all pieces as wide characters, by which a document counts, and whether each piece was there.

    Together they are no longer than the stream is twice over.
    """
    found, left, is_whole = [], 2 * len(main), True
    for piece in pieces:
        raw = main[piece.start : piece.start + min(piece.size, left)]
        is_whole = is_whole and len(raw) == piece.size
        left -= len(raw)
        found.append(raw.decode("cp1252", "replace").encode("utf-16-le") if piece.is_narrow else raw)
    return b"".join(found), is_whole


def _left(main: bytes, pieces: list[_Piece], *, is_complex: bool) -> Iterator[bytes]:
    """Bytes that no piece covers: of the whole stream after a fast save, else behind the last text only of a gap."""
    at = 0x400 if is_complex else len(main)
    for piece in sorted(pieces, key=lambda piece: piece.start):
        if piece.start > at:
            yield main[at : piece.start]
        at = max(at, piece.start + piece.size)
    if at < len(main):
        yield main[at:]
