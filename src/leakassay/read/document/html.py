"""HTML and XHTML: text, tables as rows, and all places where a page hides words.

Where a page hides text, and how it is reached: elements that style hides are text as others; comments, scripts, styles,
instructions and character data are text; of attributes all but those of the layout (titles, alternative texts, values,
hidden fields with their names, `meta`, `data-…`, `aria-…`, links), and of the layout's those that hold a long number.
A text written into an address (`data:`) is unpacked; a picture is letters and digits there, and not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakassay.model.batch import Batch, Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document.flow import Flow
from leakassay.read.document.html_page import Page
from leakassay.read.document.html_tokens import tokens
from leakassay.read.line_blocks import blocks
from leakassay.read.text_encoding import to_utf8
from leakassay.values.text_encoding import UNKNOWN, code_unit, sniff

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 4096


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a page.

    Yields:
        TABLE and TEXT batches, properties, what was covered; a Gap where the page is not closed (truncated), a tag
        swallows others (malformed) or it does not decode.

    Raises:
        ItemError: not a word in it (`empty`, `blank`; truncated where it is not closed).
    """
    source = Source(item)
    flow = Flow()
    page = Page(flow)
    rows = 0
    for reading in page.take(tokens(source.texts())):
        rows += reading.data.num_rows if isinstance(reading, Batch) else 0
        yield reading
    for batch in flow.close():
        rows += batch.data.num_rows
        yield batch
    is_cut = page.is_bare or (page.is_opened and not page.is_closed)
    if not rows and is_cut:
        raise ItemError(Reason.TRUNCATED)
    if not rows:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    yield Covered(item.size - source.lost)
    if is_cut:
        yield Gap(Reason.TRUNCATED)
    elif page.is_doubtful:
        yield Gap(Reason.MALFORMED)
    if source.lost:
        yield Gap(Reason.BAD_ENCODING, source.lost)


class Source:
    """The text of a page or of XML, block by block, in the encoding that its bytes or its first lines tell.

    Attributes:
        lost: bytes that did not decode so far.
        forbidden: signs that were left out so far, because the format forbids them.
        is_foreign: the bytes are in another encoding than UTF-8, and nothing in them says so.
    """

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        self.lost = self.forbidden = 0
        self.encoding = encoding_of(item.head())
        said = _CHARSET.search(item.head()[:_HEAD_BYTES])
        is_silent = said is None or said[1].lower() in (b"utf-8", b"utf8")
        self.is_foreign = is_silent and not self.encoding.startswith("utf")

    def texts(self) -> Iterator[str]:
        """The text, in pieces of whole lines where there are lines."""
        self.lost = self.forbidden = 0
        for block in blocks(self._item, self.encoding):
            content, lost = to_utf8(block.raw, self.encoding)
            self.lost += lost
            yield content.decode()


def encoding_of(head: bytes) -> str:
    """The encoding: the bytes decide where they can, else what the page declares, if there is such an encoding."""
    guess = sniff(head)
    if guess and code_unit(guess) > 1:
        return guess
    declared = _CHARSET.search(head[:_HEAD_BYTES])
    name = declared[1].decode("ascii").lower() if declared else ""
    if guess == "utf-8" and not head.isascii():
        return guess
    if name and name.startswith("iso-8859-1") and name in ("iso-8859-1", "iso-8859-15"):
        return "cp1252" if name == "iso-8859-1" else name
    try:
        is_known = bool(name) and "é".encode(name, "replace") is not None and code_unit(name) == 1
        is_known = is_known and "<a>".encode(name) == b"<a>"
    except (LookupError, UnicodeError):
        is_known = False
    return name if is_known and name != "utf-8" else guess or UNKNOWN
