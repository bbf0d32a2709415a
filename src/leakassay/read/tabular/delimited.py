"""Delimited text (CSV, TSV, pipe, thorn …): every value a string as printed, no row lost for being ragged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leakassay.model.batch import Batch, Covered, Gap, Reading, Shape
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.line_blocks import UNIT_BYTES, Block, blocks, split_lines
from leakassay.read.tabular.delimited_block import table
from leakassay.read.text_encoding import to_utf8
from leakassay.read.text_windows import text_batches, windows
from leakassay.values import text_dialect
from leakassay.values.text_dialect import Dialect
from leakassay.values.text_encoding import bom_length, code_unit, sniff

BATCH_ROWS = 65536
"""Rows of a batch: what detect takes in one go."""

MAX_COLUMNS = 4096
"""Wider tables are delivered as text: no such table concerns people row by row."""

MIN_CUT_WIDTH = 3
"""Fewer columns, or fewer lines, do not show that a record stops in its middle."""

LONG_LINE_BYTES = 1 << 20
"""Lines longer than this are delivered as windows of text, not as rows."""


@dataclass(frozen=True)
class _Plan:
    """What every unit of one item agrees on, from the same head."""

    encoding: str
    dialect: Dialect
    skip: int  # bytes of the first block's UTF-8 that precede the data
    is_header_ended: bool  # by a line end

    @property
    def headers(self) -> tuple[str, ...]:
        """One name per column."""
        return self.dialect.headers or ("",) * self.dialect.width


def split(item: OpenItem, limit: int = UNIT_BYTES) -> list[tuple[int, int]]:
    """Units of a large table, cut at record borders; the first one holds the header.

    Returns:
        (offset, length) pairs that cover the item.
    """
    plan = _plan(item)
    return split_lines(item, plan.encoding, limit, quote=_raw_quote(plan))


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a range of a table.

    Yields:
        TABLE batches of string columns; TEXT for what stands before the header and for overlong lines; bytes covered.

    Raises:
        ItemError: the whole item is white space (`empty`, `blank`).
    """
    plan = _plan(item)
    rows = 0
    content = b""
    for number, block in enumerate(blocks(item, plan.encoding, quote=_raw_quote(plan))):
        content, lost = to_utf8(block.raw, plan.encoding)
        if number == 0 and item.offset == 0:
            for batch in _preamble(plan):
                rows += batch.data.num_rows
                yield batch
            if plan.dialect.has_odd_header or plan.dialect.is_ragged:
                yield Gap(Reason.RAGGED_ROWS, row=rows)
            content = content[plan.skip :]
        for reading in () if content.isspace() else _readings(content, block, plan, rows):
            rows += reading.data.num_rows if isinstance(reading, Batch) else 0
            yield reading
        yield Covered(block.bytes - lost)
        if lost:
            yield Gap(Reason.BAD_ENCODING, lost, row=rows)
        yield from _doubts(content, plan, rows)
    if item.end == item.size and _stops_short(content, plan):
        yield Gap(Reason.TRUNCATED, row=rows)
    if not rows and item.is_whole and item.size:
        yield from _headers_only(plan, item.size)


def _plan(item: OpenItem) -> _Plan:
    head = item.head()
    encoding = sniff(head)
    unit = code_unit(encoding)
    body = head[bom_length(head) :]
    content, _ = to_utf8(body[: len(body) // unit * unit], encoding)
    text = content.decode()
    complete = item.size <= len(head)
    dialect = text_dialect.sniff(text, complete=complete) or text_dialect.one_column(text, complete=complete)
    # Too wide for a table: header and all are text.
    skip = len(text[: dialect.data_at].encode()) if dialect.width <= MAX_COLUMNS else 0
    return _Plan(encoding, dialect, skip, text[: dialect.data_at].endswith(("\n", "\r")))


def _raw_quote(plan: _Plan) -> str:
    """The quote as one code unit of the raw bytes; "" where it is none."""
    is_ascii = plan.dialect.quote.isascii()
    return plan.dialect.quote if is_ascii or plan.encoding in ("cp1252", "latin-1") else ""


def _preamble(plan: _Plan) -> Iterator[Batch]:
    if plan.skip:
        yield from text_batches(windows(plan.dialect.preamble))


def _headers_only(plan: _Plan, size: int) -> Iterator[Reading]:
    """A table without a row still shows its header, as text; one that no line end follows may stop inside it."""
    if not any(header.strip() for header in plan.dialect.headers):
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=size)
    yield from text_batches(["\t".join(plan.dialect.headers)])
    if not plan.is_header_ended:
        yield Gap(Reason.TRUNCATED)


def _readings(content: bytes, block: Block, plan: _Plan, first_row: int) -> Iterator[Reading]:
    """The rows of one block, and a gap of no bytes where line ends look damaged."""
    if _is_endless(content) or plan.dialect.width > MAX_COLUMNS:
        yield from text_batches(windows(content.decode()), first_row=first_row)
        return
    data, is_doubtful = table(content, plan.dialect, torn=block.torn)
    if is_doubtful:
        yield Gap(Reason.RAGGED_ROWS, row=first_row)
    for batch in data.to_batches(max_chunksize=BATCH_ROWS):
        if batch.num_rows:
            yield Batch(Shape.TABLE, batch, headers=plan.headers, first_row=first_row)
            first_row += batch.num_rows


def _doubts(content: bytes, plan: _Plan, row: int) -> Iterator[Gap]:
    """Says so, in a gap of no bytes, when a block was delivered as text and its fields were not taken apart."""
    if plan.dialect.width > MAX_COLUMNS:
        yield Gap(Reason.STRINGS_ONLY, row=row)
    elif _is_endless(content):
        yield Gap(Reason.LIMIT_LINE, row=row)


def _stops_short(content: bytes, plan: _Plan) -> bool:
    """True when the last record has no end and fewer fields than the one before, or the header, which is as wide."""
    width = plan.dialect.width
    if width < MIN_CUT_WIDTH or width > MAX_COLUMNS or not content or content.endswith((b"\n", b"\r")):
        return False
    tail = content[-LONG_LINE_BYTES:].decode(errors="replace").splitlines()
    if len(tail) < MIN_CUT_WIDTH and not plan.dialect.headers:
        return False
    *before, last = (len(text_dialect.fields(line, plan.dialect)) for line in tail[-2:])
    return last < width == (before[0] if before else width)


def _is_endless(content: bytes) -> bool:
    """True when the block is one or few overlong lines."""
    if len(content) <= LONG_LINE_BYTES:
        return False
    lines = content.count(b"\n") or content.count(b"\r")
    return len(content) > (lines + 1) * LONG_LINE_BYTES
