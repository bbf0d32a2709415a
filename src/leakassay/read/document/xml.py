"""XML of no special kind: a list of like elements gives rows, everything else text, a line for each element.

All text, attributes, comments, instructions and values of entities are told. What is not well formed is read as mark-up
without a structure, and all its bytes are a gap: words were seen, not fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakassay.model.batch import Batch, Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document import xml_office
from leakassay.read.document.flow import Flow
from leakassay.read.document.html import Source
from leakassay.read.document.html_page import Page
from leakassay.read.document.html_tokens import tokens
from leakassay.read.document.office_walk import Walk
from leakassay.read.document.xml_records import Lines, Survey
from leakassay.read.xml_events import Event, events

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2\d|3[01]));"
)
"""Signs that XML forbids, as they are or as references; they part nothing and name nobody."""
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,400}\?>")


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a document.

    Yields:
        TABLE batches headed by the names of elements where the document is a list, TEXT batches, what was covered; a
        Gap over all bytes where it is not well formed or declares what unfolds, one of no bytes where signs were left
        out that XML forbids, or it is not in UTF-8 and does not say in what else.

    Raises:
        ItemError: not a word in it (`empty`, `blank`).
    """
    source = Source(item)
    survey = Survey()
    try:
        for event in events(_pieces(source), "utf-8"):
            survey.take(event)
    except ItemError as error:
        yield from _as_markup(item, source, error.reason)
        return
    rows = 0
    for batch in _batches(survey, events(_pieces(source), "utf-8")):
        rows += batch.data.num_rows
        yield batch
    if not rows:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    yield Covered(item.size - source.lost)
    if source.lost:
        yield Gap(Reason.BAD_ENCODING, source.lost)
    elif source.forbidden or source.is_foreign:
        yield Gap(Reason.MALFORMED)


def _batches(survey: Survey, document: Iterator[Event]) -> Iterator[Batch]:
    """Rows and text: of a document of an office program, of a list, of anything else."""
    if survey.root in xml_office.ROOTS:
        flow = Flow()
        yield from Walk(flow).part("", xml_office.plain(survey.root, document))
        yield from flow.close()
        return
    lines = Lines(survey.record())
    for event in document:
        yield from lines.take(event)
    yield from lines.close()


def _pieces(source: Source) -> Iterator[bytes]:
    """The document in UTF-8, without its declaration and without signs that XML forbids."""
    is_first = True
    for text in source.texts():
        said = _DECLARED.sub(lambda found: " " * len(found[0]), text, count=1).lstrip() if is_first else text
        is_first = False
        clean, count = _CONTROL.subn(" ", said)
        source.forbidden += count
        yield clean.encode("utf-8", "replace")


def _as_markup(item: OpenItem, source: Source, fault: Reason) -> Iterator[Reading]:
    flow = Flow()
    page = Page(flow, is_html=False)
    found = 0
    for reading in page.take(tokens(source.texts())):
        if isinstance(reading, Batch):
            found += reading.data.num_rows
            yield reading
    for batch in flow.close():
        found += batch.data.num_rows
        yield batch
    if not found:
        raise ItemError(fault)
    yield Gap(fault, item.size)
