"""Tables of a PDF page, which has none: cells by where they stand, columns by the blanks that lines share.

Rectangles of painted text come from PDFium, in points of the page as it is looked at. Lines that follow each other are
a table when at least three of them have at least three cells with a common blank between each two columns, one column
holds digits and cells are short: columns of a newspaper are none.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from leakassay.read.document.flow import clean

LEAST_COLUMNS, LEAST_ROWS = 3, 3
"""What makes a table; the headings are a row."""

WORD_GAP = 0.7
"""Blank within a cell, in heights of the letters; a word space has about a third."""

ROW_GAP = 4.0
"""Blank between two rows of a table, in heights of the letters."""

LONG_CELL = 40
"""Characters of a usual cell, at most."""

MOST_RECTANGLES = 20_000
"""Rectangles of a page that are looked at; a full page of small print has some hundreds."""

MOST_CHARACTERS = 200_000
"""Characters of a page of which each is looked for in its rectangle."""

LEAST_FILLED = 0.4
"""Share of the cells of a table that hold something: letters strewn over a page are none."""

LEAST_DIGITS, LEAST_CELLS = 0.4, 0.7
"""A column of numbers: share of digits in a cell, share of such cells."""

SAME_PLACE = 0.5
"""Share of a column that must lie over the column of the page before for its heading to go on."""


LOOK_AHEAD = 40
"""Rectangles ahead in which a character is looked for."""

_Given = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, order=True)
class Box:
    """Painted text without a wide blank in it; points, up is more."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """Of its letters."""
        return self.top - self.bottom


@dataclass
class Table:
    """Rows of one table.

    Attributes:
        columns: left and right edge of each.
        rows: text of each cell.
    """

    columns: list[tuple[float, float]]
    rows: list[list[str]]


@dataclass
class _Run:
    """Lines that may be a table."""

    bands: list[tuple[float, float]]
    lines: list[list[Box]] = field(default_factory=list)


def tables(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, count: int) -> list[Table]:
    """Tables of a page from top to bottom.

    Args:
        page: tells how it is turned.
        textpage: of that page.
        count: its characters.
    """
    boxes = _boxes(textpage.raw, page.get_rotation())
    if not boxes:
        return []
    height = median(box.height for box, _ in boxes) or 1.0
    runs = _runs(_lines([box for box, _ in boxes], height), height)
    if not runs or count > MOST_CHARACTERS:
        return []
    letters = _letters(textpage.raw, count, boxes)
    made = (_table(run, letters) for run in runs)
    return [table for table in made if _is_table(table.rows)]


def without(text: str, found: Iterable[Table]) -> str:
    """The text of a page less the lines that are rows or cells of its tables."""
    told: Counter[str] = Counter()
    for table in found:
        for row in table.rows:
            told.update((_key("".join(row)), *map(_key, row)))
    if not told:
        return text
    kept = []
    for line in text.split("\n"):
        key = _key(line)
        if key and told[key] > 0:
            told[key] -= 1
        else:
            kept.append(line)
    return "\n".join(kept)


def goes_on(table: Table, before: Table) -> bool:
    """True when a table has the columns of the one on the page before."""
    if len(table.columns) != len(before.columns):
        return False
    pairs = zip(table.columns, before.columns, strict=True)
    return all(min(a[1], b[1]) - max(a[0], b[0]) >= SAME_PLACE * min(a[1] - a[0], b[1] - b[0]) for a, b in pairs)


def heading(table: Table) -> list[str] | None:
    """Its first row where that is words without a digit under which digits stand."""
    first = table.rows[0]
    is_words = all(first) and not any(sign.isdigit() for cell in first for sign in cell)
    return first if is_words else None


def _key(text: str) -> str:
    return "".join(text.split())


def _boxes(raw: object, rotation: int) -> list[tuple[Box, _Given]]:
    """Rectangles as they are looked at, each with the one PDFium gave (left, top, right, bottom)."""
    count = min(pdfium_c.FPDFText_CountRects(raw, 0, -1), MOST_RECTANGLES)
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    boxes = []
    for at in range(count):
        if not pdfium_c.FPDFText_GetRect(raw, at, left, top, right, bottom):
            continue
        given = (left.value, top.value, right.value, bottom.value)
        if given[2] > given[0] and given[1] > given[3]:
            boxes.append((_turned(given, rotation), given))
    return boxes


def _turned(given: _Given, rotation: int) -> Box:
    left, top, right, bottom = given
    if rotation == 90:
        return Box(bottom, top, -right, -left)
    if rotation == 180:
        return Box(-right, -left, -top, -bottom)
    if rotation == 270:
        return Box(-top, -bottom, left, right)
    return Box(left, right, bottom, top)


def _lines(boxes: list[Box], height: float) -> list[list[Box]]:
    """Lines from top to bottom, each its boxes from left to right."""
    lines: list[list[Box]] = []
    low = high = 0.0
    for box in sorted(boxes, key=lambda box: -(box.top + box.bottom)):
        if lines and min(high, box.top) - max(low, box.bottom) >= 0.5 * min(high - low, box.height):
            lines[-1].append(box)
            low = max(low, min(box.bottom, high - 0.5 * height))
        else:
            lines.append([box])
            low, high = box.bottom, box.top
    return [sorted(line) for line in lines]


def _cells(line: Sequence[Box], height: float) -> list[list[Box]]:
    """Boxes that no wide blank parts, together."""
    cells: list[list[Box]] = [[line[0]]]
    right = line[0].right
    for box in line[1:]:
        if box.left - right < WORD_GAP * height:
            cells[-1].append(box)
        else:
            cells.append([box])
        right = max(right, box.right)
    return cells


def _runs(lines: list[list[Box]], height: float) -> list[_Run]:
    """Lines that follow each other and share the blanks between at least three columns."""
    runs: list[_Run] = []
    open_run: _Run | None = None
    for line in lines:
        spans = [(cell[0].left, max(box.right for box in cell)) for cell in _cells(line, height)]
        if open_run is not None:
            is_near = open_run.lines[-1][0].bottom - line[0].top <= ROW_GAP * height
            bands = _joined([*open_run.bands, *spans])
            if is_near and len(bands) >= len(open_run.bands):
                open_run.bands = bands
                open_run.lines.append(line)
                continue
            runs.append(open_run)
            open_run = None
        if len(spans) >= LEAST_COLUMNS:
            open_run = _Run(spans, [line])
    if open_run is not None:
        runs.append(open_run)
    return [run for run in runs if len(run.lines) >= LEAST_ROWS]


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans, those that overlap as one."""
    spans.sort()
    joined = [spans[0]]
    for left, right in spans[1:]:
        if left < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined


def _letters(raw: object, count: int, boxes: list[tuple[Box, _Given]]) -> dict[Box, str]:
    """Text of each box. Characters come in the order of the rectangles; those that stand in none are left out."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    said: dict[Box, list[str]] = {box: [] for box, _ in boxes}
    at = 0
    for place in range(count):
        sign = chr(pdfium_c.FPDFText_GetUnicode(raw, place) or 32)
        pdfium_c.FPDFText_GetCharBox(raw, place, left, right, bottom, top)
        if sign.isspace() or right.value <= left.value or top.value <= bottom.value:
            said[boxes[at][0]].append(" ")
            continue
        middle = (left.value + right.value) / 2, (bottom.value + top.value) / 2
        for ahead in range(at, min(at + LOOK_AHEAD, len(boxes))):
            if _holds(boxes[ahead][1], *middle):
                at = ahead
                said[boxes[at][0]].append("-" if sign == "\ufffe" else sign)
                break
    return {box: " ".join(clean("".join(signs)).split()) for box, signs in said.items()}


def _holds(given: _Given, across: float, up: float) -> bool:
    left, top, right, bottom = given
    return left <= across <= right and bottom <= up <= top


def _table(run: _Run, letters: dict[Box, str]) -> Table:
    rows: list[list[str]] = []
    for line in run.lines:
        cells: list[list[str]] = [[] for _ in run.bands]
        for box in line:
            place = next(at for at, band in enumerate(run.bands) if box.left < band[1])
            cells[place].append(letters[box])
        row = [" ".join(filter(None, words)) for words in cells]
        filled = [at for at, cell in enumerate(row) if cell]
        if len(filled) == 1 and filled[0] and rows:  # what a cell above had no room for
            rows[-1][filled[0]] = f"{rows[-1][filled[0]]} {row[filled[0]]}".strip()
        elif filled:
            rows.append(row)
    while rows and sum(map(bool, rows[-1])) < 2:
        rows.pop()
    return Table(run.bands, rows)


def _is_table(rows: list[list[str]]) -> bool:
    """True for rows of short cells, most of them filled, of which a column holds numbers."""
    full = [row for row in rows if sum(map(bool, row)) >= LEAST_COLUMNS]
    cells = [cell for row in rows for cell in row if cell]
    if len(full) < LEAST_ROWS or len(cells) < LEAST_FILLED * len(rows) * len(rows[0]):
        return False
    if not 2 * len(cells) <= sum(map(len, cells)) <= LONG_CELL * len(cells):
        return False
    columns = ([cell for cell in column if cell] for column in zip(*rows[1:], strict=True))
    return any(len(column) > 1 and _are_numbers(column) for column in columns)


def _are_numbers(cells: list[str]) -> bool:
    full = sum(sum(map(str.isdigit, cell)) >= LEAST_DIGITS * len(cell) for cell in cells)
    return full >= LEAST_CELLS * len(cells)
