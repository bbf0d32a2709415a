"""Properties of office packages: `docProps` of OOXML, `meta.xml` and `settings.xml` of OpenDocument.

Titles, subjects, keywords, descriptions and what people add themselves are text as well: they may name a patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leakassay.model.batch import Property
from leakassay.read.xml_events import END, START, TEXT, Event, local

_NAMES = {
    "lastModifiedBy": "last_modified_by", "created": "created_at", "modified": "modified_at",
    "lastPrinted": "last_printed_at", "contentStatus": "content_status", "Company": "company", "Manager": "manager",
    "Template": "template", "Application": "application", "AppVersion": "application_version",
    "HyperlinkBase": "hyperlink_base", "generator": "application", "initial-creator": "author",
    "creation-date": "created_at", "date": "modified_at", "printed-by": "printed_by", "print-date": "last_printed_at",
    "revision": "revision", "editing-cycles": "revision", "title": "title", "subject": "subject",
    "keywords": "keywords", "keyword": "keywords", "description": "description", "category": "category",
    "identifier": "identifier", "language": "language", "version": "version", "editing-duration": "editing_duration",
    "TotalTime": "editing_minutes", "Characters": "characters", "Pages": "pages", "Words": "words",
}  # fmt: skip
_SPOKEN = frozenset({"title", "subject", "keywords", "description", "category", "content_status", "identifier"})
_PARTS = frozenset({"TitlesOfParts", "HLinks"})
_CUSTOM = frozenset({"property", "user-defined"})
_PRINTER = "PrinterName"

MAX_CHARACTERS = 4096
"""Of one property; the rest of a longer one is left out there and stands in its text."""

MAX_PROPERTIES = 10_000
"""Of one part."""


def is_properties(name: str) -> bool:
    """True for a part that holds properties."""
    return name in ("meta.xml", "settings.xml") or name.startswith(("docProps/", "docprops/", "package/services/"))


def properties(name: str, events: Iterable[Event]) -> Iterator[tuple[Property, bool]]:
    """Properties of a part, and whether each is to be searched as text too.

    Raises:
        ItemError: what the events raise.
    """
    path: list[tuple[str, str]] = []
    said: list[str] = []
    count = 0
    is_odf = name.endswith(("meta.xml", "settings.xml"))
    for kind, text, attributes in events:
        if kind == START:
            path.append((local(text), _given(attributes)))
            said.clear()
            if local(text) == "template" and attributes:
                yield Property("template", " ".join(attributes.values())[:MAX_CHARACTERS]), True
        elif kind == TEXT:
            said.append(text)
        elif kind == END:
            value = "".join(said).strip()
            said.clear()
            found = _named(path, is_odf=is_odf) if value else None
            path.pop()
            if found is not None and count < MAX_PROPERTIES:
                count += 1
                yield Property(found[0], value[:MAX_CHARACTERS], part=name), found[1]


def _given(attributes: dict[str, str]) -> str:
    """The name that an element gives a property."""
    return next((value for key, value in attributes.items() if local(key) == "name"), "")


def _named(path: list[tuple[str, str]], *, is_odf: bool) -> tuple[str, bool] | None:
    """Name of the property at the end of a path, and whether it is to be searched; None for what is none."""
    element, given = path[-1]
    custom = next((step for step in reversed(path) if step[0] in _CUSTOM), None)
    if custom is not None:
        return f"custom:{custom[1]}"[:200], True
    if element == "config-item":
        return ("printer", False) if given == _PRINTER else None
    if any(step[0] in _PARTS for step in path):
        return "part_title", True
    if element == "creator":
        return ("last_modified_by" if is_odf else "author"), False
    name = _NAMES.get(element)
    return (name, name in _SPOKEN) if name else None
