"""Text of an XML part that is no cell: what stands between its tags, and what its attributes say to a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakassay.model.batch import Property
from leakassay.read.tabular.cell_text import unescaped
from leakassay.read.tabular.xml_walk import Stream, local, walk

_INLINE = frozenset(
    {"r", "t", "rPr", "span", "font", "b", "i", "u", "s", "a", "instr", "fld", "tab", "line-break", "sz", "color",
     "rFont", "family", "scheme", "charset", "latin", "ea", "cs", "solidFill", "schemeClr", "srgbClr"}
)  # fmt: skip
"""Elements within a line; the end of any other one ends the line."""

_SPOKEN = frozenset(
    {"v", "val", "name", "title", "descr", "tooltip", "display", "prompt", "promptTitle", "error", "errorTitle",
     "author", "caption", "uniqueName", "displayName", "userId", "comment", "user", "location", "sourceFile",
     "command", "connection", "url", "description", "alt", "userName", "help", "statusBar", "shortcutKey", "string",
     "href", "formula", "text", "content-validation-name", "string-value", "expression", "label"}
)  # fmt: skip
"""Attributes that somebody wrote, or that hold a value."""

_SILENT = frozenset(
    {"style", "type", "contenttype", "partname", "id", "uid", "uri", "requires", "ignorable", "path", "coordsize",
     "typeface", "panose", "lang", "spid", "adj", "formulas", "points", "from", "to", "space", "schemalocation",
     "sqref", "dxfid", "formatcode", "guid", "gradientshapeok", "connecttype", "spans", "activepane", "font-family",
     "font-family-generic", "fontfamily", "version", "panel", "rot", "viewbox", "d", "transform", "algorithmname",
     "saltvalue", "hashvalue", "eqn", "enhanced-path", "clip"}
)  # fmt: skip
"""Attributes that a program wrote for itself."""

_FRAME = frozenset(
    {"sheet", "sheets", "workbookView", "fileVersion", "calcPr", "workbookPr", "fileRecoveryPr", "absPath", "sheetPr",
     "sheetView", "selection", "pageSetup", "printOptions", "pageMargins", "tableStyleInfo", "cacheSource", "ext",
     "cNvPr", "drawing", "legacyDrawing", "tableStyles", "revisionPtr", "fmtid", "feature"}
)  # fmt: skip
"""Elements whose attributes say nothing of people, or are told elsewhere (names of sheets); `cNvPr` has a rule."""

_NAMED = frozenset({"sheetName"})
_LONG_NUMBER = 7
"""Digits of a value that may be a number of somebody; settings are shorter."""

_POSITIONS = frozenset({"col", "row", "colOff", "rowOff", "Anchor", "DigestValue", "SignatureValue", "X509Certificate",
                        "cantSplit", "noHBand", "Row", "Column", "formatCode"})  # fmt: skip
"""Elements whose text is a place on a sheet, a format or a seal."""

_DEFAULT_NAMES = re.compile(r"_xlnm\.|_xlfn|(?:[A-Z][a-z]+ )+\d{1,4}\Z")

LINE_CHARACTERS = 1 << 20
"""A line without end is cut."""


class Lines:
    """Handlers that gather the lines of a part.

    Args:
        keeps_all: every attribute counts: custom XML has no words of the format's own.
        without: elements whose text is told elsewhere.
    """

    def __init__(self, *, keeps_all: bool = False, without: frozenset[str] = frozenset()) -> None:
        self._keeps_all = keeps_all
        self._without = without
        self._is_told = False
        self._line: list[str] = []
        self._length = 0
        self._done: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        name = local(tag)
        self._is_told = name in self._without or (name in _POSITIONS and not self._keeps_all)
        if name not in _INLINE:
            self.break_line()
        said = [value for key, value in attributes.items() if value and self._speaks(name, local(key), key, value)]
        if said:
            self.break_line()
            self._done.append(" ".join(dict.fromkeys(said)))

    def _speaks(self, element: str, attribute: str, full: str, value: str) -> bool:
        if full.startswith("xmlns"):
            return False
        if self._keeps_all:
            return True
        if element in _FRAME:
            return element == "cNvPr" and attribute in ("descr", "title")
        if attribute == "val" and element not in _NAMED:
            return " " in value.strip() or sum(map(str.isdigit, value)) >= _LONG_NUMBER
        if attribute in _SPOKEN:
            return len(value) > 2 and not _DEFAULT_NAMES.match(value) and any(sign.isalnum() for sign in value)
        if attribute == "Target":
            return ":" in value
        return attribute.lower() not in _SILENT and " " in value and any(sign.isalpha() for sign in value)

    def end(self, tag: str) -> None:
        """A tag closes."""
        self._is_told = False
        if local(tag) not in _INLINE:
            self.break_line()

    def text(self, piece: str) -> None:
        """Text between tags."""
        if self._is_told:
            return
        self._line.append(piece)
        self._length += len(piece)
        if self._length > LINE_CHARACTERS:
            self.break_line()

    def break_line(self) -> None:
        """The line ends here."""
        if self._line:
            said = unescaped("".join(self._line)).strip()
            if any(sign.isalnum() for sign in said):
                self._done.append(said)
            self._line, self._length = [], 0

    def taken(self) -> list[str]:
        """Lines that are complete."""
        done, self._done = self._done, []
        return done


def lines(stream: Stream, *, keeps_all: bool = False, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """Lines of text of a part.

    Raises:
        ItemError: no XML; what came before stays.
    """
    gathered = Lines(keeps_all=keeps_all, without=without)
    for _ in walk(stream, gathered.start, gathered.end, gathered.text):
        yield from gathered.taken()
    gathered.break_line()
    yield from gathered.taken()


_NAMES = {"creator": "author", "initial-creator": "author", "lastModifiedBy": "last_modified_by",
          "created": "created_at", "creation-date": "created_at", "modified": "modified_at",
          "date": "modified_at"}  # fmt: skip
_PLAIN = frozenset({"ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged", "DocSecurity", "HeadingPairs",
                    "AppVersion", "TotalTime", "TitlesOfParts"})  # fmt: skip
"""Properties of which a short value says nothing."""
_PLAIN_CHARACTERS = 10
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9]+")
PROPERTY_CHARACTERS = 10_000


def properties(stream: Stream) -> Iterator[Property]:
    """Properties of a document (core, extended and custom ones, and those of OpenDocument).

    Raises:
        ItemError: no XML.
    """
    found: list[Property] = []
    names: list[str] = []
    pieces: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        own = next((value for key, value in attributes.items() if local(key) == "name"), "")
        names.append(own or (names[-1] if names and local(tag) in _VALUES else local(tag)))
        pieces.clear()

    def end(_: str) -> None:
        said = "".join(pieces).strip()
        name = names.pop()
        if said and (len(said) >= _PLAIN_CHARACTERS or name not in _PLAIN):
            found.append(Property(_named(name), said[:PROPERTY_CHARACTERS]))
        pieces.clear()

    for _ in walk(stream, start, end, pieces.append):
        yield from found
        found.clear()


_VALUES = frozenset({"lpwstr", "lpstr", "i4", "i2", "r8", "bool", "filetime", "date", "vector", "variant", "bstr"})


def _named(name: str) -> str:
    return _NAMES.get(name) or _WORDS.sub("_", name).strip("_").lower()[:80]
