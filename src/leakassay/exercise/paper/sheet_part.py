"""Rows of an xlsx sheet written by Arrow, column by column, into a workbook whose frame xlsxwriter made.

xlsxwriter alone writes about 1 MB/s of packed workbook; the frame (styles, titles, sheets, notes) is its own, the many
rows below a header are joined here.
"""

import functools
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.paper.restamp import restamped

_ROW = re.compile(rb'<row r="(\d+)"(?:[^>]*/>|[^>]*>.*?</row>)', re.DOTALL)
_DATA = re.compile(rb"<sheetData/>|<sheetData>(.*?)</sheetData>", re.DOTALL)
_COLUMN = re.compile(rb'<col min="(\d+)" max="(\d+)"[^>]* style="(\d+)"')
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')


@dataclass(frozen=True)
class Column:
    """Cells of one column below each other.

    Attributes:
        texts: what stands there; an empty text is no cell.
        numbers: None, or the cells that are numbers: their text is then the number as the format writes it.
    """

    texts: pa.Array
    numbers: npt.NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Rows:
    """Rows below each other, the first at `line` (from 0); `hidden` marks those that a filter hides."""

    line: int
    columns: tuple[Column, ...]
    hidden: npt.NDArray[np.bool_] | None = None

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.columns[0].texts)


def with_rows(book: bytes, rows: Mapping[int, Sequence[Rows]]) -> bytes:
    """Returns the workbook with rows added to its sheets; number cells take the format of their column.

    Args:
        book: an xlsx of xlsxwriter, in which the lines of these rows are still empty.
        rows: by number of the sheet (from 1).
    """
    with zipfile.ZipFile(BytesIO(book)) as package:
        names = {number: f"xl/worksheets/sheet{number}.xml" for number in rows}
        changes = {name: _filled(package.read(name), rows[number]) for number, name in names.items()}
    return restamped(book, changes)


def escaped(texts: pa.Array) -> pa.Array:
    """Returns texts fit to stand in XML, in an element or an attribute."""
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        if pc.any(pc.match_substring(texts, sign)).as_py():
            texts = pc.replace_substring(texts, sign, entity)
    return texts


def column_letters(position: int) -> str:
    """Returns the name of a column counted from 0: A to Z, then AA."""
    high, low = divmod(position, 26)
    return (column_letters(high - 1) if high else "") + chr(65 + low)


def _filled(sheet: bytes, added: Sequence[Rows]) -> bytes:
    found = _DATA.search(sheet)
    assert found is not None  # noqa: S101  xlsxwriter writes the element always; this narrows the type
    styles = _styles(sheet)
    pieces = [(int(row[1]) - 1, row[0]) for row in _ROW.finditer(found[1] or b"")]
    pieces += [(rows.line, _xml(rows, styles)) for rows in added if rows.count]
    data = b"".join(piece for _, piece in sorted(pieces))
    last = max([rows.line + rows.count for rows in added], default=1)
    width = max([len(rows.columns) for rows in added], default=1)
    extent = f'<dimension ref="A1:{column_letters(width - 1)}{last}"/>'.encode()
    head = _DIMENSION.sub(extent, sheet[: found.start()])
    return head + b"<sheetData>" + data + b"</sheetData>" + sheet[found.end() :]


def _styles(sheet: bytes) -> dict[int, str]:
    """Returns the format number of each column that has one, as the sheet's own column list says."""
    found = [(int(one[1]) - 1, int(one[2]), one[3].decode()) for one in _COLUMN.finditer(sheet)]
    return {column: style for first, end, style in found for column in range(first, end)}


def _xml(rows: Rows, styles: Mapping[int, str]) -> bytes:
    numbers = pa.array(np.arange(rows.line + 1, rows.line + 1 + rows.count)).cast(pa.string())
    hidden = [] if rows.hidden is None else [_either(rows.hidden, ' hidden="1"', "")]
    made = [_cells(column, numbers, (place, styles.get(place, ""))) for place, column in enumerate(rows.columns)]
    made_rows = joined('<row r="', numbers, '"', *hidden, ">", *made, "</row>")
    return one_text(made_rows)


def one_text(texts: pa.Array) -> bytes:
    """Returns all texts behind each other as UTF-8."""
    rows = pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts)
    return bytes(pc.binary_join(rows, word(""))[0].as_buffer())


def _cells(column: Column, numbers: pa.Array, place: tuple[int, str]) -> pa.Array:
    """Returns the cells of a column; no text, no cell."""
    letters, style = column_letters(place[0]), f' s="{place[1]}"' if place[1] else ""
    bare = column.numbers is not None and bool(column.numbers.all())
    texts = column.texts if bare else escaped(column.texts)
    as_text, after_text = f'" t="inlineStr"{style}><is><t>', "</t></is></c>"
    as_number, after_number = f'"{style}><v>', "</v></c>"
    head = f'<c r="{letters}'
    if column.numbers is None:
        cell = joined(head, numbers, as_text, texts, after_text)
    else:
        opening, closing = (
            _either(column.numbers, *pair) for pair in ((as_number, as_text), (after_number, after_text))
        )
        cell = joined(head, numbers, opening, texts, closing)
    return pc.if_else(pc.equal(texts, word("")), word(""), cell)


def joined(*parts: pa.Array | str) -> pa.Array:
    """Returns texts put together row by row; words stand in every row."""
    return pc.binary_join_element_wise(*(word(part) if isinstance(part, str) else part for part in parts), word(""))


def _either(mask: npt.NDArray[np.bool_], yes: str, no: str) -> pa.Array:
    return pc.if_else(pa.array(mask), word(yes), word(no))


@functools.cache
def word(text: str) -> pa.Scalar:
    """Returns a constant text as an Arrow scalar.

    Making a scalar costs Arrow 50 us, since it looks for pandas each time; the words are few and constant.
    """
    return pa.scalar(text, pa.string())
