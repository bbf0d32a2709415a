"""LIMS result extracts as delimited text: commas, pipes, tabs; UTF-8, cp1252, UTF-16; with or without a header."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from leakassay.exercise.estate.house import FIELDS, House
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.document import Document

CHUNK = 20_000
"""Specimens written at once, about 40,000 rows: memory stays flat at any size."""


@dataclass(frozen=True)
class Layout:
    """How an extract is written.

    Attributes:
        spaced: NHS numbers print as 3-3-4 groups.
        encoding: a Python codec name; utf-16-le gets a byte-order mark.
    """

    delimiter: str = ","
    encoding: str = "utf-8"
    header: bool = True
    spaced: bool = False


def extract(name: str, estate: Estate, span: tuple[int, int], layout: Layout) -> Document:
    """Returns specimens `span` of the estate as one extract."""
    pieces = list(pieces_of(name, estate, span, layout))
    tables = [piece.records for piece in pieces if piece.records is not None]
    return Document(name, "csv", b"".join(piece.data for piece in pieces), pa.concat_tables(tables))


def pieces_of(name: str, estate: Estate, span: tuple[int, int], layout: Layout) -> Iterator[Document]:
    """Yields the extract in pieces of `CHUNK` specimens; record numbers count rows of the whole file from 0."""
    written = 0
    for start in range(span[0], max(span[1], span[0] + 1), CHUNK):
        rows = by_row(records(estate, start, min(start + CHUNK, span[1])), written)
        head = _header(estate.house, layout) if start == span[0] else b""
        yield Document(name, "csv", head + _body(rows, estate.house, layout), rows)
        written += rows.num_rows


def by_row(rows: pa.Table, first: int = 0) -> pa.Table:
    """Returns the records renumbered so that each row is a record of its own, as in flat files."""
    return rows.set_column(0, "record", pa.array(np.arange(first, first + rows.num_rows, dtype=np.int64)))


def printed(rows: pa.Table, house: House) -> pa.Table:
    """Returns the columns of an extract in the order of `FIELDS`, dates as the house prints them."""
    columns = {name: rows[name] for name in FIELDS}
    if house.day_first:
        for name in ("date_of_birth", "collected_at", "received_at", "reported_at"):
            # several rows share a specimen: each distinct date is rewritten once
            coded = columns[name].combine_chunks().dictionary_encode()
            columns[name] = _day_first(coded.dictionary).take(coded.indices)
    return pa.table(list(columns.values()), names=list(house.headers))


def _day_first(iso: pa.Array) -> pa.Array:
    """Returns 31/12/2023 for 2023-12-31, with the clock to the minute where there is one."""
    year, month, day = (pc.utf8_slice_codeunits(iso, *bounds) for bounds in ((0, 4), (5, 7), (8, 10)))
    date = pc.binary_join_element_wise(day, month, year, "/")
    clock = pc.utf8_slice_codeunits(iso, 11, 16)
    return pc.utf8_rtrim_whitespace(pc.binary_join_element_wise(date, clock, " "))


def _header(house: House, layout: Layout) -> bytes:
    mark = b"\xff\xfe" if layout.encoding == "utf-16-le" else b""
    line = layout.delimiter.join(house.headers) + "\n" if layout.header else ""
    return mark + line.encode(layout.encoding)


def _body(rows: pa.Table, house: House, layout: Layout) -> bytes:
    table = printed(rows, house)
    if layout.spaced:
        table = table.set_column(1, table.column_names[1], _spaced(table.column(1)))
    sink = io.BytesIO()
    options = csv.WriteOptions(include_header=False, delimiter=layout.delimiter, quoting_style="needed")
    csv.write_csv(table, sink, options)
    data = sink.getvalue()
    return data if layout.encoding == "utf-8" else data.decode("utf-8").encode(layout.encoding, "replace")


def _spaced(numbers: pa.ChunkedArray) -> pa.ChunkedArray:
    groups = [pc.utf8_slice_codeunits(numbers, *bounds) for bounds in ((0, 3), (3, 6), (6, 10))]
    return pc.utf8_trim_whitespace(pc.binary_join_element_wise(*groups, " "))
