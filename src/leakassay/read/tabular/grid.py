"""Sparse cells as batches: what stands together becomes a table, a stray cell far away one of its own."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.model.batch import Batch
from leakassay.read.tabular.sheet_blocks import Blocks
from leakassay.read.text_windows import text_batches, windows

ROW_GAP = 64
"""Empty rows in a table; a longer gap begins another batch of it."""

COLUMN_GAP = 32
"""Empty columns in a table; a wider gap begins another table."""

HELD_CELLS = 200_000
HELD_CHARACTERS = 32 << 20
"""What is gathered before it is handed on."""

FILL = 64
"""Cells of a batch for each that is filled; thinner ones are no table and become text."""

Row = tuple[int, dict[int, str]]
"""Number of a row, and its filled cells by number of the column; both from 0."""


def letters(column: int) -> str:
    """Letters of a column: 0 is A, 16383 is XFD."""
    said = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def column_of(said: str) -> int:
    """Number of a column from 0; -1 for no letters."""
    number = 0
    for letter in said:
        number = number * 26 + ord(letter) - 64
    return number - 1


class Grid:
    """Rows of one sheet in passing.

    Args:
        name: of the sheet.

    Attributes:
        name: of the sheet.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._rows: list[Row] = []
        self._cells = self._characters = 0
        self._bands: list[tuple[int, ...]] = []
        self._blocks: dict[str, Blocks] = {}

    def add(self, number: int, cells: dict[int, str]) -> Iterator[Batch]:
        """Take the filled cells of a row; yields batches when enough are held."""
        if not cells:
            return
        self._rows.append((number, cells))
        self._cells += len(cells)
        self._characters += sum(map(len, cells.values()))
        if self._cells >= HELD_CELLS or self._characters >= HELD_CHARACTERS:
            yield from self.close()

    def close(self) -> Iterator[Batch]:
        """Batches of what is still held."""
        rows, self._rows, self._cells, self._characters = self._rows, [], 0, 0
        rows.sort(key=lambda row: row[0])
        known = {column for band in self._bands for column in band}
        used = {column for _, cells in rows for column in cells}
        self._bands += _bands(sorted(used - known))
        for place, band in enumerate(self._bands):
            if not used.isdisjoint(band):
                name = self.name if not place else f"{self.name} {letters(band[0])}"
                yield from self._band(rows, band, name)

    def _band(self, rows: list[Row], band: tuple[int, ...], name: str) -> Iterator[Batch]:
        """The rows of one set of columns, cut where many are empty."""
        held: list[Row] = []
        here = frozenset(band)
        for number, cells in rows:
            if here.isdisjoint(cells):
                continue
            if held and number == held[-1][0]:
                held[-1] = (number, merged(held[-1][1], cells))
                continue
            if held and number - held[-1][0] > ROW_GAP:
                yield from self._block(held, band, name)
                held = []
            held.append((number, cells))
        yield from self._block(held, band, name)

    def _block(self, rows: list[Row], band: tuple[int, ...], name: str) -> Iterator[Batch]:
        if not rows:
            return
        first = rows[0][0]
        height = rows[-1][0] - first + 1
        filled = sum(1 for _, cells in rows for column in band if column in cells) if len(band) > FILL else len(rows)
        if height * len(band) > FILL * max(filled, len(rows)) + 4096:
            yield from text_batches(_lines(rows, band), part=self.name, first_row=first)
            return
        full: list[list[str]] = [[] for _ in range(height)]
        for number, cells in rows:
            full[number - first] = [cells.get(column, "") for column in band]
        blocks = self._blocks.setdefault(name, Blocks(name, self.name))
        yield from blocks.batches(full, len(band), first)


def merged(cells: dict[int, str], more: dict[int, str]) -> dict[int, str]:
    """Cells of a row that is written twice: where both say something, both are kept."""
    both = {column: f"{cells[column]}\n{text}" for column, text in more.items() if cells.get(column, text) != text}
    return cells | more | both


def _bands(columns: list[int]) -> list[tuple[int, ...]]:
    """Columns cut where many are empty."""
    found: list[list[int]] = []
    for column in columns:
        if found and column - found[-1][-1] <= COLUMN_GAP:
            found[-1].append(column)
        else:
            found.append([column])
    return [tuple(band) for band in found]


def _lines(rows: list[Row], band: tuple[int, ...]) -> Iterator[str]:
    """Thin rows as text, each cell behind its place."""
    for number, cells in rows:
        said = "\t".join(f"{letters(column)}{number + 1}: {cells[column]}" for column in band if column in cells)
        yield from windows(said)
