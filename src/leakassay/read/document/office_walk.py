"""XML parts of Word, PowerPoint, Visio and OpenDocument to paragraphs and tables: all text, whatever hides it.

Every character of every element is kept, except numbers of the layout and packed bytes. So text that is deleted,
inserted, moved, hidden, in a box, a note, a comment, a field code, a content control or a chart is found without
knowing of it. Words in attributes (alternative texts, field codes, links, authors, form values) are told by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leakassay.model.batch import Batch
from leakassay.read.document.flow import HELD_CHARACTERS, Flow
from leakassay.read.xml_events import END, START, TEXT, Event, local

_PARAGRAPHS = frozenset({"p", "h", "dc:creator", "dc:date", "svg:title", "svg:desc", "dc:title", "text:note-citation"})
"""By local name, or by full name where the local name has other meanings."""
_TABLES = frozenset({"tbl", "table"})
_ROWS = frozenset({"tr", "table-row"})
_CELLS = frozenset({"tc", "table-cell", "covered-table-cell"})
_BREAKS = frozenset({"br", "cr", "line-break", "lastRenderedPageBreak"})
_NUMBERS = frozenset({
    "posOffset", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset", "align",
    "binData", "fldData", "binary-data", "SignatureValue", "DigestValue",
    "X509Certificate", "Modulus", "Exponent", "thumbnail", "binaryData",
})  # fmt: skip
"""Elements whose text is numbers of the layout or packed bytes."""

_DELETED, _INSERTED = frozenset({"del", "moveFrom"}), frozenset({"ins", "moveTo"})
"""Tracked changes inside a paragraph."""

_SPOKEN = frozenset({
    "descr", "title", "alt", "instr", "tooltip", "string", "string-value", "href", "current-value", "label", "formula",
    "displayText", "lastValue", "linkTarget", "alttext", "prompt", "error", "promptTitle", "errorTitle", "hint",
    "defaultValue", "text", "connection-resource", "src", "userId", "providerId",
})  # fmt: skip
"""Attributes that hold words wherever they stand."""
_NAMED = frozenset({
    "cNvPr", "docPr", "cmAuthor", "author", "section", "custShow", "bookmarkStart", "docVar", "tag", "property",
    "bookmark", "bookmark-start", "frame", "custom-shape", "user-field-decl", "variable-decl", "user-field-get",
    "Shape", "Page", "Prop", "User", "slide", "page", "cSld", "table", "AuthorEntry",
})  # fmt: skip
"""Elements whose `name` is a person's word."""
_VALUED = frozenset({
    "tag", "alias", "default", "listEntry", "docVar", "statusText", "helpText", "query", "connectString", "listItem",
    "hidden", "option", "textarea", "password", "listbox", "combobox", "generic-control", "button", "item",
    "placeholder", "Cell", "title", "result", "udl", "mappedName", "column", "string", "name", "tblCaption",
    "tblDescription", "uniqueTag",
})  # fmt: skip
"""Elements whose `val` or `value` is one."""
_PEOPLE = frozenset({"author", "initials", "creator"})
"""Attributes that name who wrote, changed or commented."""

MAX_PEOPLE = 1000
"""Names of authors kept."""

MAX_CHOICE = 10_000
"""Lines of an alternative that are compared with its fallback."""

MAX_REPEATED = 64
"""Columns that OpenDocument may repeat by a number; beyond that it is formatting."""


class Walk:
    """Puts one part after the other into a flow.

    Attributes:
        people: who wrote, changed or commented, in order.
    """

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self.people: dict[str, None] = {}
        self._silent = 0
        self._earlier: list[list[str]] = []
        self._deleted = self._inserted = self._held = 0
        self._is_changed = False

    def part(self, name: str, events: Iterable[Event]) -> Iterator[Batch]:
        """Walk a part.

        Yields:
            Batches as they are complete.

        Raises:
            ItemError: what the events raise; what was walked so far is in the flow.
        """
        self._flow.begin_part(name)
        self._silent = self._deleted = self._inserted = 0
        self._earlier.clear()
        self._held = 0
        for number, event in enumerate(events):
            self._take(event)
            if not number % 4096:
                yield from self._flow.ready()
        self._flow.end_part()
        yield from self._flow.ready()

    def _word(self, text: str) -> None:
        """Text as it reads now, and as it read before it was changed."""
        if not self._inserted and self._earlier and self._held < HELD_CHARACTERS:
            self._earlier[-1].append(text)
            self._held += len(text)
        if not self._deleted or not self._earlier:
            self._flow.word(text)

    def _close_paragraph(self) -> None:
        """A paragraph that was changed is told as it reads now, then as it read before."""
        earlier = "".join(self._earlier.pop()) if self._earlier else ""
        self._flow.close_paragraph()
        if self._is_changed:
            self._flow.line(earlier)
            self._is_changed = bool(self._earlier)
        self._held = self._held if self._earlier else 0

    def _change(self, name: str, step: int) -> None:
        """Begin or end what was deleted or inserted."""
        if name in _DELETED:
            self._deleted = max(0, self._deleted + step)
            self._is_changed = True
        elif name in _INSERTED:
            self._inserted = max(0, self._inserted + step)
            self._is_changed = True

    def _take(self, event: Event) -> None:
        kind, said, attributes = event
        if kind == START:
            self._start(said, attributes)
        elif kind == END:
            self._end(said)
        elif kind == TEXT:
            if not self._silent and not ("\n" in said and said.isspace()):  # between elements, not between words
                self._word(said.replace("\n", " "))
        else:
            self._flow.line(said)

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        name = local(full)
        if self._silent or name in _NUMBERS:
            self._silent += 1
            return
        if attributes:
            self._attributes(name, attributes)
        if name in _PARAGRAPHS or full in _PARAGRAPHS:
            self._earlier.append([])
            self._flow.open_paragraph()
        elif name in _CELLS:
            self._flow.open_cell(_span(attributes))
        elif name in _ROWS:
            self._flow.open_row()
        elif name in _TABLES:
            self._flow.open_table()
        elif name == "gridSpan":
            self._flow.widen_cell(_number(attributes.get("w:val", "")))
        else:
            self._sign(name, attributes)

    def _sign(self, name: str, attributes: dict[str, str]) -> None:
        """Elements that stand for a sign."""
        self._change(name, 1)
        if name in _BREAKS:
            self._word("\n")
        elif name == "tab" and not (attributes.keys() & {"w:val", "w:pos", "pos", "val"}):
            self._word("\t")
        elif name in ("s", "noBreakHyphen", "instrText"):
            self._word("-" if name == "noBreakHyphen" else " ")

    def _end(self, full: str) -> None:
        name = local(full)
        if self._silent:
            self._silent -= 1
            return
        if name in _PARAGRAPHS or full in _PARAGRAPHS:
            self._close_paragraph()
        elif name in _CELLS:
            self._flow.close_cell()
        elif name in _ROWS:
            self._flow.close_row()
        elif name in _TABLES:
            self._flow.close_table()
        elif name == "instrText":
            self._word(" ")
        else:
            self._change(name, -1)
            if not self._flow.is_in_paragraph:
                self._flow.end_line()

    def _attributes(self, name: str, attributes: dict[str, str]) -> None:
        """Words that attributes hold, each a line of its own."""
        for key, value in attributes.items():
            if not value or key.startswith("xmlns"):
                continue
            short = local(key)
            if short in _PEOPLE:
                if len(self.people) < MAX_PEOPLE:
                    self.people[value] = None
                continue
            if short in _SPOKEN or _is_word(name, short, value):
                self._flow.line(value)


def _is_word(name: str, key: str, value: str) -> bool:
    """True for names and values that a person chose."""
    if name == "row":  # data that a drawing is linked to: names of attributes are those of its columns
        return True
    if key in ("name", "Name"):
        return name in _NAMED and not value.startswith("_")
    return key in ("val", "value", "V") and name in _VALUED


def _span(attributes: dict[str, str]) -> int:
    """Columns that a cell takes."""
    return _number(attributes.get("gridSpan") or attributes.get("table:number-columns-repeated", ""))


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 and int(said) <= MAX_REPEATED else 1
