"""An item whose structure cannot be had, or not within bounds: all of it as windows of text, so that it is searched."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.model.batch import Batch
from leakassay.model.item import OpenItem
from leakassay.read.line_blocks import blocks
from leakassay.read.text_encoding import to_utf8
from leakassay.read.text_windows import text_batches, windows
from leakassay.values.text_encoding import sniff


def as_text(item: OpenItem) -> Iterator[Batch]:
    """All of an item in the part "as text"; the caller says why, and what became of its bytes."""
    encoding = sniff(item.head())
    first_row = 0
    for block in blocks(item, encoding):
        content, _ = to_utf8(block.raw, encoding)
        for batch in text_batches(windows(content.decode()), part="as text", first_row=first_row):
            first_row += batch.data.num_rows
            yield batch
