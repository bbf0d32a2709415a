"""JSON documents: objects flattened to rows, FHIR resources one row each; large or broken ones as text."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.line_blocks import blocks
from leakassay.read.tabular.json_batches import Collector
from leakassay.read.tabular.json_rows import rows
from leakassay.read.tabular.json_text import parse
from leakassay.read.text_encoding import to_utf8
from leakassay.read.text_windows import text_batches, windows
from leakassay.values.text_encoding import bom_length, sniff

DOCUMENT_BYTES = 48 << 20
"""Parsed in one go; a parsed document takes up to fourteen times its size in memory (measured), a cell has 1 GiB."""


def read(item: OpenItem) -> Iterator[Reading]:
    """Read one JSON document.

    Yields:
        TABLE batches named by path or resource type; TEXT for scalars, for documents over 48 MB and, with a Gap over
        all bytes, for documents that do not parse.

    Raises:
        ItemError: nothing in it but brackets (`empty`, `blank`).
    """
    if item.size > DOCUMENT_BYTES:
        yield from _as_text(item, Reason.NONE)
        return
    raw = item.pread(item.size, 0)
    encoding = sniff(raw)
    content, lost = to_utf8(raw[bom_length(raw) :], encoding)
    try:
        value = parse(content)
    except ItemError as error:
        yield from _as_text(item, error.reason)
        return
    collector = Collector()
    try:
        yield from collector.add(rows(value))
    except RecursionError:  # tables inside tables, hundreds deep
        yield from _as_text(item, Reason.MALFORMED)
        return
    yield from collector.flush()
    if not collector.rows:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    yield Covered(item.size - lost)
    if lost:
        yield Gap(Reason.BAD_ENCODING, lost)


def _as_text(item: OpenItem, fault: Reason) -> Iterator[Reading]:
    """The document as windows of text; a fault leaves its bytes uncovered: words were seen, not fields."""
    encoding = sniff(item.head())
    first_row = 0
    for block in blocks(item, encoding):
        content, _ = to_utf8(block.raw, encoding)
        for batch in text_batches(windows(content.decode()), first_row=first_row):
            first_row += batch.data.num_rows
            yield batch
        if not fault:
            yield Covered(block.bytes)
    if fault:
        yield Gap(fault, item.size)
