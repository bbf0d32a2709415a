"""JSON documents: objects flattened to rows, FHIR resources one row each; large ones in units, broken ones as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.line_blocks import blocks
from leakassay.read.tabular.json_batches import Collector
from leakassay.read.tabular.json_cut import cuts, framed
from leakassay.read.tabular.json_rows import rows
from leakassay.read.tabular.json_text import parse
from leakassay.read.text_encoding import to_utf8
from leakassay.read.text_windows import text_batches, windows
from leakassay.values.text_encoding import bom_length, code_unit, sniff

DOCUMENT_BYTES = 48 << 20
"""Parsed in one go; a parsed document takes up to fourteen times its size in memory (measured), a cell has 1 GiB."""


def split(item: OpenItem, limit: int) -> list[tuple[int, ...]]:
    """Units of a document that is too large to be parsed in one go, cut between the elements of its arrays.

    Returns:
        (offset, length, place of the bracket of the open array) that cover the item; one unit for other documents.
    """
    if item.size <= DOCUMENT_BYTES or code_unit(sniff(item.head())) != 1:
        return [(0, item.size)]
    return cuts(item, limit)


def read(item: OpenItem) -> Iterator[Reading]:
    """Read one JSON document, or a unit of a large one.

    Yields:
        TABLE batches named by path or resource type; TEXT for scalars, for what is over 48 MB and cannot be cut and,
        with a Gap over all bytes, for what does not parse.

    Raises:
        ItemError: nothing in the document but brackets (`empty`, `blank`).
    """
    size = item.end - item.offset
    if size > DOCUMENT_BYTES:
        yield from _as_text(item, Reason.NONE)
        return
    raw = item.pread(size, item.offset)
    encoding = sniff(raw if item.is_whole else item.head())
    content, lost = to_utf8(raw if item.offset else raw[bom_length(raw) :], encoding)
    try:
        value = parse(content if item.is_whole else framed(item, content))
    except ItemError as error:
        yield from _as_text(item, error.reason)
        return
    collector = Collector()
    try:
        for table, part in _parts(item, value):
            yield from collector.add(rows(part, table))
    except RecursionError:  # tables inside tables, hundreds deep
        yield from _as_text(item, Reason.MALFORMED)
        return
    yield from collector.flush()
    if not collector.rows and item.is_whole:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    yield Covered(size - lost)
    if lost:
        yield Gap(Reason.BAD_ENCODING, lost)


def _parts(item: OpenItem, value: Any) -> Iterator[tuple[str, Any]]:
    """What of a document is read under which name: in a unit each array of its object is a table, however short."""
    if item.is_whole or not isinstance(value, dict):
        yield "", value
        return
    lists = {key: inner for key, inner in value.items() if isinstance(inner, list)}
    yield from lists.items()
    if rest := {key: inner for key, inner in value.items() if key not in lists}:
        yield "", rest


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
        yield Gap(fault, item.end - item.offset)
