"""Sheets of xlsx in passing: cells as they stand, no rectangle; memory goes with the row, not with the sheet.

calamine lays a sheet out as a rectangle: a stray cell at XFD1048576 makes it 17 thousand million cells. This parser is
for such sheets, for sheets that calamine does not open, and for the cells that links keep of other workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular.cell_text import date_kind, number, unescaped
from leakassay.read.tabular.grid import Row, column_of, merged
from leakassay.read.tabular.xml_walk import Stream, local, walk

STRING_CHARACTERS = 400_000_000
"""Characters of the shared strings together: what a cell holds at four bytes each within its memory."""

LAST_COLUMN, LAST_ROW = (1 << 24) - 1, (1 << 31) - 1
"""Beyond them a place is no place; sheets end at 16,384 columns and 1,048,576 rows."""

_PLACE = re.compile(r"\$?([A-Za-z]{1,4})\$?([0-9]{1,9})\Z")
_SPACE = " \t\r\n"
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!",
                     "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!"})  # fmt: skip
_TRUE = frozenset({"1", "true", "TRUE"})


@dataclass
class Book:
    """What the cells of a workbook refer to.

    Attributes:
        strings: shared strings by number.
        kinds: of each style of a cell: "date", "duration" or "".
        is_1904: days count from 1904.
    """

    strings: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    is_1904: bool = False


class Texts:
    """Text of rich strings: runs joined, phonetic text left out."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._written: list[str] = []
        self._spoken = 0
        self._tag = ""
        self._is_kept = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        if name == "rPh":
            self._spoken += 1
        self._tag = name if name in ("t", "v") and not self._spoken else ""
        self._is_kept = attributes.get("xml:space") == "preserve"

    def end(self, name: str) -> None:
        """A tag closes."""
        if name == "rPh":
            self._spoken -= 1
        if self._tag and name == self._tag:
            piece = "".join(self._written)
            self._pieces.append(piece if self._is_kept else piece.strip(_SPACE))
            self._written = []
        self._tag = ""

    def text(self, piece: str) -> None:
        """Text between tags."""
        if self._tag:
            self._written.append(piece)

    def taken(self) -> str:
        """What came together; begins anew."""
        said, self._pieces = "".join(self._pieces), []
        return said


def shared_strings(stream: Stream) -> list[str]:
    """The shared strings of a workbook, in their order.

    Raises:
        ItemError: the part is no XML, or more than a cell can hold.
    """
    found: list[str] = []
    texts = Texts()
    held = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        texts.start(local(tag), attributes)

    def end(tag: str) -> None:
        nonlocal held
        name = local(tag)
        texts.end(name)
        if name == "si":
            said = unescaped(texts.taken())
            held += len(said)
            if held > STRING_CHARACTERS:
                raise ItemError(Reason.LIMIT_MEMORY, outcome=Outcome.REFUSED)
            found.append(said)

    for _ in walk(stream, start, end, texts.text):
        pass
    return found


def style_kinds(stream: Stream) -> list[str]:
    """What each style of a cell shows: "date", "duration" or "".

    Raises:
        ItemError: the part is no XML.
    """
    formats: dict[int, str] = {}
    codes: list[int] = []
    open_list = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal open_list
        name = local(tag)
        if name == "numFmt":
            formats[_integer(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            open_list = True
        elif name == "xf" and open_list:
            codes.append(_integer(attributes.get("numFmtId", "")))

    def end(tag: str) -> None:
        nonlocal open_list
        if local(tag) == "cellXfs":
            open_list = False

    for _ in walk(stream, start, end, lambda _: None):
        pass
    return [date_kind(code, formats) for code in codes]


def _integer(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def rows(stream: Stream, book: Book) -> Iterator[Row]:
    """The filled cells of a sheet, row by row in the order of the part.

    Raises:
        ItemError: no XML; what came before stays.
    """
    sheet = _Sheet(book)
    for _ in walk(stream, sheet.start, sheet.end, sheet.text):
        yield from sheet.taken()


class _Sheet:
    """Handlers of the XML of a sheet."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._done: list[Row] = []
        self._row, self._column = -1, -1
        self._cells: dict[int, str] = {}
        self._texts = Texts()
        self._in_cell = self._has_inline = False
        self._kind, self._style = "", ""

    def taken(self) -> list[Row]:
        """Rows that are complete."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        name = local(tag)
        if self._in_cell:
            if name == "is":
                self._texts.taken()  # the text of a cell that has both stands here
            self._has_inline |= name == "is"
            self._texts.start(name if name != "v" or not self._has_inline else "", attributes)
        elif name in ("c", "cell"):
            self._begin_cell(attributes)
        elif name == "row":
            self._end_row()
            said = attributes.get("r", "")
            self._row = min(int(said) - 1, LAST_ROW) if said.isdecimal() and 0 < len(said) < 10 else self._row + 1
            self._row, self._column = max(self._row, 0), -1

    def text(self, piece: str) -> None:
        """Text between tags."""
        if self._in_cell:
            self._texts.text(piece)

    def end(self, tag: str) -> None:
        """A tag closes."""
        name = local(tag)
        if self._in_cell:
            self._texts.end(name)
            if name in ("c", "cell"):
                self._end_cell()
        elif name in ("row", "sheetData", "worksheet"):
            self._end_row()

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        place = _PLACE.match(attributes.get("r", ""))
        if place:
            row = min(max(int(place[2]) - 1, 0), LAST_ROW)
            if row != self._row:
                self._end_row()
                self._row = row
            self._column = min(column_of(place[1].upper()), LAST_COLUMN)
        else:
            self._column += 1
        self._in_cell, self._has_inline = True, False
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")

    def _end_cell(self) -> None:
        self._in_cell = False
        said = self._texts.taken()
        if not said or (self._kind == "e" and said in _ERRORS):
            return
        cell = {self._column: self._said(said)}
        if self._column in self._cells:
            cell = merged(self._cells, cell)
        self._cells.update(cell)

    def _said(self, stored: str) -> str:
        """What a stored value means."""
        match self._kind:
            case "s":
                place = _integer(stored.strip())
                return self._book.strings[place] if place < len(self._book.strings) else stored
            case "n":
                return number(stored, self._format(), is_1904=self._book.is_1904)
            case "b":
                return "true" if stored.strip() in _TRUE else "false"
            case "d":
                return stored.replace("T00:00:00", "").replace("T", " ").removesuffix(".000").removesuffix("Z")
            case _:
                return unescaped(stored)

    def _format(self) -> str:
        place = _integer(self._style)
        return self._book.kinds[place] if place < len(self._book.kinds) else ""

    def _end_row(self) -> None:
        if self._cells:
            self._done.append((max(self._row, 0), self._cells))
            self._cells = {}
