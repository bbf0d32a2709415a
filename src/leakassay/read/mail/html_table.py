"""Tables of an HTML mail body that hold data: rows under a header; tables for layout stay with the text.

A table is data when no other table stands in it, nothing stands between its cells, all its rows have as many cells,
there are two columns and two rows below the first at least (one below four columns), and the first row reads like
headers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pyarrow as pa

from leakassay.model.batch import Batch, Shape
from leakassay.read.mail.html_text import text_of_html

LEAST_ROWS = 3
"""Rows of a table of data, its header among them."""

LONGEST_HEADER = 60
"""Characters of a header; a longer cell is a sentence."""

WIDE_COLUMNS = 4
"""Columns from which one row under a header is data: the result of one patient."""

MOST_COLUMNS = 200

_TAG = re.compile(r"<(/?)(table|tr|td|th|thead|tbody|tfoot)\b([^<>]*)>", re.IGNORECASE)
_SPAN = re.compile(r"span\s*=\s*[\"']?\s*0*(?:[2-9]|1\d)", re.IGNORECASE)
_DIGITS = re.compile(r"\d{3}")
_NEEDS_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class _Table:
    """A table while its tags go by."""

    start: int
    rows: list[list[str]] = field(default_factory=list)
    is_plain: bool = True
    cell: int = -1
    at: int = 0


def without_tables(source: str) -> tuple[str, list[list[list[str]]]]:
    """HTML without its tables of data, and they: rows of cells, the header first."""
    found: list[list[list[str]]] = []
    kept: list[str] = []
    told = 0
    table: _Table | None = None
    for tag in _TAG.finditer(source):
        closes, name = bool(tag[1]), tag[2].lower()
        if name == "table" and not closes:
            table = _Table(tag.end(), at=tag.end())  # in another one it is the innermost that counts
        elif table is not None:
            _take(table, source, tag, name, closes=closes)
            if name == "table":
                if _is_data(table):
                    kept.append(source[told : table.start])
                    told = tag.start()
                    found.append(table.rows)
                table = None
    kept.append(source[told:])
    return "".join(kept), found


def batches(tables: list[list[list[str]]], part: str) -> list[Batch]:
    """TABLE batches, one a table, named "body 1 table 2"."""
    made = []
    for number, (headers, *rows) in enumerate(tables, 1):
        columns = [pa.array([row[at] for row in rows], pa.string()) for at in range(len(headers))]
        data = pa.record_batch(columns, names=[f"c{at}" for at in range(len(headers))])
        made.append(Batch(Shape.TABLE, data, tuple(headers), part=f"{part} table {number}"))
    return made


def _take(table: _Table, source: str, tag: re.Match[str], name: str, *, closes: bool) -> None:
    """Take up one tag inside a table; a cell goes to the next tag of any kind."""
    between = source[table.at : tag.start()]
    if table.cell >= 0:
        text = text_of_html(source[table.cell : tag.start()])
        table.rows[-1].append(" ".join(text.encode("utf-8", "replace").decode().split()))
        table.cell = -1
    elif between.strip() and text_of_html(between):
        table.is_plain = False
    table.at = tag.end()
    if name == "tr" and not closes:
        table.rows.append([])
    elif name in ("td", "th") and not closes:
        table.is_plain = table.is_plain and bool(table.rows) and not _SPAN.search(tag[3])
        table.cell = tag.end() if table.rows else -1


def _is_data(table: _Table) -> bool:
    rows = table.rows = [row for row in table.rows if row]
    least = LEAST_ROWS - (bool(rows) and len(rows[0]) >= WIDE_COLUMNS)
    if not table.is_plain or len(rows) < least or not 2 <= len(rows[0]) <= MOST_COLUMNS:
        return False
    return all(len(row) == len(rows[0]) for row in rows) and all(_is_header(cell) for cell in rows[0])


def _is_header(cell: str) -> bool:
    return len(cell) <= LONGEST_HEADER and bool(_NEEDS_LETTER.search(cell)) and not _DIGITS.search(cell)
