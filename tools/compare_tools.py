"""The public tools of docs/reading.md: one function each, from a path to text and rows; imported when asked."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, NamedTuple

from compare_words import Piece


class Tool(NamedTuple):
    """A public tool.

    Attributes:
        name: as its makers call it.
        package: its distribution; "" for the standard library.
        formats: our names of the formats that it is asked to read.
        suffixes: files that it is asked to read whatever we call their format.
        read: from a path to what it finds; raises what it raises where it cannot.
        loose: True where a word may run over a space of ours: in a PDF each tool guesses the spaces.
        artefacts: what it says that is not in the file, and what is done about it; for the page.
    """

    name: str
    package: str
    formats: frozenset[str]
    suffixes: frozenset[str]
    read: Callable[[Path], Iterable[Piece]]
    loose: bool = False
    artefacts: str = ""

    @property
    def version(self) -> str:
        """Its version; "" when it is not installed."""
        if not self.package:
            return "Python's"
        try:
            return metadata.version(self.package)
        except metadata.PackageNotFoundError:
            return ""


def _number(value: Any) -> str:
    """A cell as text: a whole number without the point that a float brings."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _row(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(_number, values))


_INVENTED = re.compile(r"column\d+")
_THORNS = re.compile("[\u00fe\u00fd\u00ac]")


FEW_SIGNS = 2
"""Letters þ and ý in a cell of words; where there are more they part fields."""


def duckdb_csv(path: Path) -> Iterator[Piece]:
    """`read_csv` as it sniffs, every value as text; what is not UTF-8 is given to it as Latin-1."""
    library = import_module("duckdb")
    database = library.connect(config={"threads": "1"})
    question = "select * from read_csv(?, all_varchar=true, encoding=?)"
    try:
        found = database.execute(question, [str(path), "utf-8"])
    except library.Error:
        is_wide = path.read_bytes()[:2] in {b"\xff\xfe", b"\xfe\xff"}
        found = database.execute(question, [str(path), "utf-16" if is_wide else "latin-1"])
    yield "\n".join(_parted(column[0]) for column in found.description if not _INVENTED.fullmatch(column[0]))
    for row in found.fetchall():
        yield tuple(map(_parted, _row(row)))


def _parted(cell: str) -> str:
    return _THORNS.sub(" ", cell) if len(_THORNS.findall(cell)) > FEW_SIGNS else cell


def sqlite_file(path: Path) -> Iterator[Piece]:
    """Every table by the library itself."""
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        yield from _tables(database)


def sqlite_script(path: Path) -> Iterator[Piece]:
    """A dump, played into an empty data base."""
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.executescript(path.read_text("utf-8-sig"))
        yield from _tables(database)


def _tables(database: sqlite3.Connection) -> Iterator[Piece]:
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    for (name,) in database.execute("select name from sqlite_master where type = 'table'").fetchall():
        quoted = '"' + name.replace('"', '""') + '"'
        found = database.execute(f"select * from {quoted}")  # noqa: S608  a name of the file's own, quoted, read-only
        yield name
        yield "\n".join(column[0] for column in found.description)
        yield from (_row(value for value in row if not isinstance(value, bytes)) for row in found)


def sqlglot_words(path: Path) -> Iterator[Piece]:
    """Names, strings and numbers of a dump by its tokeniser."""
    kinds = import_module("sqlglot.tokens").TokenType
    wanted = {kinds.STRING, kinds.IDENTIFIER, kinds.NUMBER, kinds.VAR, kinds.NATIONAL_STRING}
    text = path.read_bytes().decode("utf-16" if path.read_bytes()[:2] == b"\xff\xfe" else "utf-8-sig")
    for dialect in ("tsql", "mysql", "oracle", "postgres"):
        if dialect in path.name.lower().replace("sqlserver", "tsql"):
            break
    for token in import_module("sqlglot").tokenize(text, read=dialect):
        if token.token_type in wanted:
            yield token.text


def dbfread(path: Path) -> Iterator[Piece]:
    """Records, those marked as deleted too."""
    table = import_module("dbfread").DBF(str(path), ignore_missing_memofile=True, char_decode_errors="replace")
    yield "\n".join(table.field_names)
    for record in (*table, *table.deleted):
        yield _row(value for value in record.values() if not isinstance(value, bytes))


_MISTAKEN = re.compile(r"-?[0-9]+00|-?[0-9]*\.[0-9]+|\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")
"""Currency without its point, numbers with one, identifiers whose bytes it takes in another order than Access."""

_FRACTION = re.compile(r"(?<=:[0-9]{2})\.[0-9]{6}$|^1899-12-[0-9]{2} ?|^\(?(Empty|Invalid) Date\)?$", re.IGNORECASE)


def access_parser(path: Path) -> Iterator[Piece]:
    """Rows of every table that its catalogue names."""
    database = import_module("access_parser").AccessParser(str(path))
    for name in database.catalog:
        columns = database.parse_table(name)
        yield name
        yield "\n".join(map(str, columns))
        for row in zip(*columns.values(), strict=False):
            cells = _row(v for v in row if not isinstance(v, (bytes, float)))
            yield tuple(_FRACTION.sub("", cell) for cell in cells if not _MISTAKEN.fullmatch(cell))


def openpyxl(path: Path) -> Iterator[Piece]:
    """Values and comments of every sheet."""
    book = import_module("openpyxl").load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    for sheet in book.worksheets:
        yield sheet.title
        for row in sheet.iter_rows():
            yield tuple(_unescaped(_number(cell.value)) for cell in row if cell.data_type != "e")
            yield from (cell.comment.text for cell in row if getattr(cell, "comment", None))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def xlrd(path: Path) -> Iterator[Piece]:
    """Values of every sheet, dates as dates."""
    library = import_module("xlrd")
    book = library.open_workbook(str(path), logfile=Path("/dev/null").open("w"))  # noqa: SIM115  ends with its process
    for sheet in book.sheets():
        yield sheet.name
        for number in range(sheet.nrows):
            yield tuple(_xlrd_cell(library, cell, book.datemode) for cell in sheet.row(number))


FIRST_YEARS = (1900, 1904)
"""Years in which xlrd has times without a day, and spans of time, begin; by the date system."""


def _xlrd_cell(library: Any, cell: Any, mode: int) -> str:
    if cell.ctype == library.XL_CELL_DATE:
        with contextlib.suppress(library.xldate.XLDateError, OverflowError, ValueError):
            moment = library.xldate_as_datetime(cell.value, mode)
            return str(moment if moment.year > FIRST_YEARS[mode] else moment.time())
    if cell.ctype == library.XL_CELL_ERROR:
        return ""
    return _number(cell.value)


_ERROR = re.compile("0x[0-9a-f]{1,2}")


def pyxlsb(path: Path) -> Iterator[Piece]:
    """Values of every sheet; numbers are left out, for it does not tell dates from them."""
    with import_module("pyxlsb").open_workbook(str(path)) as book:
        for name in book.sheets:
            yield str(name)
            with book.get_sheet(name) as sheet:
                for row in sheet.rows(sparse=True):
                    yield _row(c.v for c in row if not isinstance(c.v, float) and not _ERROR.fullmatch(str(c.v)))


_TRUTHS = frozenset({"FAUX", "VRAI"})
"""How a cell that is true or false was shown to a French reader; its value is told by ours."""


def odfpy(path: Path) -> Iterator[Piece]:
    """All text of the body, by paragraph and heading."""
    text, teletype = import_module("odf.text"), import_module("odf.teletype")
    document = import_module("odf.opendocument").load(str(path))
    for kind in (text.P, text.H):
        for element in document.getElementsByType(kind):
            shown = teletype.extractText(element)
            yield "" if shown in _TRUTHS else shown


def python_docx(path: Path) -> Iterator[Piece]:
    """Paragraphs, tables, headers and footers."""
    document = import_module("docx").Document(str(path))
    for part in (document, *(end for section in document.sections for end in (section.header, section.footer))):
        yield from (paragraph.text for paragraph in part.paragraphs)
        for table in part.tables:
            for row in table.rows:
                yield tuple(cell.text for cell in row.cells)


def python_pptx(path: Path) -> Iterator[Piece]:
    """Text of shapes, tables and notes."""
    for slide in import_module("pptx").Presentation(str(path)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (tuple(cell.text for cell in row.cells) for row in shape.table.rows)
        if slide.has_notes_slide:
            yield slide.notes_slide.notes_text_frame.text if slide.notes_slide.notes_text_frame else ""


_MARKS = re.compile(r"\(style_name: [^)]*\)|\[\^?cmt[^\]]*\]:?|!?\[[Ii]mage[^\]]*\]|#+ Notes:?|\\frac")


def xberg(path: Path) -> Iterator[Piece]:
    """Its plain text, no cache, no recognition of pictures."""
    library = import_module("xberg")
    wanted = library.ExtractInput(kind=library.ExtractInputKind.URI, uri=str(path))
    settings = library.ExtractionConfig(use_cache=False, disable_ocr=True)

    async def extract() -> Any:
        return await library.extract(wanted, settings)

    found = asyncio.run(extract())
    if not found.results:
        raise ValueError("no result")
    yield from (_MARKS.sub(" ", result.content) for result in found.results)


def pypdf(path: Path) -> Iterator[Piece]:
    """Text of every page."""
    yield from (page.extract_text() for page in import_module("pypdf").PdfReader(str(path)).pages)


def pdfminer(path: Path) -> Iterator[Piece]:
    """Text of the document."""
    yield import_module("pdfminer.high_level").extract_text(str(path))


def striprtf(path: Path) -> Iterator[Piece]:
    """Plain text."""
    yield import_module("striprtf.striprtf").rtf_to_text(path.read_bytes().decode("latin-1"), errors="replace")


def selectolax(path: Path) -> Iterator[Piece]:
    """Text of the page as its engine sees it, scripts and styles left out."""
    raw = path.read_bytes()
    wide = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}.get(raw[:2])
    tree = import_module("selectolax.lexbor").LexborHTMLParser(raw.decode(wide, "replace") if wide else raw)
    tree.strip_tags(["script", "style"])
    yield tree.root.text(separator="\n") if tree.root else ""


_OFFICE = re.compile(
    r"schemas\.microsoft\.com/office/(word|2006/xmlPackage)|urn:schemas-microsoft-com:office"
    r"|urn:oasis:names:tc:opendocument"
)
_PACKED = re.compile("binData|binaryData|binary-data|fldData|posOffset|pct[A-Z]|[}]align$")


def lxml_xml(path: Path) -> Iterator[Piece]:
    """Text and attributes of every element; entities are not resolved, no network."""
    library = import_module("lxml.etree")
    parser = library.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = library.parse(str(path), parser).getroot()
    is_office = bool(_OFFICE.search(root.tag))
    for element in root.iter():
        is_packed = element.get("representation") == "B64" or (is_office and _PACKED.search(str(element.tag)))
        yield from (text for text in ("" if is_packed else element.text, element.tail) if text)
        if isinstance(element.tag, str) and not is_office and element.tag != "{http://hl7.org/fhir}data":
            yield from element.attrib.values()


def json_leaves(path: Path) -> Iterator[Piece]:
    """Names and values of a document."""
    yield from _leaves(json.loads(path.read_bytes()))


def json_lines(path: Path) -> Iterator[Piece]:
    """Names and values of a document a line."""
    for line in path.read_bytes().splitlines():
        if line.strip():
            yield from _leaves(json.loads(line))


def _holds(value: Any) -> bool:
    if isinstance(value, (dict, list)):
        return any(map(_holds, value.values() if isinstance(value, dict) else value))
    return value not in (None, "")


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        is_named = "url" in value or "system" in value
        names = (name for name, inner in value.items() if _holds(inner))
        yield from (name for name in names if not (is_named and name.startswith("value")))
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


_ESCAPES = re.compile(rb"~[{]|\x1b[$(]")
_NOT_ASCII = re.compile(r"\w*[^\x00-\x7f]\w*")


def charset_normalizer(path: Path) -> Iterator[Piece]:
    """Text in the encoding that it guesses."""
    best = import_module("charset_normalizer").from_path(path).best()
    if best is None or _ESCAPES.search(path.read_bytes()):
        raise ValueError("no encoding")
    yield str(best) if best.encoding.startswith(("utf", "ascii")) else _NOT_ASCII.sub(" ", str(best))


def python_hl7(path: Path) -> Iterator[Piece]:
    """Fields of every message, escapes taken back."""
    library = import_module("hl7")
    text = re.sub(r"\r?\n", "\r", path.read_bytes().decode("utf-8-sig", "replace"))
    for message in library.parse_hl7(text) if library.isbatch(text) else [library.parse(text)]:
        for segment in message:
            for part in segment:
                yield message.unescape(str(part))


def pydifact(path: Path) -> Iterator[Piece]:
    """Elements of every segment."""
    library = import_module("pydifact.segmentcollection")
    raw = path.read_bytes()
    is_narrow = raw.lstrip()[:60].find(b"UNOC") >= 0  # the syntax of ISO 8859-1
    found = library.RawSegmentCollection.from_str(raw.decode("latin-1" if is_narrow else "utf-8"))
    for segment in found.segments:
        for element in segment.elements:
            yield from element if isinstance(element, list) else (str(element),)
