r"""Rows of COPY without their statement: data files of PostgreSQL's directory and tar archives (`3355.dat`).

Fields between tabs, escaped by backslashes, `\N` for nothing, `\.` as the last line. Names of columns stand in another
file (`toc.dat`, `restore.sql`), so the rows have none here.
"""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database.sql_scan import Place, Scan
from leakassay.read.database.sql_values import STANDARD
from leakassay.read.line_blocks import blocks, split_lines
from leakassay.read.text_encoding import to_utf8
from leakassay.values.text_encoding import sniff


def split(item: OpenItem, limit: int) -> list[tuple[int, int]]:
    """Units of a large file, cut at line ends.

    Returns:
        (offset, length) pairs that cover the item.
    """
    return split_lines(item, sniff(item.head()), limit)


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a range of rows.

    Yields:
        TABLE batches without headers; TEXT for lines that are no rows; bytes covered; gaps.

    Raises:
        ItemError: no row at all.
    """
    encoding = sniff(item.head())
    scan = Scan(STANDARD, Place("copy"))
    for block in blocks(item, encoding):
        content, lost = to_utf8(block.raw, encoding)
        yield from scan.feed(content.decode())
        yield Covered(block.bytes - lost)
        if lost:
            yield Gap(Reason.BAD_ENCODING, lost)
    yield from scan.finish(is_last=item.end == item.size)
    if not scan.given and item.is_whole:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
