"""Workbooks that are OOXML packages (xlsx, xlsm, xlsb): every sheet, listed or not, every other part with text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import python_calamine

from leakassay.model.batch import Batch, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular import biff12, calamine_sheet, sheet_scan, sheet_xml
from leakassay.read.tabular.grid import Grid
from leakassay.read.tabular.package import Package, is_foreign
from leakassay.read.tabular.package_parts import SHEET_ROOTS, Parts, links
from leakassay.read.tabular.package_texts import lines
from leakassay.read.tabular.wide_strings import wide_strings
from leakassay.read.tabular.xml_walk import local, walk
from leakassay.read.text_windows import text_batches, windows

MANY_SHEETS = 20_000
"""Sheets of a workbook that are read."""

_BINARY_PART = 256 << 20
_BINARY_SHEET = re.compile(r"/worksheets/(?!binaryIndex)[^/]+\.bin$", re.IGNORECASE)


@dataclass
class Sheet:
    """One sheet.

    Attributes:
        name: as its tab says; the part where nothing lists it.
        part: name in the package; "" when there is none.
        number: in calamine's list; -1 for one that it does not know.
        state: visible, hidden, veryHidden, or unlisted.
    """

    name: str
    part: str
    number: int = -1
    state: str = "visible"


class Workbook:
    """A package with what its cells refer to.

    Args:
        content: the package.
        package: the same, opened.

    Attributes:
        workbook: by calamine; None when it does not open.
        is_binary: the sheets are binary records.
        shown: shared strings that cells of binary sheets show.
    """

    def __init__(self, content: bytes, package: Package) -> None:
        self.package = package
        self.fault: ItemError | None = None
        self.workbook: python_calamine.CalamineWorkbook | None = None
        try:
            self.workbook = calamine_sheet.opened(content)
        except ItemError as error:
            if error.outcome is Outcome.ENCRYPTED:
                raise
            self.fault = error
        self.linked = links(package)
        self.main = self._main()
        self.is_binary = self.main.lower().endswith(".bin")
        self._roots = {name: package.root(name) for name in package.parts if name.lower().endswith(".xml")}
        self._book: sheet_xml.Book | None = None
        self.is_1904 = False
        self.sheets = self._sheets()
        self.shown: set[int] = set()
        self.used: npt.NDArray[np.bool_] = np.zeros(self._count_strings(), np.bool_)

    def _main(self) -> str:
        found = [self.package.named(target) for _, target in self.linked.get("", [])]
        others = [self.package.named(name) for name in ("xl/workbook.xml", "xl/workbook.bin")]
        return next((name for name in (*found, *others) if "workbook" in name.lower()), "")

    def parts_of(self, root: str) -> list[str]:
        """Parts whose outermost element is this."""
        return [name for name, own in self._roots.items() if own == root]

    def _sheets(self) -> list[Sheet]:
        """Sheets that are listed, then those that are not."""
        targets = dict(self.linked.get(self.main.replace("\\", "/").lower(), []))
        listed: list[Sheet] = []
        try:
            for name, link, state in self._listed():
                listed.append(Sheet(name, self.package.named(targets.get(link, "")), len(listed), state))
        except ItemError as error:
            self.fault = self.fault or error
        known = [sheet.name for sheet in self.workbook.sheets_metadata] if self.workbook is not None else []
        for place, sheet in enumerate(listed):
            if place >= len(known) or known[place] != sheet.name:
                sheet.number = known.index(sheet.name) if sheet.name in known else -1
        have = {sheet.part for sheet in listed}
        binary = [name for name in self.package.parts if _BINARY_SHEET.search(name)] if self.is_binary else []
        loose = [*(name for root in SHEET_ROOTS for name in self.parts_of(root)), *binary]
        listed += [Sheet(name, name, -1, "unlisted") for name in loose if name not in have]
        return listed[:MANY_SHEETS]

    def _listed(self) -> Iterator[tuple[str, str, str]]:
        """(name, Id of the relation, state) of each sheet."""
        if self.is_binary:
            with self.package.stream(self.main) as part:
                yield from ((name, link, "") for name, link in biff12.sheets(part.read(_BINARY_PART)))
            return
        found: list[tuple[str, str, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = local(tag)
            if name == "sheet":
                said = {local(key): value for key, value in attributes.items()}
                link = next((value for key, value in attributes.items() if key.endswith(":id")), said.get("id", ""))
                found.append((said.get("name", ""), link, said.get("state", "visible")))
            elif name == "workbookPr":
                self.is_1904 = attributes.get("date1904", "") in ("1", "true", "on")

        if self.main:
            with self.package.stream(self.main) as part:
                for _ in walk(part, start, lambda _: None, lambda _: None):
                    pass
        yield from found

    def _count_strings(self) -> int:
        """Shared strings, told by their tags."""
        count = 0
        for name in self.parts_of("sst"):
            with self.package.stream(name) as part:
                rest = b""
                while piece := part.read(sheet_scan.PIECE):
                    piece = rest + piece
                    count += piece.count(b"si>") + piece.count(b"<si ") + piece.count(b":si ") - piece.count(b"/si>")
                    rest = b""
        return min(count, 1 << 26)

    @property
    def book(self) -> sheet_xml.Book:
        """Shared strings and styles, read when they are needed."""
        if self._book is None:
            self._book = sheet_xml.Book(is_1904=self.is_1904)
            for name in self.parts_of("styleSheet"):
                with self.package.stream(name) as part:
                    self._book.kinds = sheet_xml.style_kinds(part)
            for name in self.parts_of("sst"):
                with self.package.stream(name) as part:
                    self._book.strings = sheet_xml.shared_strings(part)
        return self._book


def read(content: bytes, *, is_opened: bool) -> Iterator[Reading]:
    """Read a package.

    Args:
        content: the package.
        is_opened: an opener made items of its pictures, embedded documents and macros.

    Yields:
        Batches, properties, and a Gap with its packed bytes for each part that is not read.

    Raises:
        ItemError: no package, or its limits are passed.
    """
    package = Package(content)
    book = Workbook(content, package)
    given = False
    for reading in _readings(book, is_opened=is_opened):
        given |= isinstance(reading, Batch)
        yield reading
    if book.fault is not None and not given:
        raise book.fault


def _readings(book: Workbook, *, is_opened: bool) -> Iterator[Reading]:
    package = book.package
    for sheet in book.sheets:
        is_hidden = sheet.state != "visible" and (sheet.state or _is_hidden(book, sheet))
        yield Property("hidden_sheet" if is_hidden else "sheet", sheet.name, part=sheet.name)
        try:
            yield from _sheet(book, sheet)
        except ItemError as error:
            yield Gap(error.reason, package.packed(sheet.part) if sheet.part else 0, part=sheet.name)
    yield from _loose_strings(book)
    done = {sheet.part for sheet in book.sheets} | set(book.parts_of("sst")) | {""}
    parts = Parts(package, book.linked, {sheet.part.lower(): sheet.name for sheet in book.sheets})
    for name in package.parts:
        if is_foreign(name):
            if not is_opened:
                yield Gap(Reason.NO_READER, package.packed(name), part="embedded files, pictures, macros")
        elif name not in done:
            yield from _main_part(book, name) if name == book.main and book.is_binary else parts.read(name)
    yield from text_batches(windows(package.note), part="note of the archive")


def _is_hidden(book: Workbook, sheet: Sheet) -> bool:
    if book.workbook is None or sheet.number < 0:
        return False
    seen: bool = book.workbook.sheets_metadata[sheet.number].visible != python_calamine.SheetVisibleEnum.Visible
    return seen


def _is_chart(book: Workbook, sheet: Sheet) -> bool:
    if book.workbook is None or sheet.number < 0:
        return False
    chart: bool = book.workbook.sheets_metadata[sheet.number].typ != python_calamine.SheetTypeEnum.WorkSheet
    return chart


def _main_part(book: Workbook, name: str) -> Iterator[Reading]:
    with book.package.stream(name) as part:
        said = biff12.names(part.read(_BINARY_PART))
    yield from text_batches(windows("\n".join(said)), part="defined names")


def _sheet(book: Workbook, sheet: Sheet) -> Iterator[Reading]:
    if not sheet.part:
        raise ItemError(Reason.MALFORMED)
    if sheet.part.lower().endswith(".bin"):
        yield from _binary_sheet(book, sheet)
        return
    if book.package.root(sheet.part) not in SHEET_ROOTS:
        yield from _texts(book, sheet)
        return
    with book.package.stream(sheet.part) as part:
        seen = sheet_scan.scan(part, len(book.used))
    book.used |= seen.used
    cells = (
        _laid_out(book, sheet)
        if seen.is_sane and book.workbook is not None and sheet.number >= 0
        else _sparse(book, sheet)
    )
    yield from cells
    said = [*seen.formulas.values(), *_frame(seen.frame)]
    yield from text_batches((piece for line in said for piece in windows(line)), part=sheet.name)


def _texts(book: Workbook, sheet: Sheet) -> Iterator[Reading]:
    """A tab without cells: a chart."""
    with book.package.stream(sheet.part) as part:
        yield from text_batches((piece for line in lines(part) for piece in windows(line)), part=sheet.name)


def _laid_out(book: Workbook, sheet: Sheet) -> Iterator[Batch]:
    """By calamine; by our own parser what it does not read."""
    given = False
    try:
        for batch in calamine_sheet.batches(book.workbook, sheet.number, sheet.name):
            given = True
            yield batch
    except ItemError:
        if given:
            raise
        yield from _sparse(book, sheet)


def _sparse(book: Workbook, sheet: Sheet) -> Iterator[Batch]:
    """Row by row; what came before a fault is given."""
    grid = Grid(sheet.name)
    with book.package.stream(sheet.part) as part:
        try:
            for number, cells in sheet_xml.rows(part, book.book):
                yield from grid.add(number, cells)
        except ItemError:
            yield from grid.close()
            raise
    yield from grid.close()


def _frame(raw: bytes) -> list[str]:
    """Text of what stands behind the cells."""
    end = raw.rfind(b"</")
    pieces = iter((b"<x>" + raw[: max(end, 0)] + b"</x>", b""))
    return list(lines(_Pieces(pieces)))


class _Pieces:
    """Bytes in hand as a stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, count: int, /) -> bytes:  # noqa: ARG002  the pieces are as large as they are
        """The next piece."""
        return next(self._pieces, b"")


def _binary_sheet(book: Workbook, sheet: Sheet) -> Iterator[Reading]:
    with book.package.stream(sheet.part) as part:
        raw = part.read(_BINARY_PART)
    seen = biff12.reach(raw)
    book.shown |= seen.shown
    if _is_chart(book, sheet):
        yield from text_batches(windows("\n".join(seen.strings)), part=sheet.name)
        return
    if seen.cells > calamine_sheet.SHEET_CELLS or book.workbook is None or sheet.number < 0:
        reason = Reason.LIMIT_SIZE if book.workbook is not None and sheet.number >= 0 else Reason.MALFORMED
        yield from text_batches(windows("\n".join(seen.strings)), part=sheet.name)
        raise ItemError(reason)
    given = False
    try:
        for batch in calamine_sheet.batches(book.workbook, sheet.number, sheet.name):
            given = True
            yield batch
    except ItemError:
        if not given:
            yield from text_batches(windows("\n".join(wide_strings(raw))), part=sheet.name)
        raise
    yield from text_batches(windows("\n".join(seen.strings)), part=sheet.name)


def _loose_strings(book: Workbook) -> Iterator[Reading]:
    """Shared strings that no cell shows: of cells that were deleted."""
    if book.is_binary:
        yield from _loose_binary(book, book.package.named("xl/sharedStrings.bin"))
    if book.used.all():
        return
    for name in book.parts_of("sst"):
        try:
            strings = book.book.strings
        except ItemError as error:
            yield Gap(error.reason, book.package.packed(name), part=name)
            continue
        left = (said for place, said in enumerate(strings) if place >= len(book.used) or not book.used[place])
        pieces = (piece for said in left for piece in windows(said))
        yield from text_batches(pieces, part="strings that no cell shows")


def _loose_binary(book: Workbook, name: str) -> Iterator[Reading]:
    """The same of an xlsb."""
    if not name:
        return
    try:
        with book.package.stream(name) as part:
            strings = biff12.shared(part.read(_BINARY_PART))
    except ItemError as error:
        yield Gap(error.reason, book.package.packed(name), part=name)
        return
    left = (said for place, said in enumerate(strings) if place not in book.shown)
    yield from text_batches((piece for said in left for piece in windows(said)), part="strings that no cell shows")
