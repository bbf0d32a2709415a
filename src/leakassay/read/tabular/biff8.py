"""Records of xls (BIFF5, BIFF8): what a sheet reaches to, and text that is in no cell.

Where such a workbook hides text, and what becomes of it: comments and text boxes (NOTE, TXO), headers and footers,
validations, links, names, cells kept of other workbooks (CRN), chart titles (SERIESTEXT), conditions: TEXT; properties:
Property; pivot caches, revisions, user names: searched as strings, with a Gap of their bytes; hidden sheets: read like
others; embedded files, pictures: members, by the opener.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from leakassay.model.batch import Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.tabular.wide_strings import narrow_strings, wide_strings
from leakassay.read.tabular.xls_strings import shared
from leakassay.read.text_windows import text_batches, windows

_BOF, _EOF = 0x0809, 0x000A
_FILEPASS, _BOUNDSHEET, _CONTINUE = 0x002F, 0x0085, 0x003C
_FORMULA, _FORMULA_HEAD = 0x0006, 22
_LITERAL = re.compile(rb"\x17([\x04-\xff])([\0\1])")
_FORMAT, _FORMAT_HEAD, _WRITE_ACCESS = 0x041E, 5, 0x005C
_WORD = re.compile(r"[^\W\d_]{3}")
"""In quotes in a format of numbers: what it shows beside them; currencies have no three letters there."""
_SST, _LABEL_SST = 0x00FC, 0x00FD
_CHART = b"\x20\0"
"""Kind of a stream of records that holds a chart: its cells are those of one series after the other."""
_OBJ, _TXO, _NOTE = 0x005D, 0x01B6, 0x001C
_MULTIPLE = frozenset({0x00BD, 0x00BE})
_CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0201, 0x0001, 0x0002, 0x0003, 0x0004,
                    0x0005, 0x0406, 0x0206, *_MULTIPLE})  # fmt: skip
"""Records that begin with a row and a column."""

_TEXTS = frozenset({0x0014, 0x0015, 0x0018, 0x0218, 0x01BE, 0x01B8, 0x0023, 0x01AE, 0x005A, 0x100D, 0x01B1, 0x0800,
                    0x00AF, 0x0802, 0x00DC, 0x0051, 0x0052, 0x01B2, 0x087F, 0x00F4, 0x00CD})  # fmt: skip
"""Header, footer, names, validation, links, other workbooks and their cells, chart text, rules, tips, scenarios."""

_SEARCHED = re.compile(r"_SX_DB_CUR/|Revision Log|User Names|Ctls$|List Data|XML$", re.IGNORECASE)
_PROPERTIES = ("title", "subject", "author", "keywords", "comments", "template", "last_saved_by", "company", "manager",
               "category", "create_time", "last_saved_time", "last_printed", "creating_application")  # fmt: skip
_NAMES = {"last_saved_by": "last_modified_by", "create_time": "created_at", "last_saved_time": "modified_at"}
MOST_STATED = 1_000_000
"""Shared strings that may be stated without being there: 24 bytes of room each."""

MAX_LITERALS = 50_000
"""Strings of formulas remembered, so that each is told once; then they are told again."""
STREAM_BYTES = 256 << 20
_OLE_FAULTS = (OSError, ValueError, IndexError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What olefile raises on broken compound files, by name."""


@dataclass
class Sheet:
    """One sheet.

    Attributes:
        last_row, last_column: what its cells reach to, from 1.
        texts: in no cell.
    """

    last_row: int = 0
    last_column: int = 0
    texts: list[str] = field(default_factory=list)


@dataclass
class Walk:
    """What a workbook stream holds, by the offset at which each sheet begins.

    Attributes:
        names: of the sheets, in their order, with the offset of each.
        is_locked: the records are encrypted.
        user: who wrote it last, as their program was told.
        unshown: shared strings that no cell names.
        is_odd: shared strings do not hold together, or cells do not follow each other.
        is_bomb: it states more shared strings than its bytes can hold, and room is made for them before they are read.
    """

    sheets: dict[int, Sheet] = field(default_factory=dict)
    names: list[tuple[str, int]] = field(default_factory=list)
    is_locked: bool = False
    user: str = ""
    unshown: list[str] = field(default_factory=list)
    is_odd: bool = False
    is_bomb: bool = False


def records(raw: bytes) -> Iterator[tuple[int, int, int]]:
    """(kind, start, size) of the records of a stream; ends where one leaves it."""
    at, end = 0, len(raw)
    while at + 4 <= end:
        kind = raw[at] | raw[at + 1] << 8
        size = raw[at + 2] | raw[at + 3] << 8
        at += 4
        if at + size > end:
            return
        yield kind, at, size
        at += size


def walk(raw: bytes) -> Walk:
    """Look through a workbook stream."""
    found = Walk()
    gathered = _Gathered(raw, found)
    strings: list[bytes] = []
    before = 0
    for kind, start, size in records(raw):
        before = _SST if kind == _CONTINUE and before == _SST else kind
        if before == _SST:
            strings.append(raw[start : start + size])
        elif kind in _CELLS:
            gathered.cell(kind, start, size)
        elif kind not in _PLAIN:
            gathered.other(kind, start, size)
            if found.is_locked:
                return found
    gathered.close()
    if strings:
        stated = int.from_bytes(strings[0][4:8], "little")
        found.is_bomb = stated > MOST_STATED and stated * 3 > sum(map(len, strings))
        said, is_whole = shared(strings)
        named = set() if found.is_bomb else gathered.named  # then nobody lays out its cells
        found.unshown = [text for number, text in enumerate(said) if number not in named and text]
        found.is_odd = not is_whole or gathered.is_disordered  # older programs, without shared strings, keep no order
    return found


_PLAIN = frozenset({0x0208, 0x00FF, 0x00E0, 0x0031, 0x0293, 0x00EB, 0x00EC})
"""Rows, strings of cells, styles, drawings: looked at by others."""


class _Gathered:
    """The walk as far as it has come."""

    def __init__(self, raw: bytes, found: Walk) -> None:
        self._raw, self._found = raw, found
        self._sheet = Sheet()
        self._depth = 0
        self._object = -1
        self._awaits = 0
        self._text = b""
        self._said: dict[int, str] = {}
        self._cells: dict[int, str] = {}
        self._literals: set[str] = set()
        self._before = -1
        self._charts: list[bool] = []
        self._in_charts = 0
        self.named: set[int] = set()
        self.is_disordered = False

    def cell(self, kind: int, start: int, size: int) -> None:
        """A cell."""
        if size < 4 or not self._depth:
            return
        raw, sheet = self._raw, self._sheet
        row = (raw[start] | raw[start + 1] << 8) + 1
        last = start + size - 2 if kind in _MULTIPLE else start + 2
        column = (raw[last] | raw[last + 1] << 8) + 1
        if kind == _LABEL_SST and size >= 10:
            self.named.add(int.from_bytes(raw[start + 6 : start + 10], "little"))
        place = row << 16 | (raw[start + 2] | raw[start + 3] << 8)
        self.is_disordered |= place <= self._before and not self._in_charts
        self._before = place
        if kind == _FORMULA:
            self._formula(raw[start + _FORMULA_HEAD : start + size])
        sheet.last_row = max(sheet.last_row, row)
        sheet.last_column = max(sheet.last_column, column)

    def _formula(self, parsed: bytes) -> None:
        """Strings of a formula since BIFF8, each once: a sign, their length, their width, their characters."""
        for found in _LITERAL.finditer(parsed):
            count, is_wide = found[1][0], found[2] == b"\1"
            raw = parsed[found.end() : found.end() + count * (1 + is_wide)]
            said = raw.decode("utf-16-le" if is_wide else "latin-1", "replace")
            if len(said) == count and said.isprintable() and said not in self._literals:
                if len(self._literals) >= MAX_LITERALS:
                    self._literals.clear()
                self._literals.add(said)
                self._sheet.texts.append(said)

    def other(self, kind: int, start: int, size: int) -> None:
        """Any other record."""
        piece = self._raw[start : start + size]
        if kind in (_OBJ, _NOTE, _TXO, _CONTINUE):
            self._drawn(kind, piece)
        elif kind == _BOF:
            self._depth += 1
            self._before = -1
            self._charts.append(piece[2:4] == _CHART)
            self._in_charts += self._charts[-1]
            if self._depth == 1:
                self._sheet = self._found.sheets.setdefault(start - 4, Sheet())
        elif kind == _EOF:
            self._flush()
            self._depth = max(0, self._depth - 1)
            self._before = -1
            self._in_charts -= self._charts.pop() if self._charts else 0
        elif kind == _FILEPASS:
            self._found.is_locked = True
        elif kind == _BOUNDSHEET and size > 8:
            self._found.names.append((_short(piece[6:]), int.from_bytes(piece[:4], "little")))
        elif kind == _FORMAT:
            quoted = "".join(narrow_strings(piece[_FORMAT_HEAD:].replace(b"\0", b""))).split('"')[1::2]
            self._sheet.texts.extend(said for said in quoted if _WORD.search(said))
        elif kind == _WRITE_ACCESS:
            self._found.user = next(iter((*wide_strings(piece), *narrow_strings(piece))), "")
        elif kind in _TEXTS:
            self._sheet.texts.extend((*wide_strings(piece), *narrow_strings(piece)))

    def _drawn(self, kind: int, piece: bytes) -> None:
        """A comment or a text box: the object, its text, and for a comment its cell."""
        if kind == _OBJ and len(piece) >= 8:
            self._object = int.from_bytes(piece[6:8], "little")
        elif kind == _NOTE and len(piece) > 8:
            self._note(piece)
        elif kind == _TXO and len(piece) >= 12:
            self._awaits = int.from_bytes(piece[10:12], "little")
        elif kind == _CONTINUE and self._awaits > 0:
            self._continue(piece)

    def _note(self, piece: bytes) -> None:
        row, column, _, number = (int.from_bytes(piece[at : at + 2], "little") for at in (0, 2, 4, 6))
        self._cells[number] = f"row {row + 1}, column {column + 1}"
        count, is_wide = int.from_bytes(piece[8:10], "little"), piece[10:11] == b"\1"
        author = piece[11 : 11 + count * (1 + is_wide)].decode("utf-16-le" if is_wide else "cp1252", "replace")
        if author.strip() and author not in self._sheet.texts:
            self._sheet.texts.append(author)

    def _continue(self, piece: bytes) -> None:
        """A piece of the text of a comment or a box: narrow or wide, as its first byte says."""
        said = piece[1:].decode("utf-16-le" if piece[:1] == b"\1" else "latin-1", "replace")[: self._awaits]
        self._awaits -= len(said)
        self._said[self._object] = (self._said.get(self._object, "") + said)[: 1 << 20]

    def _flush(self) -> None:
        """Comments behind their cells, and boxes."""
        for number, said in self._said.items():
            self._sheet.texts.append(f"{self._cells[number]}: {said}" if number in self._cells else said)
        self._said, self._cells, self._awaits = {}, {}, 0

    def close(self) -> None:
        """The stream ends."""
        self._flush()


def _short(piece: bytes) -> str:
    """A name behind its length in one byte and, since BIFF8, its width."""
    wide = len(piece) > 1 and piece[1] == 1 and len(piece) >= 2 + 2 * piece[0]
    if wide:
        return piece[2 : 2 + 2 * piece[0]].decode("utf-16-le", "replace")
    return piece[2 if len(piece) == piece[0] + 2 else 1 :][: piece[0]].decode("cp1252", "replace")


def stream_of(content: bytes) -> bytes:
    """The workbook stream; the content itself where it is no compound file.

    Raises:
        ItemError: a compound file that does not open, or without a workbook.
    """
    if not content.startswith(olefile.MAGIC):
        return content
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            for name in ole.listdir(streams=True, storages=False):
                if len(name) == 1 and name[0].lower() in ("workbook", "book"):
                    return bytes(ole.openstream(name).read(STREAM_BYTES))
    except _OLE_FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    raise ItemError(Reason.MALFORMED)


def beside(content: bytes) -> Iterator[Reading]:
    """Properties, and the strings of streams that hold what no sheet shows; a Gap for each of these."""
    if not content.startswith(olefile.MAGIC):
        return
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            said = ole.get_metadata()
            for name in _PROPERTIES:
                value = getattr(said, name, None)
                if value:
                    text = value.decode("cp1252", "replace") if isinstance(value, bytes) else str(value)
                    yield Property(_NAMES.get(name, name), text.strip("\0")[:10_000])
            for path in ole.listdir(streams=True, storages=False):
                if _SEARCHED.search("/".join(path)):
                    raw = ole.openstream(path).read(STREAM_BYTES)
                    texts = "\n".join((*wide_strings(raw), *narrow_strings(raw)))
                    yield from text_batches(windows(texts), part="/".join(path))
                    yield Gap(Reason.STRINGS_ONLY, len(raw), part="/".join(path))
    except _OLE_FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
