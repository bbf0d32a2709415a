"""Parts of an xlsx package beside its sheets: comments, pivot caches, links, drawings, charts, names, properties.

Where a workbook hides text, and what becomes of it:

| place | given as |
|---|---|
| classic comments, threaded comments | TEXT, each behind its cell; authors |
| headers and footers, prompts, lists and errors of validations, links, scenarios | TEXT |
| formulas with text in them | TEXT |
| shared strings that no cell shows | TEXT |
| text boxes, shapes, their alternative text (drawings, VML) | TEXT |
| charts: titles, cached names and values | TEXT |
| pivot caches | TABLE under the names of the fields; shared values that no record uses, field by field |
| cells kept of linked workbooks | TABLE; names and DDE values TEXT |
| defined names, connections, queries, custom XML, revisions, slicers, query tables, persons | TEXT |
| formats of numbers that print words | TEXT |
| properties (core, extended, custom), printers | Property |
| hidden and very hidden sheets, hidden rows and columns | read like others |
| embedded files, pictures, macros, data models | members, by the opener; a Gap where none took them |
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

from leakassay.model.batch import Batch, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.tabular import pivot_cache, sheet_xml
from leakassay.read.tabular.grid import Grid
from leakassay.read.tabular.package import Package
from leakassay.read.tabular.package_texts import Lines, lines, properties
from leakassay.read.tabular.wide_strings import printer, wide_strings
from leakassay.read.tabular.xml_walk import Stream, local, walk
from leakassay.read.text_windows import text_batches, windows

SHEET_ROOTS = frozenset({"worksheet", "dialogsheet", "macrosheet"})
_NO_TEXT = frozenset({"calcChain", "theme", "Types", "metadata", "volTypes", "singleXmlCells", "MapInfo"})
"""Parts that say nothing of people: the order of calculation, colours, types of parts."""

_PROPERTIES = re.compile(r"(?:^|/)docProps/|^meta\.xml$", re.IGNORECASE)
_CUSTOM = re.compile(r"(?:^|/)customXml/", re.IGNORECASE)
_PRINTER = re.compile(r"printerSettings", re.IGNORECASE)
_CUSTOM_PROPERTY = re.compile(r"/customProperty\d*\.bin$", re.IGNORECASE)
_CELL_PARTS = re.compile(r"/(?:sharedStrings|styles|calcChain|binaryIndex\d*|metadata|theme\d*)\.bin$", re.IGNORECASE)
"""Binary parts that calamine reads with the cells, or that say nothing of people."""
_QUOTED = re.compile(r'"([^"]*[A-Za-z0-9]{4,}[^"]*)"')
_LEAST_BYTES = 8
"""A part that is no XML and as short says nothing."""
BINARY_BYTES = 64 << 20
"""A larger binary part is not searched."""


def links(package: Package) -> dict[str, list[tuple[str, str]]]:
    """(Id, target) of the relations of each part, by its name in lower case.

    Targets are names within the package; those outside of it are left out.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for name in package.parts:
        folder, _, file = name.replace("\\", "/").rpartition("/")
        if not file.lower().endswith(".rels") or not folder.endswith("_rels"):
            continue
        home = folder.removesuffix("_rels").rstrip("/")
        source = posixpath.join(home, file[:-5]).lstrip("/").lower()
        try:
            with package.stream(name) as part:
                found[source] = list(_targets(part, home))
        except ItemError:
            continue  # it is told as a part of its own
    return found


def _targets(stream: Stream, home: str) -> Iterator[tuple[str, str]]:
    said: list[tuple[str, str]] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "").replace("\\", "/")
        if target and attributes.get("TargetMode") != "External":
            path = target if target.startswith("/") else posixpath.join("/", home, target)
            said.append((attributes.get("Id", ""), posixpath.normpath(path).lstrip("/")))

    for _ in walk(stream, start, lambda _: None, lambda _: None):
        yield from said
        said.clear()


class Parts:
    """The parts of a package that are no sheets.

    Args:
        package: the workbook.
        linked: as `links` gives it.
        sheets: names of sheets by their part, in lower case.
    """

    def __init__(self, package: Package, linked: dict[str, list[tuple[str, str]]], sheets: dict[str, str]) -> None:
        self._package = package
        self._linked = linked
        self._owner = {
            target.lower(): sheets[source]
            for source, found in linked.items()
            if source in sheets
            for _, target in found
        }
        self._done: set[str] = set()

    def read(self, name: str) -> Iterator[Reading]:
        """What one part says; a Gap of its packed bytes where it cannot be read."""
        if name in self._done:
            return
        try:
            yield from self._read(name)
        except ItemError as error:
            yield Gap(error.reason, self._package.packed(name), part=name)

    def _read(self, name: str) -> Iterator[Reading]:
        if name.lower().endswith(".bin"):
            yield from self._binary(name)
            return
        root = self._package.root(name)
        if root in _NO_TEXT:
            return
        reader = _BY_ROOT.get(root)
        if root in ("pivotCacheDefinition", "pivotCacheRecords"):
            yield from self._pivot(name, root)
        elif _PROPERTIES.search(name):
            with self._package.stream(name) as part:
                yield from properties(part)
        elif reader is not None:
            with self._package.stream(name) as part:
                yield from reader(part, self._owner.get(name.lower(), name))
            if root == "externalLink":
                yield from self._lines(name, without=frozenset({"v"}))
        elif root:
            yield from self._lines(name)
        elif self._package.parts[name].file_size > _LEAST_BYTES and name != "mimetype":
            raise ItemError(Reason.MALFORMED)

    def _lines(self, name: str, without: frozenset[str] = frozenset()) -> Iterator[Batch]:
        owner = self._owner.get(name.lower(), name)
        with self._package.stream(name) as part:
            said = lines(part, keeps_all=bool(_CUSTOM.search(name)), without=without)
            yield from text_batches((piece for line in said for piece in windows(line)), part=owner)

    def _pivot(self, name: str, root: str) -> Iterator[Reading]:
        """A definition with its records; records without a definition have no headers."""
        columns: list[pivot_cache.Field] = []
        behind: list[str] = []
        if root == "pivotCacheDefinition":
            with self._package.stream(name) as part:
                columns = pivot_cache.fields(part)
            found = [self._package.named(target) for _, target in self._linked.get(name.lower(), [])]
            behind = [other for other in found if other and self._package.root(other) == "pivotCacheRecords"]
        elif any(name.lower() == target.lower() for source in self._linked for _, target in self._linked[source]
                 if "pivotcachedefinition" in source):  # fmt: skip
            return  # its definition reads it
        else:
            behind = [name]
        for other in behind:
            self._done.add(other)
            try:
                with self._package.stream(other) as part:
                    yield from pivot_cache.records(part, columns, other)
            except ItemError as error:
                yield Gap(error.reason, self._package.packed(other), part=other)
        yield from pivot_cache.unused(columns, name)

    def _binary(self, name: str) -> Iterator[Reading]:
        """Printer settings name the printer; whatever else is binary is searched for strings."""
        if _CELL_PARTS.search(name):
            return
        with self._package.stream(name) as part:
            raw = part.read(BINARY_BYTES)
        if _PRINTER.search(name):
            said = printer(raw)
            if said:
                yield Property("printer", said, part=self._owner.get(name.lower(), ""))
            return
        if _CUSTOM_PROPERTY.search(name):
            yield from text_batches(windows(raw.decode("utf-16-le", "replace").strip("\0 ")), part=name)
            return
        yield from text_batches(windows("\n".join(wide_strings(raw))), part=name)
        yield Gap(Reason.STRINGS_ONLY, self._package.packed(name), part=name)


def _comments(stream: Stream, owner: str) -> Iterator[Reading]:
    """Comments behind their cells, and who wrote them."""
    gathered = _Comments()
    for _ in walk(stream, gathered.start, gathered.end, gathered.text):
        yield from text_batches((piece for said in gathered.taken() for piece in windows(said)), part=owner)
    gathered.break_line()
    yield from text_batches((piece for said in gathered.taken() for piece in windows(said)), part=owner)
    for author in gathered.authors:
        yield Property("comment_author", author, part=owner)


class _Comments(Lines):
    """Lines of a part of comments; the first of each begins with its cell."""

    def __init__(self) -> None:
        super().__init__()
        self.authors: dict[str, None] = {}
        self._is_author = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        name = local(tag)
        self._is_author = name == "author"
        if name in ("comment", "threadedComment"):
            self.break_line()
            self._line.append(f"{attributes.get('ref', '')}: ")
        elif name not in ("text", "author"):
            super().start(tag, attributes)

    def text(self, piece: str) -> None:
        """Text between tags."""
        if self._is_author:
            self.authors[piece.strip()[:500]] = None
        super().text(piece)


def _external(stream: Stream, owner: str) -> Iterator[Reading]:
    """The cells that a link keeps of the sheets of another workbook, each sheet a table."""
    last, count = -1, 0
    grid = Grid(owner)
    for number, cells in sheet_xml.rows(stream, sheet_xml.Book()):
        if number <= last:
            yield from grid.close()
            count += 1
            grid = Grid(f"{owner} {count}")
        last = number
        yield from grid.add(number, cells)
    yield from grid.close()


def _formats(stream: Stream, owner: str) -> Iterator[Reading]:
    """Words that formats of numbers print."""
    found: dict[str, None] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "numFmt" and len(found) < 100_000:
            found.update(dict.fromkeys(_QUOTED.findall(attributes.get("formatCode", ""))))

    for _ in walk(stream, start, lambda _: None, lambda _: None):
        pass
    yield from text_batches((piece for said in found for piece in windows(said)), part=owner)


_BY_ROOT: dict[str, Callable[[Stream, str], Iterator[Reading]]] = {
    "comments": _comments, "ThreadedComments": _comments, "externalLink": _external, "styleSheet": _formats,
}  # fmt: skip
