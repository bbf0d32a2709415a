"""LIMS result extracts as delimited text, as plain as a system writes them; odd ones are in `extract_oddities`.

Commas, pipes, tabs, carets, not-signs; UTF-8, cp1252, UTF-16; with or without a header, all columns or some.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from leakassay.exercise.estate.house import FIELDS, House
from leakassay.exercise.estate.record import IDENTITY, Estate, records
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.document import Document

CHUNK = 12_000
"""Specimens written at once, about 8 MB: memory stays flat at any size."""
DATES = ("date_of_birth", "collected_at", "received_at", "reported_at")
EVENT_FIELDS = ("specimen_id", "test_code", "test_name", "unit", "value_flag", "collected_at", "client_code")
"""What the key says of a test as it stands there; a column that is not printed is empty in the records."""
WITHOUT_NUMBER = tuple(name for name in FIELDS if name != "nhs_number")
"""An extract for a partner who needs no NHS number."""
TESTS_ONLY = (
    "specimen_id", "test_code", "test_name", "value", "unit", "range_low", "range_high", "value_flag", "collected_at",
    "client_code",
)  # fmt: skip
"""An extract that somebody called anonymous: the specimen number still leads to the person."""
_UNIT_SEPARATOR = "\x1f"
_MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-8-sig": b"\xef\xbb\xbf"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Layout:
    """How an extract is written.

    Attributes:
        delimiter: any text, so also a not-sign or `~|~`; what needs it is quoted.
        spaced: NHS numbers print as 3-3-4 groups.
        encoding: a Python codec name; utf-16-le, utf-16-be and utf-8-sig get their byte-order mark.
        line_end: line feed, or carriage return and line feed.
        quoted: every value stands in quotes, not only those that need it.
        dates: `house` (as the house prints them), `compact` (20231231) or `month` (31-Dec-2023).
        fields: the columns that are printed, in their order.
    """

    delimiter: str = ","
    encoding: str = "utf-8"
    header: bool = True
    spaced: bool = False
    line_end: str = "\n"
    quoted: bool = False
    dates: str = "house"
    fields: tuple[str, ...] = FIELDS


def extract(name: str, estate: Estate, span: tuple[int, int], layout: Layout) -> Document:
    """Returns specimens `span` of the estate as one extract."""
    pieces = list(pieces_of(name, estate, span, layout))
    tables = [piece.records for piece in pieces if piece.records is not None]
    return replace(pieces[0], data=b"".join(piece.data for piece in pieces), records=pa.concat_tables(tables))


def pieces_of(name: str, estate: Estate, span: tuple[int, int], layout: Layout, first: int = 0) -> Iterator[Document]:
    """Yields the extract in pieces of `CHUNK` specimens; record numbers count rows of the whole file from `first`."""
    written = first
    for start in range(span[0], max(span[1], span[0] + 1), CHUNK):
        rows = records(estate, start, min(start + CHUNK, span[1]))
        piece = of_rows(
            name, rows, estate.house, layout if start == span[0] else replace(layout, header=False), written
        )
        # the mark of the encoding stands once, with the header or without
        mark = _MARKS.get(layout.encoding, b"") if start == span[0] and first == 0 else b""
        yield replace(piece, data=mark + piece.data)
        written += rows.num_rows


def of_rows(name: str, rows: pa.Table, house: House, layout: Layout, first: int = 0) -> Document:
    """Returns rows as an extract, without the mark of its encoding; record numbers count from `first`."""
    rows = shown(by_row(rows, first), layout.fields)
    codec = layout.encoding.removesuffix("-sig")
    if not codec.startswith("utf"):
        rows = splice.fitted(rows, codec)
    data = _header(house, layout) + _body(rows, house, layout)
    data = data if codec == "utf-8" else data.decode("utf-8").encode(codec)
    return Document(name, "csv", data, rows, frozenset(layout.fields) & frozenset(IDENTITY), locator="row")


def by_row(rows: pa.Table, first: int = 0) -> pa.Table:
    """Returns the records renumbered so that each row is a record of its own, as in flat files."""
    return rows.set_column(0, "record", pa.array(np.arange(first, first + rows.num_rows, dtype=np.int64)))


def shown(rows: pa.Table, fields: tuple[str, ...]) -> pa.Table:
    """Returns the records without what is not printed of a test; where no result is printed, it was but asked for."""
    for name in EVENT_FIELDS:
        if name not in fields:
            rows = blanked(rows, name)
    return rows if "value" in fields else blanked(rows, "status", "requested")


def blanked(rows: pa.Table, name: str, text: str = "") -> pa.Table:
    """Returns the rows with one column empty, or with the same text in every row."""
    return rows.set_column(rows.column_names.index(name), name, pa.array([text] * rows.num_rows, pa.string()))


def printed(rows: pa.Table, house: House, fields: tuple[str, ...] = FIELDS, dates: str = "house") -> pa.Table:
    """Returns the columns of an extract in the order of `fields`, under the house's headers, dates as asked."""
    columns = {name: rows[name] for name in fields}
    form = {"compact": _compact, "month": _month, "house": _day_first if house.day_first else None}[dates]
    for name in DATES:
        if form is not None and name in columns:
            # several rows share a specimen: each distinct date is rewritten once
            coded = splice.flat(columns[name]).dictionary_encode()
            columns[name] = form(coded.dictionary).take(coded.indices)
    return pa.table(list(columns.values()), names=headers(house, fields))


def headers(house: House, fields: tuple[str, ...]) -> list[str]:
    """Returns what the house prints above the columns `fields`."""
    return [house.headers[FIELDS.index(name)] for name in fields]


def spaced(numbers: splice.Text) -> pa.Array:
    """Returns ten-digit numbers in groups 3-3-4; an empty one stays empty."""
    groups = [pc.utf8_slice_codeunits(numbers, *bounds) for bounds in ((0, 3), (3, 6), (6, 10))]
    return splice.flat(pc.utf8_trim_whitespace(pc.binary_join_element_wise(*groups, " ")))


def _day_first(iso: pa.Array) -> pa.Array:
    """Returns 31/12/2023 for 2023-12-31, with the clock to the minute where there is one."""
    year, month, day = (pc.utf8_slice_codeunits(iso, *bounds) for bounds in ((0, 4), (5, 7), (8, 10)))
    return _with_clock(pc.binary_join_element_wise(day, month, year, "/"), iso)


def _compact(iso: pa.Array) -> pa.Array:
    return splice.picked(iso, splice.COMPACT_STAMP)


def _month(iso: pa.Array) -> pa.Array:
    days = [f"{one[8:10]}-{_MONTHS[int(one[5:7]) - 1]}-{one[:4]}" if one else "" for one in iso.to_pylist()]
    return _with_clock(pa.array(days, pa.string()), iso)


def _with_clock(days: pa.Array, iso: pa.Array) -> pa.Array:
    return pc.utf8_rtrim_whitespace(pc.binary_join_element_wise(days, pc.utf8_slice_codeunits(iso, 11, 16), " "))


def _header(house: House, layout: Layout) -> bytes:
    if not layout.header:
        return b""
    names = headers(house, layout.fields)
    quoted = [f'"{name}"' for name in names] if layout.quoted else names
    return f"{layout.delimiter.join(quoted)}{layout.line_end}".encode()


def _body(rows: pa.Table, house: House, layout: Layout) -> bytes:
    table = printed(rows, house, layout.fields, layout.dates)
    if layout.spaced and "nhs_number" in layout.fields:
        place = layout.fields.index("nhs_number")
        table = table.set_column(place, table.column_names[place], spaced(table.column(place)))
    if not layout.quoted:
        body = splice.lines(
            [splice.cells(column, layout.delimiter) for column in table.columns], layout.delimiter, layout.line_end
        )
        return splice.characters(body).tobytes()
    sink = io.BytesIO()
    # the writer knows one ASCII sign; a longer or a foreign delimiter is put in afterwards
    is_usual = len(layout.delimiter) == 1 and layout.delimiter.isascii()
    sign = layout.delimiter if is_usual else _UNIT_SEPARATOR
    options = csv.WriteOptions(include_header=False, delimiter=sign, quoting_style="all_valid", eol=layout.line_end)
    csv.write_csv(table, sink, options)
    return sink.getvalue().replace(sign.encode(), layout.delimiter.encode("utf-8"))
