"""Documents of office programs in one XML file: Word 2003, packages of Word, flat OpenDocument, sheets of Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leakassay.read.document.flow import MAX_COLUMNS
from leakassay.read.xml_events import END, START, Event

ROOTS = frozenset({"w:wordDocument", "pkg:package", "office:document", "Workbook", "ss:Workbook"})
"""Outermost elements, as these programs write them."""

_CHANGES = {"Word.Deletion": "del", "Word.Insertion": "ins"}
"""Tracked changes of Word 2003, and what Word calls them since."""

_SHEET = {"Table": "table", "Row": "tr", "Cell": "tc", "Data": "p"}
_NONE: dict[str, str] = {}


def plain(root: str, events: Iterable[Event]) -> Iterator[Event]:
    """The events with the names that Word has had since 2007.

    Its tables in place of Excel's, where a cell that says its column gets the empty ones; tracked changes.

    Yields:
        Events; those of other documents as they are.
    """
    is_sheet = root.endswith("Workbook")
    column = 0
    notes: list[str] = []
    for event in events:
        kind, said, attributes = event
        if said == "aml:annotation" and kind in (START, END):
            if kind == START:
                notes.append(_CHANGES.get(attributes.get("w:type", ""), said))
            now = notes.pop() if kind == END and notes else notes[-1] if notes else said
            yield kind, now, attributes
            continue
        name = _SHEET.get(said.removeprefix("ss:"), "") if is_sheet and kind in (START, END) else ""
        if is_sheet and kind == START and said.removeprefix("ss:") == "Worksheet":
            yield START, "title", {"title": attributes.get("ss:Name", "")}
            yield END, "title", _NONE
        if name == "tr":
            column = 0
        elif name == "tc" and kind == START:
            place = attributes.get("ss:Index", "")
            wanted = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else column + 1
            while column + 1 < min(wanted, MAX_COLUMNS):
                yield START, "tc", _NONE
                yield END, "tc", _NONE
                column += 1
            column += 1
        yield (kind, name, attributes if name == "tc" else _NONE) if name else event
