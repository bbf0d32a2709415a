"""Compress (.Z): LZW with codes of 9 to 16 bits, as one item, or the members of the tar inside."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.custody.openers.member_name import without_suffix
from leakassay.custody.openers.stream import Decompressor, opened
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening
from leakassay.model.outcomes import Outcome, Reason

_MAGIC = b"\x1f\x9d"
_CLEAR = 256
_LEAST_BITS = 9

HISTORY_BYTES = 32 << 20
"""Output kept until the table of strings is full; ordinary files need 1 MB, long runs of one byte most."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a file of compress; see `stream.opened`. It states no length: a cut is seen at a broken code only."""
    yield from opened(item, first, without_suffix(item.name, {".taz": ".tar"}), _fresh)


def _fresh(head: bytes) -> Decompressor | None:
    """The format ends where the file ends: it has one member."""
    if len(head) < 3 or not head.startswith(_MAGIC) or not _LEAST_BITS <= head[2] & 31 <= 16 or head[2] & 0x60:
        return None
    return _Lzw(head[2] & 31, has_clear=bool(head[2] & 0x80))


class _Lzw:
    """A string of the table is a place in the output: each is the one before it with one byte more."""

    eof = False
    unused_data = b""

    def __init__(self, most_bits: int, *, has_clear: bool) -> None:
        self._most_bits = most_bits
        self._has_clear = has_clear
        self._held = b""
        self._skipped_header = False
        self.needs_input = True
        self._starts = [0] * (1 << most_bits)
        self._lengths = [0] * (1 << most_bits)
        self._end = 0
        self._restart(_CLEAR if has_clear else _CLEAR - 1)

    def _restart(self, end: int) -> None:
        """Forget all strings but those of one byte."""
        self._history = bytearray(range(256))
        self._starts[:256], self._lengths[:256] = range(256), [1] * 256
        self._bits = _LEAST_BITS
        self._end = end
        self._last = (0, 0)

    @property
    def may_end(self) -> bool:
        """True where what is left over is no more than the padding of the last code."""
        spare = len(self._held) * 8 % self._bits
        left = int.from_bytes(self._held, "little") >> (len(self._held) * 8 - spare)
        return self._skipped_header and spare < 8 and not left

    def finish(self) -> bytes:
        """The codes of a last group that is not full."""
        out = bytearray()
        self._group(self._held, len(self._held) * 8 // self._bits, out)
        self._held = b""
        return bytes(out)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """About `max_length` bytes more.

        Raises:
            ValueError: a code that cannot be.
            ItemError: strings that are too long to be kept.
        """
        held, at, out = self._held + data, 0, bytearray()
        if not self._skipped_header:
            self._skipped_header = len(held) >= len(_MAGIC) + 1
            at = 3 if self._skipped_header else 0
        while len(out) < max_length and self._skipped_header and len(held) - at >= self._bits:
            bits = self._bits
            self._group(held[at : at + bits], 8, out)
            at += bits
        self._held = held[at:]
        self.needs_input = len(self._held) < self._bits
        return bytes(out)

    def _group(self, packed: bytes, count: int, out: bytearray) -> None:
        """Eight codes; where their width changes, the rest of the group is padding."""
        bits, number = self._bits, int.from_bytes(packed, "little")
        mask = (1 << bits) - 1
        for _ in range(count):
            code = number & mask
            number >>= bits
            if code == _CLEAR and self._has_clear:
                self._restart(_CLEAR - 1)
                return
            out += self._string(code, mask)
            if self._end >= mask and bits < self._most_bits:
                self._bits += 1
                return

    def _string(self, code: int, mask: int) -> bytes:
        """What a code stands for; the string before it, with the first byte of this one, becomes a new string."""
        history, (start, length) = self._history, self._last
        if code <= self._end:
            place = self._starts[code]
            piece = history[place : place + self._lengths[code]]
        elif code == self._end + 1 and length and code <= mask:
            piece = history[start : start + length] + history[start : start + 1]
        else:
            raise ValueError
        if self._end < mask:
            if length or (self._has_clear and self._end == _CLEAR - 1):  # behind a clear the first string goes to waste
                self._end += 1
                self._starts[self._end], self._lengths[self._end] = start, length + 1
            self._last = (len(history), len(piece))
            history += piece
            if len(history) > HISTORY_BYTES:
                raise ItemError(Reason.LIMIT_MEMORY, outcome=Outcome.REFUSED)
        return bytes(piece)
