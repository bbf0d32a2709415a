"""Memo files beside dBase tables (`.dbt` of dBase III and IV, `.fpt` of FoxPro): every memo as text.

Where such a file hides people, and what becomes of it: memos (text); memos that no record points to any more, which
still have their length before them (text too); what older memos left behind the end of newer ones and in free blocks
(runs of letters, a gap, `strings_only`); pictures and objects (the same). Records name memos by their block, and lie in
another item: memo and record are not joined. A memo's row is its place in the file's order.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.blob_text import runs_of, text_of
from leakassay.read.database.row_batches import clean
from leakassay.read.text_windows import ROWS, text_batches, windows
from leakassay.values.text_encoding import sniff

PIECE = 4 << 20
"""Bytes of a memo that are taken at a time."""

_BLOCK: Final = 512
_DBASE_4: Final = b"\xff\xff\x08\0"
_DOS: Final = re.compile(rb"[A-Za-z][\x80-\x9b\xa0-\xa5]")
_WINDOWS: Final = re.compile(rb"[A-Za-z][\xc0-\xff]")
"""Letters with accents inside words, in the code pages of DOS and of Windows."""
_END: Final = b"\x1a"
_TEXT: Final = 1
_KINDS: Final = (0, 1, 2)


class _Layout(NamedTuple):
    """How the file is laid out.

    Attributes:
        kind: as the property says it.
        block: bytes of a block.
        first: offset of the first block that holds a memo.
        told: bytes that the file has by its own head.
    """

    kind: str
    block: int
    first: int
    told: int


class _Memo(NamedTuple):
    """One memo: where its bytes begin and how many they are, and whether they are meant to be text."""

    start: int
    size: int
    is_text: bool


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a memo file.

    Yields:
        TEXT, a row a memo or a window of one; what is left over in the part "left over"; bytes covered; gaps.

    Raises:
        ItemError: no head (truncated), or no memo (`empty`).
    """
    layout = _layout(item)
    yield Property("kind", layout.kind)
    search = _Search(item, layout, _codec(item, layout.first))
    yield from search.run()
    if not search.given:
        if layout.told > item.size:
            raise ItemError(Reason.TRUNCATED)
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    if layout.told > item.size or search.is_cut:
        yield Gap(Reason.TRUNCATED)
    elif item.size > layout.told + 2 * layout.block:
        yield Gap(Reason.TRAILING_BYTES)
    if search.searched:
        yield Gap(Reason.STRINGS_ONLY, search.searched)
    yield Covered(item.own - search.searched)


def _layout(item: OpenItem) -> _Layout:
    head = item.head(_BLOCK + 8)
    if len(head) < _BLOCK:
        raise ItemError(Reason.TRUNCATED)
    little, big = int.from_bytes(head[:4], "little"), int.from_bytes(head[:4], "big")
    block = int.from_bytes(head[20:22], "little") or _BLOCK
    if item.pread(4, max(block, _BLOCK)) == _DBASE_4 or item.pread(4, block) == _DBASE_4:
        return _Layout("dBase IV", block, block, little * block)
    block = int.from_bytes(head[6:8], "big")
    if block and head[8:_BLOCK].count(0) > 400 and _is_foxpro(item, block):
        return _Layout("FoxPro", block, _up(_BLOCK, block), big * block)
    return _Layout("dBase III", _BLOCK, _BLOCK, max(0, little - 1) * _BLOCK)


def _is_foxpro(item: OpenItem, block: int) -> bool:
    """True when the first memo has a kind and a length that fits; a file may hold none yet."""
    raw = item.pread(8, _up(_BLOCK, block))
    return len(raw) < 8 or (int.from_bytes(raw[:4], "big") in _KINDS and int.from_bytes(raw[4:], "big") <= 1 << 30)


def _up(size: int, block: int) -> int:
    return -(-size // block) * block


def _codec(item: OpenItem, start: int) -> str:
    """The code page stands in the table: here that of the text."""
    letters = item.pread(1 << 18, start).translate(None, bytes(range(9)) + bytes(range(14, 32)))
    found = sniff(letters)
    if found in ("utf-8", "cp437"):
        return found
    return "cp850" if len(_DOS.findall(letters)) > len(_WINDOWS.findall(letters)) else "cp1252"


class _Search:
    """A walk over all blocks.

    Attributes:
        given: rows that were told.
        searched: bytes that were searched for letters only, and held some.
        is_cut: True where a memo goes on behind the end.
    """

    def __init__(self, item: OpenItem, layout: _Layout, codec: str) -> None:
        self._item, self._layout, self._codec = item, layout, codec
        self._texts: dict[str, list[str]] = {"": [], "left over": []}
        self._rows = {"": 0, "left over": 0}
        self.searched = 0
        self.is_cut = False

    @property
    def given(self) -> int:
        """Rows so far."""
        return sum(self._rows.values())

    def run(self) -> Iterator[Batch]:
        """Every memo, and what lies between them."""
        at, block, size = self._layout.first, self._layout.block, self._item.size
        while at < size:
            memo = self._memo(at)
            if memo is None:
                end = min(size, _up(at + 1, block))
                self._leftover(at, end)
            else:
                self.is_cut = self.is_cut or memo.start + memo.size > size
                yield from self._tell(memo)
                stop = min(size, memo.start + memo.size)
                end = min(size, _up(max(stop, at + 1), block))
                self._leftover(stop, end)
            at = end
            yield from self._flush()
        yield from self._flush(1)

    def _memo(self, at: int) -> _Memo | None:
        """The memo that begins in this block; None where it is free."""
        head = self._item.pread(8, at)
        if self._layout.kind == "dBase III":
            return self._ended(at)
        if len(head) < 8:
            return None
        if self._layout.kind == "dBase IV":
            size = int.from_bytes(head[4:], "little") - 8
            return _Memo(at + 8, size, is_text=True) if head[:4] == _DBASE_4 and size > 0 else None
        kind, size = struct.unpack(">II", head)
        return _Memo(at + 8, size, kind == _TEXT) if kind in _KINDS and 0 < size < 1 << 31 else None

    def _ended(self, at: int) -> _Memo | None:
        """A memo up to the sign that ends it; what begins with nothing is free."""
        if self._item.pread(1, at) in (b"\0", _END, b""):
            return None
        place = at
        while raw := self._item.pread(PIECE, place):
            found = raw.find(_END)
            if found >= 0:
                return _Memo(at, place + found - at, is_text=True)
            place += len(raw)
        self.is_cut = True
        return _Memo(at, self._item.size - at, is_text=True)

    def _tell(self, memo: _Memo) -> Iterator[Batch]:
        for at in range(memo.start, min(memo.start + memo.size, self._item.size), PIECE):
            raw = self._item.pread(min(PIECE, memo.start + memo.size - at), at)
            if memo.is_text or (memo.size <= PIECE and text_of(raw) is not None):
                self._texts[""] += windows(clean(self._decoded(raw)))
            else:
                self._search(raw)
            yield from self._flush()

    def _decoded(self, raw: bytes) -> str:
        """Text of a memo; soft line ends of dBase are spaces."""
        raw = raw.replace(b"\x8d\n", b" ").replace(b"\0", b" ")
        try:
            return raw.decode(self._codec)
        except UnicodeDecodeError:
            return raw.decode("cp1252", "replace")

    def _leftover(self, start: int, end: int) -> None:
        if start < end:
            self._search(self._item.pread(end - start, start))

    def _search(self, raw: bytes) -> None:
        """Runs of letters in bytes that are no memo."""
        if runs := [run for run in runs_of(raw) if run.strip()]:
            self._texts["left over"] += [piece for run in runs for piece in windows(clean(run))]
            self.searched += len(raw)

    def _flush(self, least: int = ROWS) -> Iterator[Batch]:
        for part, texts in self._texts.items():
            if len(texts) >= least:
                self._texts[part] = []
                for batch in text_batches(texts, part=part, first_row=self._rows[part]):
                    self._rows[part] += batch.data.num_rows
                    yield batch
