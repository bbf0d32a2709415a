"""Where the columns of a printed list lie: by the ruler under its headings, else by the blanks that its lines share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

RULER = re.compile(r"[ \t]*(?:-+|=+|_+)(?: +(?:-+|=+|_+)){2,}[ \t]*")
"""A run of signs under each heading."""

RULE = re.compile(r"[ \t]*(?:-{20,}|={20,}|_{20,})[ \t]*")
"""One line under all headings."""

LEAST_COLUMNS, LEAST_LINES = 3, 3
"""What makes a list."""

STRAY_SHARE = 0.02
"""Lines that may fill a blank that all others share: misprints, overlong names."""

STRAYS_BY_HEADING = 0.2
"""Lines that may fill a blank that the heading has too."""

MANY_LINES = 10
"""Lines among which one may be a stray even where no heading is known."""

MOST_CHARACTERS = 2_000
"""Of a line that is looked at; printers had 132 or 256 columns."""

LOOKED_AT = 400
"""Lines of a list that tell where its columns lie."""

_NUMBER = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")


@dataclass(frozen=True)
class Layout:
    """Columns of a list.

    Attributes:
        headers: words over each column; "" where there are none.
        starts: first character of each column; the first one is 0.
    """

    headers: tuple[str, ...]
    starts: tuple[int, ...]

    def row(self, line: str) -> list[str] | None:
        """The cells of a line; None for one that does not fit.

        A word that stands across a border, one cell alone, what runs on behind the last column, and a number with
        blanks and more beside it do not fit.
        """
        length = len(line)
        for start in self.starts[1:]:
            if start < length and line[start - 1] not in " \t":
                return None
        ends = (*self.starts[1:], length)
        cells = [line[start:end].strip() for start, end in zip(self.starts, ends, strict=True)]
        if sum(map(bool, cells)) < 2 or "  " in cells[-1] or _runs_on(cells[-1]):
            return None
        if any("  " in cell and _runs_on(cell) for cell in cells):  # two columns in one
            return None
        return cells

    def is_heading(self, cells: Sequence[str]) -> bool:
        """True for the headings once more, on the next page."""
        return tuple(cells) == self.headers


def _runs_on(cell: str) -> bool:
    """True when a number like those of people stands within a longer last cell: two lines became one."""
    found = _NUMBER.search(cell)
    return found is not None and found[0] != cell


def has_number(line: str) -> bool:
    """True when a line holds ten digits as an NHS number is written."""
    return _NUMBER.search(line) is not None


def by_ruler(heading: str, ruler: str) -> Layout:
    """The columns that a ruler shows."""
    starts = [found.start() for found in re.finditer(r"[-=_]+", ruler)]
    return _headed(heading, [0, *starts[1:]])


def by_blanks(lines: Sequence[str], heading: str = "") -> Layout | None:
    """The columns between blanks that (nearly) all lines share; None when they make no list.

    Args:
        lines: rows of the list.
        heading: the line over them, where it is known; else the first line is one if it reads so.
    """
    heading = heading[:MOST_CHARACTERS]
    rows = [line[:MOST_CHARACTERS] for line in lines[:LOOKED_AT] if line.strip()]
    if len(rows) < LEAST_LINES:
        return None
    width = max(map(len, [*rows, heading]))
    filled = np.zeros(width + 1, np.int64)
    for row in rows:
        filled[: len(row)] += np.frombuffer(row.encode("utf-32-le", "replace"), np.uint32) > 32
    strays = max(int(STRAY_SHARE * len(rows)), int(bool(heading) or len(rows) >= MANY_LINES))
    blank = filled <= strays
    for gap in re.finditer(r" {2,}", heading):  # what is parted in the heading is so below, overlong values or not
        blank[gap.start() : gap.end()] |= filled[gap.start() : gap.end()] <= STRAYS_BY_HEADING * len(rows)
    starts = [0]
    for left, right in pairwise(np.flatnonzero(np.diff(blank.astype(np.int8))).tolist()):
        is_wide = right - left >= _least(heading, right + 1)
        if blank[left + 1] and right < width and filled[:left].any() and is_wide:
            starts.append(_start(heading, left + 1, right + 1))
    layout = _headed(heading, _over(heading, starts))
    if heading:  # blanks without a heading behind them lie within a column
        named = [0, *(at for at, word in zip(layout.starts[1:], layout.headers[1:], strict=True) if word)]
        layout = _headed(heading, named)
    return layout if len(layout.starts) >= LEAST_COLUMNS else None


def _least(heading: str, start: int) -> int:
    """Blanks that part two columns: one where a heading begins behind it, else two."""
    return 1 if heading[start - 1 : start + 1].strip() and heading[start - 1 : start].isspace() else 2


def _start(heading: str, left: int, right: int) -> int:
    """Where a column begins: at its values, or before them where a heading of its own stands over the blanks."""
    apart = [found.end() for found in re.finditer(r" {2,}", heading[:right])]
    return max((at for at in apart if left < at < right), default=right)


def _over(heading: str, starts: list[int]) -> list[int]:
    """Borders moved to the left where a heading that is longer than its values begins before them."""
    moved = [0]
    for start in starts[1:]:
        at = start
        while at > moved[-1] + 1 and at < len(heading) and not heading[at - 1].isspace():
            at -= 1
        moved.append(at)
    return sorted(set(moved))


def _headed(heading: str, starts: Sequence[int]) -> Layout:
    ends = (*starts[1:], max(len(heading), starts[-1]))
    return Layout(tuple(heading[a:b].strip() for a, b in zip(starts, ends, strict=True)), tuple(starts))


def reads_as_heading(line: str) -> bool:
    """True for words in columns without a digit among them."""
    words = re.split(r" {2,}", line.strip())
    return len(words) >= LEAST_COLUMNS and not any(sign.isdigit() for sign in line) and ":" not in line
