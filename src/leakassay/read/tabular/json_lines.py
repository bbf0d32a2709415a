"""NDJSON: one JSON value per line; lines that do not parse are delivered as text and counted as a gap."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.line_blocks import UNIT_BYTES, Block, blocks, split_lines
from leakassay.read.tabular.json_batches import Collector
from leakassay.read.tabular.json_rows import Row, rows
from leakassay.read.tabular.json_text import parse
from leakassay.read.text_encoding import to_utf8
from leakassay.values.text_encoding import code_unit, sniff

BROKEN = "lines that are no JSON"
"""Name of the part that holds them."""


def split(item: OpenItem, limit: int = UNIT_BYTES) -> list[tuple[int, int]]:
    """Units of a large file, cut at line ends.

    Returns:
        (offset, length) pairs that cover the item.
    """
    return split_lines(item, sniff(item.head()), limit)


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a range of lines.

    Yields:
        TABLE batches named by path or resource type, TEXT for scalars and broken lines, what was covered.

    Raises:
        ItemError: the whole item holds nothing (`empty`, `blank`).
    """
    encoding = sniff(item.head())
    collector = Collector()
    for block in blocks(item, encoding):
        content, lost = to_utf8(block.raw, encoding)
        broken: list[str] = []
        for line in content.splitlines():
            yield from collector.add(_rows(line, broken))
        yield from collector.add(Row(BROKEN, {"": line}) for line in broken)
        yield from _account(block, lost, sum(len(line.encode()) for line in broken) * code_unit(encoding))
    yield from collector.flush()
    if not collector.rows and item.is_whole and item.size:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)


def _rows(line: bytes, broken: list[str]) -> Iterator[Row]:
    """Rows of one line; one that does not parse goes to `broken`."""
    if not line or line.isspace():
        return
    try:
        yield from rows([parse(line)])
    except (ItemError, RecursionError):
        broken.append(line.decode())


def _account(block: Block, lost: int, broken: int) -> Iterator[Reading]:
    gap = min(block.bytes - lost, broken)
    yield Covered(block.bytes - lost - gap)
    if lost:
        yield Gap(Reason.BAD_ENCODING, lost)
    if gap:
        yield Gap(Reason.MALFORMED, gap, part=BROKEN)
