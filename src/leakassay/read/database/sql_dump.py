r"""SQL dumps: rows of INSERT and COPY as tables under their columns, everything else as text, streamed.

Where a dump hides people, and what becomes of it: rows of one or many values, in any quotes (cells); COPY blocks
(cells); hexadecimal bytes that are text (cells); comments, defaults, views, procedures, UPDATE and MERGE (text; values
in them are a gap, `some_parts_failed`); bytes that are no text (a gap, `no_reader`); rows that are damaged (text, a
gap, `malformed`); a row over 16 MB (text, a gap, `limit_line`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database.sql_cut import context, cuts, dialect_of, shape_before
from leakassay.read.database.sql_scan import Scan
from leakassay.read.document import strings
from leakassay.read.health.charset import wide_charset
from leakassay.read.health.hl7_frame import HEADER
from leakassay.read.line_blocks import UNIT_BYTES, blocks
from leakassay.read.text_encoding import to_utf8
from leakassay.values.text_encoding import sniff

_ENDINGS = (
    ("-- MySQL dump", "Dump completed"),
    ("-- MariaDB dump", "Dump completed"),
    ("-- PostgreSQL database dump", "PostgreSQL database dump complete"),
)
"""What a program writes at the front, and at the end when it got there."""


def split(item: OpenItem, limit: int = UNIT_BYTES) -> list[tuple[int, ...]]:
    """Units of a large dump, cut between statements, inside a long one between rows.

    Returns:
        (offset, length) pairs that cover the item, with the places of what each needs to know (see `sql_cut.cuts`).
    """
    if _holds_messages(item):
        return [*strings.split(item, limit)]
    return cuts(item, sniff(item.head()), limit)


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a range of a dump.

    Yields:
        TABLE batches, one part a table; TEXT for what holds no rows; bytes covered; gaps.

    Raises:
        ItemError: the whole item is white space (`empty`, `blank`).
    """
    if _holds_messages(item):
        yield from strings.read(item)
        return
    encoding = sniff(item.head())
    place = context(item, encoding)
    if place.is_lost:
        yield Gap(Reason.SOME_PARTS_FAILED)
    scan = Scan(dialect_of(item, encoding), place, partial(shape_before, item, encoding))
    for block in blocks(item, encoding):
        content, lost = to_utf8(block.raw, encoding)
        yield from scan.feed(content.decode())
        yield Covered(block.bytes - lost)
        if lost:
            yield Gap(Reason.BAD_ENCODING, lost)
    is_last = item.end == item.size
    yield from scan.finish(is_last=is_last)
    if is_last and _is_broken_off(item, encoding):
        yield Gap(Reason.TRUNCATED)
    if not scan.given and item.is_whole and item.size:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)


def _holds_messages(item: OpenItem) -> bool:
    """True when the head shows a table of HL7 messages: their reader takes more from it than rows say."""
    head = item.head()
    charset = wide_charset(head[:4096])
    return bool(HEADER.search(head.decode(charset, "replace").encode("utf-8", "replace") if charset else head))


def _is_broken_off(item: OpenItem, encoding: str) -> bool:
    """True when the program that wrote it signs at the end, and has not."""
    head, tail = (to_utf8(piece, encoding)[0].decode() for piece in (item.head(4096), item.tail(4096)))
    return any(front in head and ending not in tail for front, ending in _ENDINGS)
