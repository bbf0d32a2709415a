"""How a stream of tables is written: Parquet, guarded CSV, NDJSON, a workbook of typed cells."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from leakassay.disclosure import encode
from leakassay.model.errors import OperatorError

SHEET_ROWS = 1_048_575
"""Data rows that a worksheet holds below its header; more go to further sheets."""
CELL_CHARACTERS = 32_767
"""Characters that a worksheet cell holds."""
_WORKBOOK_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Equal exports are equal files: the day of writing stays out of them."""

Tables = Iterator[pa.Table]
Writer = Callable[[BinaryIO, Tables, Path], int]


def parquet(stream: BinaryIO, tables: Tables, _folder: Path) -> int:
    """Parquet, zstd; the first table gives the schema."""
    first = next(tables)
    rows = 0
    with pq.ParquetWriter(stream, first.schema, compression="zstd") as writer:
        for table in tables:
            writer.write_table(table.cast(first.schema))
            rows += table.num_rows
    return rows


def comma_separated(stream: BinaryIO, tables: Tables, _folder: Path) -> int:
    """CSV, UTF-8, all cells quoted, text guarded against formulas (`disclosure.encode.unguard_csv_cell` undoes it)."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(next(tables).column_names)
    rows = 0
    for table in tables:
        columns = [_csv_column(column) for column in table.columns]
        writer.writerows(zip(*columns, strict=True))
        rows += table.num_rows
    text.detach()  # the stream is the caller's
    return rows


def ndjson(stream: BinaryIO, tables: Tables, _folder: Path) -> int:
    """One JSON object a line, UTF-8."""
    rows = 0
    for table in tables:
        stream.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in table.to_pylist())
        rows += table.num_rows
    return rows


def workbook(stream: BinaryIO, tables: Tables, folder: Path) -> int:
    """A workbook: text as typed strings, never formulas or links; long tables go on in further sheets.

    Raises:
        OperatorError: xlsxwriter is not installed, or a text is longer than a cell can be.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise OperatorError("workbooks need the package xlsxwriter; install the extra, or choose csv") from None
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "tmpdir": str(folder),  # rows on their way stay on the disk that the user chose
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": _WORKBOOK_DATE.replace(tzinfo=None)})
        return _fill(book, tables)


def _fill(book: Any, tables: Tables) -> int:
    header = next(tables).column_names
    sheet = _sheet(book, header)
    rows = 0
    for table in tables:
        for row in table.to_pylist():
            if rows and rows % SHEET_ROWS == 0:
                sheet = _sheet(book, header)
            _put(sheet, rows % SHEET_ROWS + 1, list(row.values()))
            rows += 1
    return rows


def _sheet(book: Any, header: list[str]) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for place, name in enumerate(header):
        sheet.write_string(0, place, name, bold)
    return sheet


def _put(sheet: Any, line: int, cells: list[Any]) -> None:
    for place, cell in enumerate(cells):
        if isinstance(cell, bool):
            sheet.write_boolean(line, place, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(line, place, cell)
        elif cell is not None:
            if len(cell) > CELL_CHARACTERS:
                raise OperatorError(
                    f"a text has {len(cell):,} characters, a workbook cell holds {CELL_CHARACTERS:,}; "
                    "choose csv or parquet"
                )
            sheet.write_string(line, place, cell)


def _csv_column(column: pa.ChunkedArray) -> list[str]:
    """Cells of a column. Numbers are typed by us: a minus before one is harmless. All else is guarded text."""
    if pa.types.is_boolean(column.type):
        return ["" if value is None else str(value).lower() for value in column.to_pylist()]
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return ["" if value is None else str(value) for value in column.to_pylist()]
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()  # each distinct text is guarded once
    cells = [encode.csv_cell(value) for value in coded.dictionary.to_pylist()]
    return ["" if place is None else cells[place] for place in coded.indices.to_pylist()]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {"parquet": parquet, "csv": comma_separated, "ndjson": ndjson, "xlsx": workbook}
)
"""Format → writer; each takes the stream, the tables (the first one empty, for its columns) and a folder."""
