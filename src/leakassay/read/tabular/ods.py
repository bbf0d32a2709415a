"""OpenDocument spreadsheets: sheets by calamine or, where repeats would not fit, by the way; annotations and all else.

Where such a workbook hides text, and what becomes of it: annotations, shapes, prompts of validations, tracked changes
(content.xml beside the cells), headers and footers (styles.xml), names and ranges: TEXT; properties, also of the user's
own (meta.xml): Property; hidden sheets, rows and columns: read like others; objects, pictures, macros: members, by the
opener, a Gap where none took them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import python_calamine

from leakassay.model.batch import Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.tabular import calamine_sheet
from leakassay.read.tabular.grid import Grid, Row
from leakassay.read.tabular.package import Package, is_foreign
from leakassay.read.tabular.package_texts import Lines, properties
from leakassay.read.tabular.xml_walk import Check, local, walk
from leakassay.read.text_windows import text_batches, windows

CONTENT = "content.xml"
_SILENT = re.compile(
    r"^(?:META-INF/|Configurations2/|mimetype$|manifest\.rdf$|settings\.xml$|layout-cache$)|/$", re.IGNORECASE
)

MAX_LITERALS = 50_000
"""Strings of formulas remembered, so that each is told once; then they are told again."""

REPEATS = 1_000
"""Copies of a filled cell, or of a row with one, that are given; a table of people is not made of copies."""

_MANY = re.compile(rb"""-(?:rows|columns)-repeated\s*=\s*["']\s*0*[1-9]\d{3}""")
_EMPTY = rb"(?:<table:(?:covered-)?table-cell(?:(?!value)[^<>])*/>\s*)*"
_FILLER = re.compile(
    rb'table:number-rows-repeated="\d{4,}"[^<>]*>\s*' + _EMPTY + rb"</table:table-row>(?=\s*(?:</table:|<table:named"
    rb'|<table:table-row[^<>]*rows-repeated="\d+"[^<>]*>\s*' + _EMPTY + rb"</table:table-row>\s*</table:))"
    rb'|<table:table-column[^<>]*-columns-repeated="\d{4,}"[^<>]*/>'
    rb'|<table:table-cell(?:(?!value)[^<>])*-columns-repeated="\d{4,}"(?:(?!value)[^<>])*/>(?=\s*</table:table-row>)'
)
"""What programs fill a sheet up with to its end: empty rows, empty cells, columns."""
_ASIDES = re.compile(
    rb"<(?:office:annotation|draw:|dr3d:|table:(?:shapes|tracked-changes|content-validation"
    rb"|named-(?:range|expression)[ />]|database-range[ />]|dde-link|scenario"
    rb"|data-pilot-table[ />]|consolidation|detective|label-range[ />])|form:|text:a[ />])"
    rb"|table:formula=\"[^\"<>]*&quot;"
)
_PIECE = 4 << 20


def read(content: bytes, *, is_opened: bool) -> Iterator[Reading]:
    """Read a spreadsheet.

    Args:
        content: the package.
        is_opened: an opener made items of its pictures, objects and macros.

    Yields:
        Batches, properties, and a Gap with its packed bytes for each part that is not read.

    Raises:
        ItemError: no package, behind a password, or its limits are passed.
    """
    package = Package(content)
    main = package.named(CONTENT)
    if not main:
        raise ItemError(Reason.MALFORMED)
    try:
        yield from _sheets(content, package, main)
    except ItemError as error:
        yield Gap(error.reason, package.packed(main), part=CONTENT)
    for name in package.parts:
        if name == main or _SILENT.search(name):
            continue
        if is_foreign(name):
            if not is_opened:
                yield Gap(Reason.NO_READER, package.packed(name), part="embedded files, pictures, macros")
            continue
        try:
            yield from _part(package, name)
        except ItemError as error:
            yield Gap(error.reason, package.packed(name), part=name)


def _part(package: Package, name: str) -> Iterator[Reading]:
    with package.stream(name) as part:
        if name == "meta.xml":
            yield from properties(part)
        elif package.root(name):
            words = _Words() if name == "styles.xml" else Lines()
            said = (piece for _ in walk(part, words.start, words.end, words.text) for piece in words.taken())
            yield from text_batches((piece for line in said for piece in windows(line)), part=name)
        elif package.packed(name):
            raise ItemError(Reason.NO_READER)


class _Words(Lines):
    """Text of styles: what pages have above and below; attributes are settings."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        del attributes
        super().start(tag, {})


def _sheets(content: bytes, package: Package, main: str) -> Iterator[Reading]:
    is_sane, has_asides = _looked_through(package, main)
    workbook = calamine_sheet.opened(content) if is_sane else None
    for number, sheet in enumerate(workbook.sheets_metadata if workbook else []):
        is_hidden = sheet.visible != python_calamine.SheetVisibleEnum.Visible
        yield Property("hidden_sheet" if is_hidden else "sheet", sheet.name, part=sheet.name)
        yield from calamine_sheet.batches(workbook, number, sheet.name)
    if has_asides or not is_sane:
        yield from _by_the_way(package, main, with_cells=not is_sane)


def _looked_through(package: Package, main: str) -> tuple[bool, bool]:
    """Whether calamine may lay the sheets out, and whether anything stands beside the cells.

    It may where repeats are those of every program, at the ends only, and where the part is well formed: it waits for
    ever for the end of a table that is not there.
    """
    is_sane, has_asides, rest, check = True, False, b"", Check()
    with package.stream(main) as part:
        while piece := part.read(_PIECE):
            check.feed(piece)
            piece = rest + piece
            has_asides = has_asides or _ASIDES.search(piece) is not None
            cut = piece.rfind(b"</table:table-row>") if len(piece) >= _PIECE else len(piece)
            cut = max(cut, len(piece) - (1 << 20))
            is_sane = is_sane and _has_fillers_only(piece[:cut])
            rest = piece[cut:]
    check.feed(b"")
    return is_sane and check.is_sound and _has_fillers_only(rest), has_asides


def _has_fillers_only(piece: bytes) -> bool:
    many = len(_MANY.findall(piece))
    if not many:
        return True
    fillers = [found[0] for found in _FILLER.finditer(piece)]
    return many == sum(len(_MANY.findall(filler)) for filler in fillers)


def _by_the_way(package: Package, main: str, *, with_cells: bool) -> Iterator[Reading]:
    """One pass over the content: what is in no cell, and the cells where calamine may not."""
    content, grid = _Content(), Grid("")
    fault: ItemError | None = None
    with package.stream(main) as part:
        steps = walk(part, content.start, content.end, content.text)
        while fault is None:
            try:
                next(steps)
            except StopIteration:
                break
            except ItemError as error:  # what came before it is given all the same
                fault = error
            for sheet, row in content.rows_taken():
                if with_cells and sheet != grid.name:
                    yield from grid.close()
                    grid = Grid(sheet)
                if with_cells:
                    yield from grid.add(*row)
            said = (piece for line in content.taken() for piece in windows(line))
            yield from text_batches(said, part="beside the cells")
        yield from grid.close()
    if fault is not None:
        raise fault
    if with_cells and content.left_out:
        yield Gap(Reason.LIMIT_ROWS, 0, part="copies of a row")


class _Content:
    """Handlers of content.xml: cells on the one side, every other text on the other."""

    def __init__(self) -> None:
        self._asides = Lines()
        self._within: list[str] = []
        self._sheet = ""
        self._row = self._column = 0
        self._row_copies = self._copies = 1
        self._cells: dict[int, str] = {}
        self._cell: list[str] = []
        self._value = ""
        self._beside = 0
        self._rows: list[tuple[str, Row]] = []
        self._literals: set[str] = set()
        self.left_out = False

    def rows_taken(self) -> list[tuple[str, Row]]:
        """Rows that are complete, each with its sheet."""
        done, self._rows = self._rows, []
        return done

    def taken(self) -> list[str]:
        """Lines that are in no cell."""
        return self._asides.taken()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        prefix, _, name = tag.partition(":")
        said = {local(key): value for key, value in attributes.items()}
        if name == "table" and prefix == "table" and not self._beside:
            self._sheet, self._row = said.get("name", ""), 0
        elif name == "table-row":
            self._row_copies, self._column, self._cells = _count(said.get("number-rows-repeated", "")), 0, {}
        elif name in ("table-cell", "covered-table-cell"):
            self._begin_cell(said)
        elif self._beside or name in _BESIDE or (prefix in ("draw", "dr3d") and name != "a"):
            self._beside += 1
            self._asides.start(tag, {key: value for key, value in attributes.items() if local(key) in _WRITTEN})
        elif name == "a" and prefix == "text":
            self._aside(said.get("href", ""))
        elif name == "p" and self._cell:
            self._cell.append("\n")
        elif name in ("s", "tab"):
            self.text(" " * min(_count(said.get("c", "")), 1000))

    def _begin_cell(self, said: dict[str, str]) -> None:
        self._copies = _count(said.get("number-columns-repeated", ""))
        self._cell = []
        self._value = _stored(said)
        for literal in _LITERAL.findall(said.get("formula", "")):
            if literal not in self._literals:
                if len(self._literals) >= MAX_LITERALS:
                    self._literals.clear()
                self._literals.add(literal)
                self._aside(literal)

    def _aside(self, line: str) -> None:
        self._asides.text(line)
        self._asides.break_line()

    def text(self, piece: str) -> None:
        """Text between tags."""
        if self._beside:
            self._asides.text(piece)
        else:
            self._cell.append(piece)

    def end(self, tag: str) -> None:
        """A tag closes."""
        name = local(tag)
        if self._beside:
            if name in ("table-cell", "covered-table-cell", "table-row"):
                return
            self._beside -= 1
            self._asides.end(tag)
            if not self._beside:
                self._asides.break_line()
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif name == "table-row":
            self._end_row()

    def _end_cell(self) -> None:
        said = self._value or "".join(self._cell).strip("\r\n")
        said = said if said.strip() else ""
        copies = min(self._copies, REPEATS) if said else 0
        self.left_out |= bool(said) and self._copies > REPEATS
        for place in range(self._column, self._column + copies):
            self._cells[place] = said
        self._column += self._copies
        self._cell = []

    def _end_row(self) -> None:
        copies = min(self._row_copies, max(1, REPEATS // len(self._cells))) if self._cells else 0
        self.left_out |= bool(self._cells) and self._row_copies > copies
        for place in range(self._row, self._row + copies):
            self._rows.append((self._sheet, (place, self._cells)))
        self._row += self._row_copies


_LITERAL = re.compile(r'"([^"]{4,})"')
"""Strings of a formula."""

_BESIDE = frozenset(
    {"annotation", "shapes", "tracked-changes", "content-validations", "named-expressions", "database-ranges",
     "dde-links", "scenario", "forms", "data-pilot-tables", "calculation-settings", "consolidation", "label-ranges",
     "detective", "help-message", "error-message", "title", "desc"}
)  # fmt: skip
"""Elements whose text is in no cell."""

_WRITTEN = frozenset({"name", "title", "value", "string-value", "expression", "condition", "message-type",
                      "display-name", "href", "comment", "label", "help-message", "formula",
                      "base-cell-address"})  # fmt: skip


def _stored(said: dict[str, str]) -> str:
    """The value of a cell as its attributes have it; "" for one that is its text."""
    match said.get("value-type"):
        case "date":
            return said.get("date-value", "").replace("T00:00:00", "").replace("T", " ")
        case "time":
            spent = _SPENT.fullmatch(said.get("time-value", ""))
            return f"{int(spent[1]):02d}:{int(spent[2]):02d}:{spent[3]}" if spent else said.get("time-value", "")
        case "boolean":
            return said.get("boolean-value", "")
        case "string":
            return said.get("string-value", "")
        case _:
            return said.get("value", "")


_SPENT = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2}(?:\.\d+)?)S")


def _count(said: str) -> int:
    return max(1, int(said[:9])) if said.isdecimal() else 1
