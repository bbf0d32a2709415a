"""What a sheet of xlsx reaches to, told from its bytes before anybody lays it out; and its text that is in no cell.

One pass by regular expressions, a fifth of what reading costs. calamine takes the rectangle from the places that the
cells name, so these are what counts; what `dimension` says is not believed.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from leakassay.read.tabular.grid import column_of
from leakassay.read.tabular.xml_walk import Stream

PIECE = 1 << 20

SANE_CELLS = 4_000_000
"""A rectangle of this size is laid out however empty it is."""

BYTES_A_CELL = 1
"""A larger rectangle is laid out when it has a byte of XML for each cell: one in thirty is filled."""

FRAME_BYTES = 16 << 20
"""Bytes before and behind the cells that are kept: settings, headers and footers, links, rules."""

FORMULA_CHARACTERS = 4 << 20
"""Characters of formulas with text in them that are kept."""

_NARROW, _SHORT = 26, 99_999
"""Places that need no look: columns A to Z, rows of five digits."""

_FAR = re.compile(rb'r="(?:([A-Za-z]{2,3})([0-9]+)|[A-Za-z]?([0-9]{6,}))')
_ODD = (b" r='", b"r =", b'r= "', b'r="$', b"\0")
"""Ways to write a place that no program uses: such a sheet is for the slow parser."""
_PLACED = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*\s)?r="')
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_STRING = re.compile(rb't="s"[^<>]*><v>([0-9]+)')
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?>([^<]*(?:\"|&quot;)[^<]*)<")
_END = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")


@dataclass
class Scan:
    """What a sheet is like.

    Attributes:
        last_row, last_column: an upper bound, from 1.
        is_odd: places are left out, or written as no program does.
        size: bytes of the part.
        formulas: with text of their own, each once.
        held: bytes of them.
        frame: what stands behind the cells.
        used: numbers of shared strings that a cell shows, as flags.
    """

    last_row: int = _SHORT
    last_column: int = _NARROW
    is_odd: bool = False
    size: int = 0
    formulas: dict[bytes, str] = field(default_factory=dict)
    held: int = 0
    frame: bytes = b""
    used: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    @property
    def is_sane(self) -> bool:
        """True when the rectangle may be laid out."""
        cells = self.last_row * self.last_column
        return not self.is_odd and (cells <= SANE_CELLS or cells <= self.size // BYTES_A_CELL)


def scan(stream: Stream, strings: int) -> Scan:
    """Look through a sheet.

    Args:
        stream: its XML.
        strings: shared strings of the workbook.
    """
    found = Scan(used=np.zeros(strings, np.bool_))
    rest, ended = b"", False
    while piece := stream.read(PIECE):
        found.size += len(piece)
        if ended:
            found.frame += piece[: max(0, FRAME_BYTES - len(found.frame))]
            continue
        piece = rest + piece
        at = piece.rfind(b"sheetData")
        end = _END.search(piece, max(0, at - 100)) if at >= 0 else None
        if end:
            ended = True
            found.frame, piece, rest = piece[end.end() :], piece[: end.start()], b""
        else:
            cut = max(piece.rfind(b"<c "), piece.rfind(b"<row"), len(piece) - (1 << 16))
            piece, rest = piece[:cut], piece[cut:]
        _look(piece, found)
    if rest:
        _look(rest, found)
    return found


def _look(piece: bytes, found: Scan) -> None:
    for letters, digits, far in set(_FAR.findall(piece)):
        found.last_row = max(found.last_row, int((digits or far)[:10]))
        if letters:
            found.last_column = max(found.last_column, column_of(letters.decode().upper()) + 1)
    written = piece.count(b"<c ") + piece.count(b"<c>") + piece.count(b"<c/") + piece.count(b":c")
    if written != piece.count(b'<c r="') and len(_CELL.findall(piece)) > len(_PLACED.findall(piece)):
        found.is_odd = True
    found.is_odd |= any(odd in piece for odd in _ODD)
    if found.used.size:
        numbers = np.array([int(text[:9]) for text in _STRING.findall(piece)], np.int64)
        found.used[numbers[numbers < found.used.size]] = True
    if b"f>" in piece:
        for formula in _FORMULA.findall(piece):
            if found.held < FORMULA_CHARACTERS and formula not in found.formulas:
                found.formulas[formula] = html.unescape(formula.decode("utf-8", "replace"))
                found.held += len(formula)
