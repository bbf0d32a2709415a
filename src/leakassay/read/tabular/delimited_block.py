"""One block of delimited text to columns: pyarrow's parser, ragged rows put back in place, csv where that fails."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from leakassay.values import text_dialect
from leakassay.values.text_dialect import Dialect

MIN_RUN_ON_WIDTH = 3
"""In narrower tables a surplus of fields is a delimiter inside a value, more often than not."""


class Parsed(NamedTuple):
    """Records as columns.

    Attributes:
        rows: string columns.
        is_doubtful: whether line ends look damaged: a record is as wide as two, or a stray carriage return cut one.
    """

    rows: pa.Table
    is_doubtful: bool = False


def table(content: bytes, dialect: Dialect, *, torn: bool = False) -> Parsed:
    """Parse whole records.

    Args:
        content: valid UTF-8.
        dialect: as sniffed from the head of the item.
        torn: True when quotes do not pair up: then every line is a record of its own.

    Returns:
        String columns c0 … as wide as the dialect, in the order of the text; short rows are filled with "", the
        surplus of long ones stands in the last column, joined by the delimiter.
    """
    if torn:
        return _by_line(content, dialect)
    if not (dialect.delimiter.isascii() and dialect.quote.isascii()):
        return _tolerant(content, dialect)
    try:
        return _fast(content, dialect)
    except pa.ArrowInvalid:  # quotes that never close, lines beyond the parser's limits
        return _tolerant(content, dialect)


def _fast(content: bytes, dialect: Dialect) -> Parsed:
    if not content or content.isspace():
        return from_rows([], dialect)
    ragged: list[tuple[int, str]] = []

    def keep(row: arrow_csv.InvalidRow) -> str:
        ragged.append((row.number, row.text))
        return "skip"

    names = [f"c{place}" for place in range(dialect.width)]
    quoted = b'"' in content
    parsed = arrow_csv.read_csv(
        pa.py_buffer(content),
        read_options=arrow_csv.ReadOptions(use_threads=False, block_size=len(content) + 1, column_names=names),
        parse_options=arrow_csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char='"' if quoted else False,
            newlines_in_values=quoted,
            invalid_row_handler=keep,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[],
            strings_can_be_null=False,
            check_utf8=False,  # recoded before
        ),
    )
    if not ragged:
        return Parsed(parsed)
    found = _with_ragged(parsed, ragged, dialect)
    return found._replace(is_doubtful=found.is_doubtful or _has_stray_returns(content))


def _has_stray_returns(content: bytes) -> bool:
    """True when carriage returns stand alone here and there in text whose lines end otherwise."""
    alone = content.count(b"\r") - content.count(b"\r\n")
    return 0 < alone < content.count(b"\n")


def _with_ragged(parsed: pa.Table, ragged: list[tuple[int, str]], dialect: Dialect) -> Parsed:
    """Put rows of another width back where they stood (pyarrow counts rows from 1, blank lines not)."""
    rows = (text_dialect.fields(text, dialect) for _, text in ragged)
    extra, is_doubtful = from_rows(rows, dialect)
    total = parsed.num_rows + extra.num_rows
    odd = np.array([number - 1 for number, _ in ragged], dtype=np.int64)
    if extra.num_rows != odd.size or (odd.size and (odd.min() < 0 or odd.max() >= total)):
        return Parsed(pa.concat_tables([parsed, extra]), is_doubtful)
    order = np.empty(total, dtype=np.int64)
    regular = np.ones(total, dtype=bool)
    regular[odd] = False
    order[regular] = np.arange(parsed.num_rows)
    order[odd] = parsed.num_rows + np.arange(odd.size)
    return Parsed(pa.concat_tables([parsed, extra]).combine_chunks().take(pa.array(order)), is_doubtful)


def _tolerant(content: bytes, dialect: Dialect) -> Parsed:
    try:
        return from_rows(text_dialect.records(content.decode(), dialect), dialect)
    except csv.Error:
        return _by_line(content, dialect)


def _by_line(content: bytes, dialect: Dialect) -> Parsed:
    lines = (line for line in content.decode().splitlines() if line.strip())
    return from_rows((text_dialect.fields(line, dialect) for line in lines), dialect)


def from_rows(rows: Iterable[list[str]], dialect: Dialect) -> Parsed:
    """Columns from rows of any width."""
    fitted, is_doubtful = [], False
    for row in rows:
        is_doubtful = is_doubtful or _runs_on(row, dialect.width)
        fitted.append(_fitted(row, dialect))
    columns = zip(*fitted, strict=True) if fitted else ([] for _ in range(dialect.width))
    arrays = [pa.array(list(column), pa.string()) for column in columns]
    return Parsed(pa.table(arrays, names=[f"c{place}" for place in range(dialect.width)]), is_doubtful)


def _runs_on(row: list[str], width: int) -> bool:
    """True when a row has the fields of two records, the last of one and the first of the next counted once."""
    return width >= MIN_RUN_ON_WIDTH and len(row) >= 2 * width - 1 and any(row[width:])


def _fitted(row: list[str], dialect: Dialect) -> list[str]:
    width = dialect.width
    if len(row) < width:
        return row + [""] * (width - len(row))
    if len(row) == width:
        return row
    surplus = dialect.delimiter.join(row[width - 1 :])
    # Trailing delimiters alone are no content.
    return [*row[: width - 1], surplus.rstrip(dialect.delimiter) if not any(row[width:]) else surplus]
