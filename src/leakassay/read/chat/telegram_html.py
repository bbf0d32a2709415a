"""Telegram's pages of messages: text of each message, files by id, date and path; a script in them is not run."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.chat.media import NAME_CHARACTERS, Reference, properties
from leakassay.read.line_blocks import blocks
from leakassay.read.mail.html_text import text_of_html
from leakassay.read.text_encoding import to_utf8
from leakassay.read.text_windows import text_batches, windows
from leakassay.values.text_encoding import sniff

MESSAGE_CHARACTERS = 4 << 20
"""A message that is longer is taken in pieces; Telegram allows 4,096 letters."""

_END_BYTES = 512
"""Bytes of the tail in which the end of a page is looked for."""

_START = '<div class="message '
_NUMBER = re.compile(r'id="message(-?\d{1,20})"')
_DATE = re.compile(r'title="(\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d[^"]{0,20})"')
_LINK = re.compile(r'<a\s[^<>]{0,400}?href="([^"<>]{1,1200})"')
_ABROAD = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|#|/|\.\./|messages\d*\.html|$")
_TITLE = re.compile(r'<div class="title bold">\s*([^<]{1,2000})')
_LEFT_OUT = re.compile(
    r'<div class="status details">\s*(?:[^<>]{0,80}?, )?'
    r"(?:Not included|Exceeds maximum size|Unavailable|File not included)",
    re.IGNORECASE,
)


def read(item: OpenItem) -> Iterator[Reading]:
    """Read one page.

    Yields:
        TEXT batches, a row or more for each message; properties for its files; what was covered; a Gap where the page
        is not closed (truncated), or more or fewer boxes are closed than opened (malformed).
    """
    encoding = sniff(item.head())
    rows, lost = _Rows(), 0
    rest, is_odd = "", int(not encoding.startswith("utf"))  # Telegram writes nothing else
    for block in blocks(item, encoding):
        content, missed = to_utf8(block.raw, encoding)
        lost += missed
        text = content.decode()
        is_odd += text.count("<div") - text.count("</div>")
        *whole, rest = (rest + text).split(_START)
        if len(rest) > MESSAGE_CHARACTERS:
            whole, rest = [*whole, rest], ""
        for message in whole:
            yield from rows.of(message)
    yield from rows.of(rest)
    yield Covered(item.size - lost)
    if not _is_ended(item, encoding):
        yield Gap(Reason.TRUNCATED)
    elif is_odd:
        yield Gap(Reason.MALFORMED)
    if lost:
        yield Gap(Reason.BAD_ENCODING, lost)


def _is_ended(item: OpenItem, encoding: str) -> bool:
    """True when the page is closed, as Telegram closes every page."""
    content, _ = to_utf8(item.tail(_END_BYTES), encoding)
    return b"</html>" in content.lower()


class _Rows:
    """Messages to readings; rows are numbered through the page."""

    def __init__(self) -> None:
        self._next = 0

    def of(self, message: str) -> Iterator[Reading]:
        """Text and files of one message."""
        number, date = _NUMBER.search(message[:2000]), _DATE.search(message[:20_000])
        for found in _files(message, number[1] if number else ""):
            yield from properties(found, number[1] if number else "", date[1] if date else "", self._next)
        text = text_of_html(_START + message if number else message)
        for batch in text_batches(windows(text), first_row=self._next):
            self._next += batch.data.num_rows
            yield batch


def _files(message: str, number: str) -> Iterator[Reference]:
    """Links to files beside the page, and titles of those that were left out."""
    seen: set[str] = set()
    for link in _LINK.findall(message):
        path = html.unescape(link)[:NAME_CHARACTERS]
        if not _ABROAD.match(path) and path not in seen:
            seen.add(path)
            yield Reference(path)
    for found in _LEFT_OUT.finditer(message):
        titles = _TITLE.findall(message, max(0, found.start() - 3000), found.start())
        title = html.unescape(titles[-1]).strip() if titles else "File"
        name = title if "." in title else f"{title} of message {number}"  # pictures are all called "Photo"
        yield Reference(name[:NAME_CHARACTERS], left_out=True)
