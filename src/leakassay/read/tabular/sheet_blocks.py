"""Several tables on one sheet: cut where a blank row is followed by other headings, so that each is judged by its own.

Detection judges the columns of a table once, by the first headings it finds; a second table below with other columns
would be read under the headings of the first. Headings are words without a digit over a row that has one; the same
headings once more (a list in pages) are no other table. Tables side by side are not cut: they share their rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pyarrow as pa

from leakassay.model.batch import Batch, Shape

TITLES = 6
"""Rows of one cell, or none, between the blank row and the headings."""

LONGEST_HEADING = 60
"""Characters of a heading; longer ones are sentences."""


def table(rows: Sequence[Sequence[str]], width: int, name: str, part: str, first: int) -> Iterator[Batch]:
    """A batch of rows of one width, none when no cell is filled."""
    if not any(cell for row in rows for cell in row):
        return
    fitted = (row if len(row) == width else [*row, *[""] * (width - len(row))] for row in rows)
    columns = [pa.array(column, pa.string()) for column in zip(*fitted, strict=True)]
    data = pa.RecordBatch.from_arrays(columns, names=[f"c{place}" for place in range(width)])
    yield Batch(Shape.TABLE, data, ("",) * width, part=part, table_name=name, first_row=first)


def sides(rows: Sequence[Sequence[str]], width: int, headings: Sequence[str]) -> list[tuple[int, int]]:
    """Columns of the tables that stand side by side, as (first, one past the last); what they span is all of them.

    Args:
        rows: of one width or less.
        width: columns.
        headings: over them.
    """
    filled = [any(len(row) > place and row[place] for row in rows) for place in range(width)]
    starts = [place for place in range(1, width) if filled[place] and not filled[place - 1]]
    cuts, said = [0], {heading.casefold() for heading in headings[: starts[0] if starts else width] if heading}
    for start, end in pairwise([*starts, width]):
        here = {heading.casefold() for heading in headings[start:end] if heading}
        if len(here) > 1 and here & said:
            cuts.append(start)
            said = set()
        said |= here
    return list(pairwise([*cuts, width]))


class Blocks:
    """The tables of one sheet in passing.

    Args:
        name: of the sheet, and of its first table.
        part: of the item.
    """

    def __init__(self, name: str, part: str) -> None:
        self._name, self._part = name, part
        self._table = name
        self._headings: tuple[str, ...] = ()
        self._was_blank = False
        self._next = 0
        self._sides: dict[str, list[tuple[int, int]]] = {}

    def batches(self, rows: Sequence[Sequence[str]], width: int, first: int) -> Iterator[Batch]:
        """Batches of rows that follow on those given before.

        Args:
            rows: all of the same width, blank ones too.
            width: columns.
            first: number of the first row in the sheet.
        """
        start = 0
        self._was_blank |= first > self._next  # rows between are empty and not given
        self._next = first + len(rows)
        for place, row in enumerate(rows):
            if not any(row):
                self._was_blank = True
                continue
            if self._headings and not self._was_blank:
                continue
            headings = self._found(rows, place)
            if headings and self._headings and headings != self._headings:
                yield from self._given(rows[start:place], width, first + start)
                start, self._table = place, f"{self._name} row {first + place + 1}"
            self._headings = headings or self._headings
            self._was_blank = False
        yield from self._given(rows[start:], width, first + start)

    def _given(self, rows: Sequence[Sequence[str]], width: int, first: int) -> Iterator[Batch]:
        """Rows of the table under way, each side of it as a table."""
        if self._table not in self._sides and self._headings:
            self._sides[self._table] = sides(rows, width, self._headings)
        for start, end in self._sides.get(self._table, [(0, width)]):
            if start == 0 and end >= width:
                yield from table(rows, width, self._table, self._part, first)
                continue
            name = f"{self._table} column {start + 1}" if start else self._table
            yield from table([row[start:end] for row in rows], end - start, name, self._part, first)

    def _found(self, rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
        """The headings that stand at a row or some titles below it; none where there are none."""
        for at in range(place, min(place + TITLES, len(rows) - 1)):
            filled = [cell for cell in rows[at] if cell]
            if len(filled) < 2:
                continue
            are_words = all(len(cell) <= LONGEST_HEADING and not _has_digit(cell) for cell in filled)
            has_data = any(map(_has_digit, rows[at + 1]))
            return tuple(rows[at]) if are_words and has_data else ()
        return ()


def _has_digit(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)
