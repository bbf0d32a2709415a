"""Telegram's result.json: every message a row, however many; files of messages by id, date and path."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.model.batch import Batch, Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.chat.json_stream import Source, Value, values
from leakassay.read.chat.media import properties, references
from leakassay.read.line_blocks import blocks
from leakassay.read.tabular.json_batches import Collector
from leakassay.read.tabular.json_rows import rows
from leakassay.read.text_encoding import to_utf8
from leakassay.read.text_windows import text_batches, windows
from leakassay.values.text_encoding import sniff


class _Text:
    """The item as text, and how many of its bytes were taken in and lost."""

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        self.taken = 0
        self.lost = 0

    def __iter__(self) -> Iterator[str]:
        encoding = sniff(self._item.head())
        for block in blocks(self._item, encoding):
            content, lost = to_utf8(block.raw, encoding)
            self.taken += block.bytes
            self.lost += lost
            yield content.decode()


def read(item: OpenItem) -> Iterator[Reading]:
    """Read one export.

    Yields:
        TABLE batches (messages, chats, what else there is), properties for the files of messages; from a place on
        where it is cut off or broken, text and a Gap.

    Raises:
        ItemError: nothing in it but brackets (`empty`, `blank`).
    """
    text = _Text(item)
    pieces = iter(text)
    source = Source(pieces)
    collector = Collector()
    fault = Reason.NONE
    try:
        for number, found in enumerate(values(source)):
            yield from collector.add(rows(found.value, found.path))
            yield from _files(found, number)
        if source.peek():
            fault = Reason.TRAILING_BYTES
    except ItemError as error:
        fault = error.reason
    except RecursionError:  # lists inside lists, hundreds deep
        fault = Reason.MALFORMED
    yield from collector.flush()
    if fault:
        yield from _rest(source, pieces, text, item.size, fault)
    elif not collector.rows:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    else:
        yield Covered(item.size - text.lost)
    if text.lost and not fault:
        yield Gap(Reason.BAD_ENCODING, text.lost)


def _files(found: Value, row: int) -> Iterator[Reading]:
    """Properties of one message's files."""
    message = found.value
    if not found.is_message or not isinstance(message, dict):
        return
    number, date = str(message.get("id", "")), str(message.get("date", ""))
    for one in references(message):
        yield from properties(one, number[:32], date[:32], row)


def _rest(source: Source, pieces: Iterator[str], text: _Text, size: int, fault: Reason) -> Iterator[Reading]:
    """What follows a fault, as text: words were seen, not messages, so that its bytes are a gap."""
    rest = source.rest
    parsed = max(0, text.taken - len(rest.encode("utf-8", "replace")))
    first_row = 0
    while rest:
        for batch in _texts(rest, first_row):
            first_row += batch.data.num_rows
            yield batch
        rest = next(pieces, "")
    yield Covered(parsed)
    yield Gap(fault, size - parsed)


def _texts(text: str, first_row: int) -> Iterator[Batch]:
    yield from text_batches(windows(text), part="rest", first_row=first_row)
