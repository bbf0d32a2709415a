"""The text of a Word document to paragraphs and rows: one sign ends a cell and a row alike."""

from __future__ import annotations

import re

from leakassay.read.document.flow import Flow

MAX_COLUMNS = 64
"""Word's own limit is 63."""

MAX_ROWS = 8
"""Rows looked at to tell how many cells each has."""

_SIGNS = str.maketrans({
    "\x01": None, "\x02": None, "\x03": None, "\x04": None, "\x05": None, "\x06": None, "\x08": None, "\x0b": "\n",
    "\x0c": "\r", "\x0e": "\r", "\x13": " ", "\x14": " ", "\x15": " ", "\x1e": "-", "\x1f": None, "\xa0": " ",
    "\0": None,
})  # fmt: skip
"""Signs for pictures, notes and comments go; those of fields part their code from their result."""
_CELL = "\x07"
_PARAGRAPHS = re.compile(r"[\r\n]+")


def put(flow: Flow, part: str, text: str) -> None:
    """Put one story into a flow.

    A row of n cells is n+1 signs, of which the last ends the row. How many cells a row has is told by the row that
    follows it; where nothing tells it, the cells are lines of text.
    """
    flow.begin_part(part)
    *cells, rest = text.translate(_SIGNS).split(_CELL)
    at, width, is_open = 0, 0, False
    while at < len(cells):
        before, _, first = cells[at].rpartition("\r")
        if before:
            if is_open:
                flow.close_table()
            width, is_open = 0, False
            _lines(flow, before)
        width = _width(cells, at, width)
        if not width:
            flow.line(first)
            at += 1
            continue
        if not is_open:
            flow.open_table()
            is_open = True
        _row(flow, [first, *cells[at + 1 : at + width]])
        at += width + 1
    if is_open:
        flow.close_table()
    _lines(flow, rest)
    flow.end_part()


def _width(cells: list[str], at: int, before: int) -> int:
    """Cells of the row that begins here: as many as in the row before, else the number that fits most of what follows.

    Returns:
        0 where no number fits this row and the next, or the end of the table.
    """
    if before and at + before < len(cells) and not cells[at + before]:
        return before
    best, most = 0, 0
    for width in range(1, MAX_COLUMNS):
        if at + width >= len(cells):
            break
        rows, end = 0, at
        while rows < MAX_ROWS and end + width < len(cells) and not cells[end + width]:
            rows, end = rows + 1, end + width + 1
            if end >= len(cells) or "\r" in cells[end]:
                rows += rows == 1
                break
        if rows > 1 and end - at > most:
            best, most = width, end - at
    return best


def _row(flow: Flow, cells: list[str]) -> None:
    flow.open_row()
    for cell in cells:
        flow.open_cell()
        _lines(flow, cell)
        flow.close_cell()
    flow.close_row()


def _lines(flow: Flow, text: str) -> None:
    for line in _PARAGRAPHS.split(text):
        flow.line(line)
