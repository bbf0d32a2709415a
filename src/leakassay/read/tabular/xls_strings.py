"""Shared strings of xls (SST of BIFF8): which no cell shows, and whether they hold together.

Every cell of text names one by its number. A string that none names belonged to a cell that is gone or damaged; one
that is wider than its record shifts all behind it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

_HEAD = 8
"""Bytes before the first string: how often strings are shown, and how many there are."""
_WIDE, _EXTENDED, _RICH = 1, 4, 8
_RUN_BYTES = 4


class _Pieces:
    """The record and those that continue it; a string may go on in the next, its width is said again there."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces
        self._piece = self._at = 0

    def left(self) -> int:
        """Bytes left of this piece."""
        return len(self._pieces[self._piece]) - self._at

    def take(self, size: int) -> bytes:
        """Bytes, out of several pieces where they cross a border; fewer at the end."""
        taken = b""
        while True:
            part = self._pieces[self._piece][self._at : self._at + size - len(taken)]
            taken, self._at = taken + part, self._at + len(part)
            if len(taken) == size or not self.turn():
                return taken

    def turn(self) -> bool:
        """Go on with the next piece; False where there is none."""
        if self._piece + 1 >= len(self._pieces):
            return False
        self._piece, self._at = self._piece + 1, 0
        return True

    def is_over(self) -> bool:
        """True at the end of the last piece."""
        return not self.left() and self._piece + 1 >= len(self._pieces)


def shared(pieces: Sequence[bytes]) -> tuple[list[str], bool]:
    """Strings of the record and its continuations.

    Args:
        pieces: its body, and that of each record that continues it.

    Returns:
        The strings as far as they hold together, and whether they are as many as told and fill their records.
    """
    if not pieces or len(pieces[0]) < _HEAD:
        return [], False
    count = struct.unpack_from("<I", pieces[0], 4)[0]
    stream = _Pieces(pieces)
    stream.take(_HEAD)
    found: list[str] = []
    while len(found) < count and not stream.is_over():
        said = _string(stream)
        if said is None:
            return found, False
        found.append(said)
    return found, len(found) == count and stream.is_over()


def _string(stream: _Pieces) -> str | None:
    head = stream.take(3)
    if len(head) < 3:
        return None
    length, flags = head[0] | head[1] << 8, head[2]
    if flags & ~(_WIDE | _EXTENDED | _RICH):
        return None
    runs = int.from_bytes(stream.take(2), "little") if flags & _RICH else 0
    extended = int.from_bytes(stream.take(4), "little") if flags & _EXTENDED else 0
    words: list[str] = []
    is_wide = bool(flags & _WIDE)
    while length:
        if not stream.left():
            if not stream.turn() or not (width := stream.take(1)) or width[0] & ~_WIDE:
                return None
            is_wide = bool(width[0])
            continue
        now = min(length, max(1, stream.left() // (1 + is_wide)))
        raw = stream.take(now * (1 + is_wide))
        words.append(raw.decode("utf-16-le" if is_wide else "latin-1", "replace"))
        length -= now
    behind = runs * _RUN_BYTES + extended
    return "".join(words) if len(stream.take(behind)) == behind else None
