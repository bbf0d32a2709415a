"""Word, PowerPoint, Visio and OpenDocument packages: every XML part, in reading order, with the properties.

Where such a file hides text, and how it is reached: all XML parts are walked, listed in the directory or related to
or not (body, headers, footers, foot- and endnotes, comments and their replies, text boxes, tracked insertions and
deletions, hidden text, field codes, content controls and the XML bound to them, glossary, charts, diagrams, slides,
hidden slides, speaker notes, masters, layouts, tags); links to elsewhere stand in `.rels`; printers in binary settings;
a note in the zip itself. Pictures, embedded documents and macros are an opener's. What the directory does not list,
and parts that are neither XML nor known, are gaps.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read import package
from leakassay.read.document.flow import Flow
from leakassay.read.document.office_properties import is_properties, properties
from leakassay.read.document.office_walk import Walk
from leakassay.read.xml_events import START, events, local

PACKAGE_BYTES = 512 << 20
"""Packed; a larger document is refused."""

MAX_PARTS = 50_000
"""Parts looked at; a presentation of 1,000 slides has 6,000."""

_XML = re.compile(r"\.(?:xml|rels|vml|rdf)$", re.IGNORECASE)
_MEMBERS = re.compile(r"^Object[^/]*/(?!.*(?:settings|styles)\.xml$)[^/]+\.xml$")
"""XML that the opener of packages takes out: charts and sheets that an OpenDocument text embeds."""
_SILENT = re.compile(r"\.(?:odttf|fntdata|psmdcp|sigs)$|^mimetype$|/$|^layout-cache$|^Configurations2/", re.IGNORECASE)
"""Fonts, signatures, positions, tool bars: no words of anybody."""
_PRINTER = re.compile(r"printerSettings\d*\.bin$", re.IGNORECASE)
_PRINTER_BYTES = 64
"""A DEVMODE begins with 32 wide characters: the name of the printer."""
_STRUCTURE = re.compile(
    r"^\[Content_Types\]\.xml$|(?:^|/)(?:theme|_rels/theme)[^/]*\.xml$|/theme/|/(?:fontTable|styles|"
    r"webSettings|presProps|viewProps|tableStyles|numbering|stylesWithEffects)\.xml$"
)
_MAIN = re.compile(r"(?:^|/)(?:document\d*|presentation|content|slide\d+|page\d+)\.xml$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_RELATED = "relationship"


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a package.

    Yields:
        TABLE and TEXT batches, a part of the package each; properties; the bytes of parts that were walked; a Gap for
        each part that was not, and for bytes that no part accounts for.

    Raises:
        ItemError: encrypted, too large, no package, or (`empty`, `blank`) without a word.
    """
    if item.size > PACKAGE_BYTES:
        raise ItemError(Reason.LIMIT_SIZE, outcome=Outcome.REFUSED)
    try:
        archive = package.opened(item.file())
    except ItemError as error:
        if error.reason is not Reason.MALFORMED:
            raise
        yield from _without_directory(item, error)
        return
    with closing(archive):
        is_at_odds = package.is_at_odds(archive, item)
        salvage = _Reading(item)
        if is_at_odds:
            parts = list(package.salvaged(item, package.UNPACKED_BYTES // 4))
            # heads and directory contradict each other: whichever leads to more whole parts is believed
            if sum(part.is_whole for part in parts) >= len(archive.infolist()):
                yield from _first_said(salvage.salvage(parts))
        if not salvage.rows:
            yield from _Reading(item).of(archive, is_at_odds=is_at_odds)


class _Reading:
    """One document: what it told, and what of it was not read."""

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        self._flow = Flow()
        self._walk = Walk(self._flow)
        self._rows = 0
        self._lost = 0
        self._doubt = Reason.NONE
        self._refused: ItemError | None = None

    def of(self, archive: zipfile.ZipFile, *, is_at_odds: bool) -> Iterator[Reading]:
        """Everything in a package that has a directory."""
        if is_at_odds:
            yield self._gap(Reason.MALFORMED, 0, "directory")
        parts = archive.infolist()
        if len(parts) > MAX_PARTS:
            raise ItemError(Reason.LIMIT_MEMBERS, outcome=Outcome.REFUSED)
        if not any(_MAIN.search(_plain(part.filename)) for part in parts):
            yield self._gap(Reason.SOME_PARTS_FAILED, 0, "main part")
        for part in sorted(parts, key=lambda part: _order(_plain(part.filename))):
            yield from self._part(archive, part)
        if archive.comment:
            self._flow.begin_part("note of the archive")
            self._flow.line(archive.comment.decode("utf-8", "replace"))
            yield from self._counted(self._flow.close())
        stray = package.stray_bytes(archive, self._item)
        if stray:
            yield self._gap(Reason.TRAILING_BYTES, stray, "between the parts")
        yield from self._end()

    def salvage(self, parts: Iterable[package.Salvaged]) -> Iterator[Reading]:
        """Everything in a package that has none."""
        covered = 0
        for part in parts:
            if _XML.search(part.name) and not self._is_member(part.name):
                yield from self._xml(_plain(part.name), [part.content], part.packed)
                covered += part.packed if part.is_whole else 0
        yield from self._counted(self._flow.close())
        yield from self._people()
        if not self._rows:
            return
        covered = max(0, min(self._item.own, covered) - self._lost)
        yield Gap(Reason.TRUNCATED, self._item.own - covered - min(self._lost, self._item.own - covered))
        yield Covered(covered)

    @property
    def rows(self) -> int:
        """Rows given so far."""
        return self._rows

    def _is_member(self, name: str) -> bool:
        return self._item.own_bytes >= 0 and bool(_MEMBERS.search(name))

    def _part(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[Reading]:
        name = _plain(part.filename)
        if self._is_member(name) or not part.file_size:
            return
        if _XML.search(name):
            yield from self._xml(name, package.pieces(archive, part), part.compress_size)
        elif _PRINTER.search(name):
            yield from self._printer(archive, part)
        elif not _SILENT.search(name) and not self._is_opened(name):
            yield self._gap(Reason.NO_READER, part.compress_size, name)

    def _is_opened(self, name: str) -> bool:
        """True for a file that is a member of its own."""
        return self._item.own_bytes >= 0 and not re.search(r"\[trash\]/|^META-INF/", name, re.IGNORECASE)

    def _xml(self, name: str, pieces: Iterable[bytes], packed: int) -> Iterator[Reading]:
        """One part; a fault is a gap of its bytes, what came before it is kept."""
        try:
            if is_properties(name):
                yield from self._properties(name, pieces)
            elif name.endswith(".rels"):
                yield from self._relations(name, pieces)
            elif _STRUCTURE.search(name):
                for _ in events(pieces):
                    pass
            else:
                yield from self._counted(self._walk.part(name, events(pieces)))
        except ItemError as error:
            self._flow.end_part()
            yield from self._counted(self._flow.ready())
            self._refused = self._refused or (error if error.outcome is Outcome.REFUSED else None)
            yield self._gap(error.reason, packed, name)

    def _properties(self, name: str, pieces: Iterable[bytes]) -> Iterator[Reading]:
        self._flow.begin_part(name)
        for found, is_spoken in properties(name, events(pieces)):
            yield found
            if is_spoken:
                self._flow.line(f"{found.name.removeprefix('custom:')}: {found.value}")
        self._flow.end_part()
        yield from self._counted(self._flow.ready())

    def _relations(self, name: str, pieces: Iterable[bytes]) -> Iterator[Reading]:
        """Links to elsewhere, and the template."""
        self._flow.begin_part(name)
        for kind, element, attributes in events(pieces):
            if kind == START and local(element).lower() == _RELATED and attributes.get("TargetMode") == "External":
                target = attributes.get("Target", "")
                self._flow.line(target)
                if attributes.get("Type", "").endswith("/attachedTemplate"):
                    yield Property("template", target, part=name)
        self._flow.end_part()
        yield from self._counted(self._flow.ready())

    def _printer(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[Reading]:
        try:
            head = next(iter(package.pieces(archive, part)), b"")[:_PRINTER_BYTES]
        except ItemError as error:
            yield self._gap(error.reason, part.compress_size, part.filename)
            return
        name = head.decode("utf-16-le", "replace").split("\0", 1)[0]
        if name.isprintable() and name:
            yield Property("printer", name, part=part.filename)

    def _gap(self, reason: Reason, size: int, part: str) -> Gap:
        size = max(0, min(size, self._item.own - self._lost))
        self._lost += size
        self._doubt = self._doubt or reason
        return Gap(reason, size, part=part)

    def _counted(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        for batch in batches:
            self._rows += batch.data.num_rows
            yield batch

    def _people(self) -> Iterator[Property]:
        for person in self._walk.people:
            yield Property("contributor", person)

    def _end(self) -> Iterator[Reading]:
        yield from self._people()
        yield from self._counted(self._flow.close())
        if not self._rows and self._refused is not None:
            raise self._refused
        if not self._rows and not self._lost:
            if self._doubt:
                raise ItemError(self._doubt)
            raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=self._item.size)
        yield Covered(self._item.own - self._lost)


def _without_directory(item: OpenItem, error: ItemError) -> Iterator[Reading]:
    """What can be had of a package that is cut off."""
    reading = _Reading(item)
    yield from reading.salvage(package.salvaged(item, package.UNPACKED_BYTES // 4))
    if not reading.rows:
        raise error


def _first_said(readings: Iterator[Reading]) -> Iterator[Reading]:
    """Readings from the first batch on with what came before it; none where there is no batch."""
    held: list[Reading] = []
    for reading in readings:
        held.append(reading)
        if isinstance(reading, Batch):
            yield from held
            yield from readings
            return


def _plain(name: str) -> str:
    """Some writers part folders by backslashes, and some begin at the root."""
    return name.replace("\\", "/").lstrip("/")


def _order(name: str) -> tuple[bool, str, int, str]:
    """The body first, then the parts by name, numbers as numbers."""
    number = _NUMBER.search(name)
    return not _MAIN.search(name), _NUMBER.sub("", name), int(number[0][:9]) if number else 0, name
