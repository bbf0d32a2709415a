"""HL7 v2 files: messages bare, framed (MLLP), batched (FHS, BHS) or inside interface logs, in any usual charset."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from leakassay.model.batch import Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import READ_CHUNK, OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.health.charset import wide_charset
from leakassay.read.health.hl7_frame import HEADER, HEADER_BYTES, blocks, pieces
from leakassay.read.health.hl7_message import Messages
from leakassay.read.health.inline_items import missed_documents
from leakassay.read.health.record_rows import BATCH_ROWS, RecordRows, Texts

MIN_SPLIT = 1 << 16
"""Bytes below which a range is not cut further."""

TAIL_BYTES = 1 << 16
"""Bytes at the end in which the last segment and others of its kind are looked for."""

_ENDS = re.compile(rb"[\r\n\x0b\x1c]+")
_SEGMENT = re.compile(rb"[A-Z][A-Z0-9]{2}\|")

_FRAME = "\x0b\x1c\x00 \t\r\n\ufeff"
"""Characters around messages that are framing, not text."""


def read(item: OpenItem) -> Iterator[Reading]:
    """Yield RECORD batches of the messages in the range, TEXT batches of what stands around them.

    Properties at the end: message and segment counts, distinct senders, types and versions. A header without a segment
    behind it, and segments without a header, are a gap: whom they are about was not read.

    Documents that an opener has taken out are told and not read.

    Raises:
        ItemError: nothing but white space (no_text).
    """
    is_opened = item.own < item.size
    messages, texts = Messages(RecordRows(), is_opened=is_opened), Texts("outside messages")
    given = streamed = lost = 0
    for block in blocks(_utf8(item)):
        streamed += len(block)
        for piece in pieces(block):
            lost += piece.lost
            if not piece.segments:
                texts.add(piece.text.strip(_FRAME))
            elif not messages.read(piece.segments):
                texts.add("\n".join(piece.segments))
            if len(messages.rows) >= BATCH_ROWS:
                given += 1
                yield from _taken(messages)
        if texts.is_full:
            given += 1
            yield from texts.take()
    for reading in (*_taken(messages), *texts.take()):
        given += 1
        yield reading
    if not given:
        raise ItemError(Reason.NO_TEXT)
    yield from _counts(messages)
    if _stops_short(item):
        yield Gap(Reason.TRUNCATED)
    missed = yield from missed_documents(item, "hl7v2", messages.items)
    size = item.own if item.is_whole else item.end - item.offset
    yield from _covered(size, lost, messages.unread + missed, streamed)


def _covered(size: int, lost: int, unread: int, streamed: int) -> Iterator[Reading]:
    """What was taken apart of `size` bytes; a wide charset was streamed in another number of them.

    Documents in results that are no text have gaps of their own, of as many characters as they take.
    """
    missing = min(max(0, size - unread), -(-lost * size // max(streamed, 1)))
    yield Covered(max(0, size - missing - unread))
    if missing:
        yield Gap(Reason.SOME_PARTS_FAILED, missing)


def _stops_short(item: OpenItem) -> bool:
    """True when the last segment has no end and fewer fields than every other of its kind that was looked at."""
    if item.end < item.size or wide_charset(item.head(4096)):
        return False
    *whole, last = _ENDS.split(item.pread(TAIL_BYTES, max(item.offset, item.end - TAIL_BYTES)))
    if not _SEGMENT.match(last):
        return False
    seen = (*_ENDS.split(item.head())[:-1], *whole[1:])
    others = [segment.count(b"|") for segment in seen if segment[:4] == last[:4]]
    return bool(others) and last.count(b"|") < min(others)


def split(item: OpenItem, limit: int) -> list[tuple[int, int]]:
    """Cut the item before message headers into ranges of about `limit` bytes.

    Returns:
        (offset, length) pairs that lie end to end; one pair when the file is small, wide-charset or one message.
    """
    limit = max(limit, MIN_SPLIT)
    if wide_charset(item.head(4096)):
        return [(0, item.size)]
    cuts = [0]
    while item.size - cuts[-1] > limit:
        cut = _header_from(item, cuts[-1] + limit)
        if cut is None:
            break
        cuts.append(cut)
    return [(start, end - start) for start, end in zip(cuts, [*cuts[1:], item.size], strict=True)]


def _header_from(item: OpenItem, start: int) -> int | None:
    """Offset of the first message header at or behind `start` (its MLLP start byte included), if there is one."""
    at = start
    while at < item.size:
        window = item.pread(READ_CHUNK + HEADER_BYTES, at)
        if found := HEADER.search(window):
            cut = at + found.start()
            return cut - 1 if cut > start and item.pread(1, cut - 1) == b"\x0b" else cut
        at += READ_CHUNK
    return None


def _utf8(item: OpenItem) -> Iterator[bytes]:
    """The range as bytes in which ASCII is ASCII: wide charsets become UTF-8, others stay as they are."""
    charset = wide_charset(item.head(4096)) if item.is_whole else ""
    if not charset:
        return item.chunks()
    return _narrowed(item.chunks(), charset)


def _narrowed(chunks: Iterable[bytes], charset: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(charset)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _taken(messages: Messages) -> Iterator[Reading]:
    beside = [*messages.beside()]
    batch = messages.rows.take()
    if batch is not None:
        yield batch
    yield from beside
    yield from messages.properties()


def _counts(messages: Messages) -> Iterator[Property]:
    """What was counted, and who sent it."""
    if not messages.segments:
        return
    yield Property("message_count", str(messages.segments["MSH"]))
    for name in ("PID", "OBR", "OBX"):
        yield Property(f"{name.lower()}_count", str(messages.segments[name]))
    for row, (name, value) in enumerate(messages.headers):
        yield Property(name, value, row=row)
