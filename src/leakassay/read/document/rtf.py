r"""Rich text: text in its code pages, tables as rows, notes, headers, field codes, properties.

Where a rich text hides words, and how they are reached: hidden and deleted text are text as any other; foot- and
endnotes, annotations, headers, footers, text boxes, field codes, bookmarks, form fields, document variables and groups
of a kind that is not known (`\*`) are text of their own; the info group, custom properties and authors are properties.
Names of fonts and styles, colours and numbering are passed over. Objects and pictures are an opener's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document import rtf_words as words
from leakassay.read.document.flow import Flow

DOCUMENT_BYTES = 256 << 20
"""A larger one is refused."""

MAX_VALUE = 4096
"""Characters of a property."""

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>.)"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_NUMERIC = re.compile(r"[-\d;,.() ]*")
_SHORT = 9
"""A shape's number has fewer digits than anybody's."""


@dataclass(frozen=True)
class _State:
    """What a group inherits and may change.

    Attributes:
        kind: word of the group whose text this is; "" for the body.
        page: code page of its bytes.
        skip: characters that stand for a Unicode one, for readers that know none.
    """

    kind: str = ""
    page: str = words.DEFAULT_PAGE
    skip: int = 1


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a rich text.

    Yields:
        TABLE and TEXT batches, properties, what was covered; a Gap where groups are not closed (truncated), and for
        objects and pictures where no opener took them.

    Raises:
        ItemError: too large, no rich text (malformed), or (`empty`, `blank`) without a word.
    """
    content = item.content(DOCUMENT_BYTES)
    if b"{\\rt" not in content[:1024]:
        raise ItemError(Reason.MALFORMED)
    document = _Document()
    rows = 0
    for reading in document.read(content):
        rows += reading.data.num_rows if isinstance(reading, Batch) else 0
        yield reading
    packed = 0 if item.own_bytes >= 0 else document.packed
    if not rows and not packed and document.is_balanced:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    if packed:
        yield Gap(Reason.NO_READER, packed, part="objects and pictures")
    yield Covered(item.own - packed)
    if not document.is_balanced:
        yield Gap(Reason.TRUNCATED)


class _Document:
    """One rich text, read once from front to end."""

    def __init__(self) -> None:
        self.packed = 0
        self._flow = Flow()
        self._state = _State()
        self._stack: list[_State] = []
        self._is_starred = self._is_new = False
        self._bytes = bytearray()
        self._said: list[str] = []
        self._skip = 0
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._page = words.DEFAULT_PAGE
        self._name = ""
        self._table = self._row = self._in_table = self._cell = False
        self._surplus = 0
        self._waiting: list[Property] = []

    @property
    def is_balanced(self) -> bool:
        """True when every group is closed, and none twice."""
        return not self._stack and not self._surplus

    def read(self, content: bytes) -> Iterator[Batch | Property]:
        """Everything in it."""
        at = number = 0
        while found := _TOKEN.match(content, at):
            at = found.end()
            kind = found.lastgroup
            if found["word"] is not None:
                at += self._word(found["word"].decode("ascii"), found["number"])
            elif kind == "text":
                self._text(found["text"])
            elif kind == "hex":
                self._text(bytes.fromhex(found["hex"].decode("ascii")))
            elif kind == "brace":
                self._brace(found["brace"])
            elif kind == "sign":
                self._sign(found["sign"])
            number += 1
            if not number % 4096 or self._waiting:
                yield from self._ready()
        while self._stack:
            self._close(self._stack[-1])
            self._surplus += 1
            self._stack.pop()
        self._flush()
        yield from self._ready()
        yield from self._flow.close()

    def _ready(self) -> Iterator[Batch | Property]:
        waiting, self._waiting = self._waiting, []
        yield from waiting
        yield from self._flow.ready()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._skip = 0
        if brace == b"{":
            self._stack.append(self._state)
            self._is_new = True
            return
        self._is_new = self._is_starred = False
        if not self._stack:
            self._surplus += 1
            return
        outer = self._stack.pop()
        self._close(outer)
        self._state = outer

    def _close(self, outer: _State) -> None:
        """End a group that had a kind of its own."""
        kind = self._state.kind
        if kind == outer.kind:
            return
        if kind in words.NESTED:
            self._flow.close_paragraph()
        elif kind in words.PROPERTIES:
            self._property(kind)

    def _property(self, kind: str) -> None:
        value, self._said = "".join(self._said).strip(), []
        name = words.PROPERTIES[kind]
        if kind == "propname":
            self._name = value
        elif value:
            said = f"custom:{self._name}"[:200] if name == "custom" and self._name else name
            self._waiting.append(Property(said, value[:MAX_VALUE]))
            if name in words.SPOKEN:
                self._flow.line(f"{self._name or name}: {value}" if name == "custom" else f"{name}: {value}")

    def _word(self, word: str, digits: bytes | None) -> int:
        """Act on a control word; returns how many raw bytes follow it."""
        number = int(digits) if digits is not None else None
        is_first, self._is_new = self._is_new, False
        if word == "bin":
            self.packed += max(0, number or 0)
            return max(0, number or 0)
        if word == "u" and number is not None:
            self._flush()
            self._put(chr(number & 0xFFFF))
            self._skip = self._state.skip
            return 0
        if self._skip:
            self._skip -= 1
            return 0
        if (is_first or self._is_starred) and self._destination(word):
            self._is_starred = False
            return 0
        self._is_starred = False
        self._format(word, number)
        return 0

    def _destination(self, word: str) -> bool:
        """Begin a group of a kind of its own; False for a word that only formats."""
        if word in words.SILENT or self._state.kind in words.SILENT:
            if self._state.kind not in words.SILENT:
                self._state = replace(self._state, kind=word)
            return word in words.SILENT
        if word in words.NESTED:
            self._state = replace(self._state, kind=word)
            self._flow.open_paragraph()
            return True
        if word in words.PROPERTIES and not (word == "comment" and not self._stack):
            self._state, self._said = replace(self._state, kind=word), []
            return True
        if self._is_starred and not self._state.kind:
            self._state = replace(self._state, kind="*")
            self._flow.open_paragraph()
        return False

    def _format(self, word: str, number: int | None) -> None:
        if word in ("f", "deff") and number is not None:
            self._font = number
            self._turn(self._fonts.get(number, "") or self._page)
        elif word == "fcharset" and number is not None:
            if len(self._fonts) < 10_000:
                self._fonts[self._font] = words.of_charset(number)
        elif word == "ansicpg" and number is not None:
            self._page = words.of_number(number)
            self._turn(self._page)
        elif word in words.PAGES:
            self._page = words.PAGES[word]
            self._turn(self._page)
        elif word == "uc":
            self._state = replace(self._state, skip=max(0, min(number or 0, 16)))
        elif word == "plain":
            self._turn(self._page)
        elif word in words.TIMES and self._state.kind in words.PROPERTIES and number is not None:
            self._said.append(words.TIMES[word].format(number))
        elif self._state.kind not in words.SILENT:
            self._shape(word)

    def _shape(self, word: str) -> None:
        """Lines, cells, rows and signs."""
        if word in words.LINES:
            self._flush()
            if self._state.kind in words.PROPERTIES:
                self._said.append("\n")
            else:
                self._flow.end_line()
        elif word in words.SIGNS:
            self._flush()
            self._put(words.SIGNS[word])
        elif word in ("trowd", "intbl", "pard", "cell", "row"):
            self._flush()
            self._tabular(word)

    def _tabular(self, word: str) -> None:
        """Follow a table; writers may say that a paragraph is in it, or not."""
        if word == "pard":
            self._in_table = False
        elif word in ("trowd", "intbl"):
            self._in_table = True
            self._row |= word == "trowd"
        else:
            self._row = self._in_table = True
            if word == "cell":
                self._open_cell()
                self._flow.close_cell()
            else:
                self._flow.close_row()
                self._row = False
            self._cell = False

    def _open_cell(self) -> None:
        if not self._table:
            self._flow.open_table()
            self._table = True
        if not self._cell:
            self._flow.open_cell()
            self._cell = True

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._is_starred = self._is_new
            return
        self._is_new = False
        if self._skip:
            self._skip -= 1
            return
        if sign in b"\r\n":
            self._shape("par")
        elif sign in words.SYMBOLS:
            self._text(words.SYMBOLS[sign].encode("ascii"))

    def _text(self, raw: bytes) -> None:
        self._is_new = self._is_starred = False
        kind = self._state.kind
        if kind in words.SILENT:
            self.packed += len(raw) if kind in words.PACKED else 0
            return
        if self._skip:
            dropped = min(self._skip, len(raw))
            self._skip -= dropped
            raw = raw[dropped:]
        self._bytes += raw

    def _turn(self, page: str) -> None:
        if page != self._state.page:
            self._flush()
            self._state = replace(self._state, page=page)

    def _flush(self) -> None:
        """Decode the bytes so far."""
        if self._bytes:
            said = self._bytes.decode(self._state.page, "replace")
            self._bytes.clear()
            self._put(said)

    def _put(self, said: str) -> None:
        kind = self._state.kind
        if kind in words.SILENT or not said:
            return
        if kind in words.PROPERTIES:
            self._said.append(said)
            return
        if kind == "sv" and len(said) < _SHORT and _NUMERIC.fullmatch(said):
            return
        if not kind:
            self._place()
        self._flow.word(said)

    def _place(self) -> None:
        """Text of the body stands in a cell, or ends the table."""
        if self._row or self._in_table:
            self._open_cell()
        elif self._table:
            self._flow.close_table()
            self._table = self._cell = False
