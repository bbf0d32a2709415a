"""Windows of free text: pieces small enough to locate a value by, large enough to keep a letter together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from leakassay.model.batch import Batch, Shape

WINDOW_CHARACTERS = 8192
"""A two-page letter fits; the patient in its first line and the result in its last stay in one row."""

_STOPS = ("\n\n", "\n\r\n", "\f", "\n", "\r", ". ", " ", ",", "|", ";")
ROWS = 4096
"""Rows of a batch: 32 MB of text at most."""


def windows(text: str, limit: int = WINDOW_CHARACTERS) -> Iterator[str]:
    """Cut a text at blank lines, else at lines, sentences, words, else anywhere; windows of white space are left out.

    Yields:
        Pieces of at most `limit` characters; joined they are the text but for white space.
    """
    at = 0
    while at < len(text):
        end = at + limit
        if end < len(text):
            end = _stop(text, at, end)
        piece = text[at:end]
        if not piece.isspace():
            yield piece
        at = end


def text_batches(pieces: Iterable[str], *, part: str = "", first_row: int = 0) -> Iterator[Batch]:
    """Put pieces of text into TEXT batches.

    Yields:
        Batches with one column `text`, rows numbered on from `first_row`.
    """
    rows: list[str] = []
    for piece in pieces:
        rows.append(piece)
        if len(rows) == ROWS:
            yield _batch(rows, part, first_row)
            first_row += len(rows)
            rows = []
    if rows:
        yield _batch(rows, part, first_row)


def _batch(rows: list[str], part: str, first_row: int) -> Batch:
    data = pa.RecordBatch.from_pydict({"text": pa.array(rows, pa.string())})
    return Batch(Shape.TEXT, data, part=part, first_row=first_row)


def _stop(text: str, at: int, end: int) -> int:
    """The best place to cut in the second half of a window."""
    middle = at + (end - at) // 2
    for stop in _STOPS:
        found = text.rfind(stop, middle, end)
        if found >= 0:
            return found + len(stop)
    return end
