"""FHIR bulk exports (NDJSON): one resource or bundle a line; patients of earlier lines are known to later ones."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.health.fhir_document import Document, Output
from leakassay.read.health.fhir_tree import trees
from leakassay.read.health.inline_items import missed_documents
from leakassay.read.line_blocks import UNIT_BYTES, blocks, split_lines
from leakassay.read.tabular.json_text import parse
from leakassay.read.text_encoding import to_utf8
from leakassay.values.text_encoding import code_unit, sniff


def split(item: OpenItem, limit: int = UNIT_BYTES) -> list[tuple[int, int]]:
    """Units of a large file, cut at line ends.

    Returns:
        (offset, length) pairs that cover the item.
    """
    return split_lines(item, sniff(item.head()), limit)


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a range of lines; a line that is no JSON is text and a gap.

    Raises:
        ItemError: the whole item holds nothing (`empty`, `blank`).
    """
    encoding = sniff(item.head())
    output = Output(is_opened=item.own < item.size)
    given = 0
    for block in blocks(item, encoding):
        content, lost = to_utf8(block.raw, encoding)
        document, broken, gone = Document(output), 0, output.lost
        for line in content.splitlines():
            broken += _take(line, document, output)
        for reading in (*document.tell(), *output.ready()):
            given += not isinstance(reading, Gap)
            yield reading
        gap = min(block.bytes - lost, broken * code_unit(encoding))
        yield Covered(max(0, block.bytes - lost - gap - (output.lost - gone)))
        if lost:
            yield Gap(Reason.BAD_ENCODING, lost)
        if gap:
            yield Gap(Reason.MALFORMED, gap)
    for reading in output.ready(at_end=True):
        given += 1
        yield reading
    yield from output.counts()
    yield from missed_documents(item, "fhir", output.items)
    if not given and item.is_whole and item.size:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)


def _take(line: bytes, document: Document, output: Output) -> int:
    """Add one line to the document; its bytes where it is no JSON object."""
    if not line or line.isspace():
        return 0
    try:
        found = trees(parse(line))
    except ItemError:
        found = []
    for root in found:
        document.add(root)
    if not found:
        output.texts.add(line.decode())
        return len(line)
    return 0
