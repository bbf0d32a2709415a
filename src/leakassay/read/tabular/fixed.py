"""Lists in columns of fixed width (print files, LIMS lists): rows under the words over them, page after page.

Where such a list hides people, and what becomes of them: rows of any block of the file, each under its own headings,
also without any; lines that do not fit (overlong values, results that go on below, headers and footers of pages,
totals, prose between lists) go on as TEXT in their place; one of these that holds a number like an NHS number is told
by a Gap of no bytes, since its columns are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa

from leakassay.model.batch import Batch, Covered, Gap, Reading, Shape
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.line_blocks import UNIT_BYTES, blocks, split_lines
from leakassay.read.tabular.fixed_layout import (
    LEAST_LINES,
    LOOKED_AT,
    MOST_CHARACTERS,
    RULE,
    RULER,
    Layout,
    by_blanks,
    by_ruler,
    has_number,
    reads_as_heading,
)
from leakassay.read.text_encoding import to_utf8
from leakassay.read.text_windows import text_batches, windows
from leakassay.values.text_encoding import bom_length, code_unit, sniff

BATCH_ROWS = 32_768

FITTING_SHARE = 0.5
"""Lines of a paragraph that fit the columns of the one before, for it to be the same list."""

_LINES = re.compile(r"\r\n|\n|\r")
_TAB = 8
"""Columns between the stops of a tabulator, as printers had them."""


def split(item: OpenItem, limit: int = UNIT_BYTES) -> list[tuple[int, int]]:
    """Units of a large list, cut at line ends; a unit begins with the columns that the head of the file shows.

    Returns:
        (offset, length) pairs that cover the item.
    """
    return split_lines(item, sniff(item.head()), limit)


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a range of a list.

    Yields:
        TABLE batches under their headings; TEXT for what is no row; bytes covered; a Gap of no bytes where a line that
        does not fit holds a number, or the list stops within a row.

    Raises:
        ItemError: the whole item is white space (`empty`, `blank`).
    """
    encoding = sniff(item.head())
    listing = _Listing(_known(item, encoding) if item.offset else None)
    rows, last = 0, ""
    for block in blocks(item, encoding):
        content, lost = to_utf8(block.raw, encoding)
        text = content.decode()
        for batch in _numbered(listing.readings(text), rows):
            rows = batch.first_row + batch.data.num_rows
            yield batch
        yield Covered(block.bytes - lost)
        if lost:
            yield Gap(Reason.BAD_ENCODING, lost, row=rows)
        if listing.takes_misfit():
            yield Gap(Reason.RAGGED_ROWS, row=rows)
        last = text[-1:].strip(" ") and text[-4096:]
    if item.end == item.size and listing.stops_short(last):
        yield Gap(Reason.TRUNCATED, row=rows)
    if not rows and item.is_whole and item.size:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)


def _known(item: OpenItem, encoding: str) -> Layout | None:
    """The columns that the head of the file shows."""
    head = item.head()
    unit = code_unit(encoding)
    body = head[bom_length(head) :]
    content, _ = to_utf8(body[: len(body) // unit * unit], encoding)
    listing = _Listing(None)
    for _ in listing.readings(content.decode()):
        pass
    return listing.layout


def _numbered(batches: Iterator[Batch], first: int) -> Iterator[Batch]:
    """Batches with their rows numbered on."""
    for batch in batches:
        yield Batch(batch.shape, batch.data, batch.headers, first_row=first)
        first += batch.data.num_rows


class _Listing:
    """Lines in passing.

    Args:
        layout: columns that are known from before.

    Attributes:
        layout: columns of the list that was read last.
    """

    def __init__(self, layout: Layout | None) -> None:
        self.layout = layout
        self._rows: list[list[str]] = []
        self._texts: list[str] = []
        self._has_misfit = False

    def takes_misfit(self) -> bool:
        """True when a line with a number did not fit since this was last asked."""
        said, self._has_misfit = self._has_misfit, False
        return said

    def stops_short(self, tail: str) -> bool:
        """True when the last line has no end and not half of the columns."""
        line = _LINES.split(tail)[-1] if tail else ""
        if self.layout is None or not line.strip():
            return False
        return len(line) < self.layout.starts[len(self.layout.starts) // 2]

    def readings(self, text: str) -> Iterator[Batch]:
        """Rows and texts of some whole lines, in their order."""
        for paragraph in _paragraphs(text):
            yield from self._paragraph(paragraph)
        yield from self._given_rows()
        yield from self._given_texts()

    def _paragraph(self, lines: list[str]) -> Iterator[Batch]:
        """One run of lines without a blank one; headings within it begin a list."""
        start = 0
        for place in range(1, len(lines)):
            found = self._ruled(lines, place)
            if found is not None:
                yield from self._plain(lines[start : place - 1])
                yield from self._changed(found)
                start = place + 1
        yield from self._plain(lines[start:])

    def _ruled(self, lines: list[str], place: int) -> Layout | None:
        """The columns that a ruler or a rule at this line shows."""
        line = lines[place]
        if len(line) > MOST_CHARACTERS or line.strip()[:1] not in ("-", "=", "_"):
            return None
        if RULER.fullmatch(line):
            return by_ruler(lines[place - 1], line)
        if RULE.fullmatch(line) and reads_as_heading(lines[place - 1]):
            return by_blanks(lines[place + 1 : place + 1 + LOOKED_AT], lines[place - 1]) or self._same(lines[place - 1])
        return None

    def _same(self, heading: str) -> Layout | None:
        """The columns of the list before, where it goes on under the same headings with a row or two."""
        if self.layout is None:
            return None
        cells = self.layout.row(heading)
        return self.layout if cells is not None and self.layout.is_heading(cells) else None

    def _changed(self, layout: Layout) -> Iterator[Batch]:
        if layout != self.layout:
            yield from self._given_rows()
            self.layout = layout

    def _plain(self, lines: list[str]) -> Iterator[Batch]:
        """Lines without a ruler: more of the list, a list without one, or text."""
        if not lines:
            return
        if self.layout is None or not self._continues(lines):
            heading = lines[0] if reads_as_heading(lines[0]) else ""
            found = by_blanks(lines[bool(heading) : LOOKED_AT], heading) if len(lines) > LEAST_LINES else None
            if found is None:
                yield from self._given_rows()
                for line in lines:
                    self._misfit(line)
                return
            yield from self._changed(found)
            lines = lines[1:] if heading else lines
        for line in lines:
            yield from self._line(line)

    def _continues(self, lines: list[str]) -> bool:
        layout = self.layout
        if layout is None:
            return False
        sample = lines[:200]
        fitting = sum(layout.row(line) is not None for line in sample)
        return fitting >= FITTING_SHARE * len(sample)

    def _line(self, line: str) -> Iterator[Batch]:
        cells = self.layout.row(line) if self.layout is not None else None
        if cells is None or self.layout is None:
            if self._rows and line.strip():
                yield from self._given_rows()
            self._misfit(line)
            return
        if self.layout.is_heading(cells):
            return
        if self._texts:
            yield from self._given_texts()
        self._rows.append(cells)
        if len(self._rows) >= BATCH_ROWS:
            yield from self._given_rows()

    def _misfit(self, line: str) -> None:
        if line.strip():
            self._texts.append(line)
            self._has_misfit = self._has_misfit or has_number(line)

    def _given_rows(self) -> Iterator[Batch]:
        if self._texts and self._rows:
            yield from self._given_texts()
        if self._rows and self.layout is not None:
            columns = [pa.array(column, pa.string()) for column in zip(*self._rows, strict=True)]
            data = pa.RecordBatch.from_arrays(columns, names=[f"c{place}" for place in range(len(columns))])
            self._rows = []
            yield Batch(Shape.TABLE, data, self.layout.headers)

    def _given_texts(self) -> Iterator[Batch]:
        texts, self._texts = self._texts, []
        yield from text_batches(windows("\n".join(texts)))


def _paragraphs(text: str) -> Iterator[list[str]]:
    """Runs of lines between blank lines and page feeds, tabulators filled up."""
    held: list[str] = []
    for line in _LINES.split(text):
        if "\f" in line or not line.strip():
            before, *pages = line.split("\f")
            held += [before.expandtabs(_TAB).rstrip()] if before.strip() else []
            if held:
                yield held
            held = [page.expandtabs(_TAB).rstrip() for page in pages[-1:] if page.strip()]
            for page in pages[:-1]:
                if page.strip():
                    yield [page.expandtabs(_TAB).rstrip()]
            continue
        held.append(line.expandtabs(_TAB).rstrip())
    if held:
        yield held
