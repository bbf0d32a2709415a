"""Which public tool is asked about which file, for docs/reading.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import compare_mail as mail
import compare_tools as tools
from compare_tools import Tool
from compare_words import Piece


def _tool(  # noqa: PLR0913  a line of the table below
    name: str,
    package: str,
    formats: str,
    suffixes: str,
    read: Callable[[Path], Iterable[Piece]],
    artefacts: str = "",
    *,
    loose: bool = False,
) -> Tool:
    return Tool(name, package, frozenset(formats.split()), frozenset(suffixes.split()), read, loose, artefacts)


_SPACES = "a word counts when its letters stand in our text without its white space: "
_PDF = _SPACES + "a PDF holds no spaces, each tool guesses them; so does one with a sign of a formula run into it"
_OFFICE = "doc docx ppt pptx odt pdf"
_OFFICE_SUFFIXES = ".doc .docx .ppt .pptx .odt .pdf"

TOOLS: tuple[Tool, ...] = (
    _tool("DuckDB read_csv", "duckdb", "delimited", ".csv .tsv", tools.duckdb_csv,
          "names that it invents (`column0`) are left out; it is given what is not UTF-8 as Latin-1 and does not know "
          "`þ`, `ý` and `¬` between fields, so cells that hold three of them are parted there"),
    _tool("charset-normalizer", "charset-normalizer", "text fixed_columns script", "", tools.charset_normalizer,
          "where it guesses a code page, words with other letters than ASCII's are left out; it takes the escapes of "
          "HZ and ISO 2022 for words, so it is not asked about text that holds some"),
    _tool("json", "", "json fhir_json telegram_json", ".json", tools.json_leaves,
          "names of members that hold nothing (null, an empty text, list or object) are left out, and names `value…` "
          "beside a `url` or `system`, by which our column is headed instead"),
    _tool("json, line by line", "", "ndjson fhir_ndjson", ".jsonl .ndjson", tools.json_lines, "as json"),
    _tool("sqlite3", "", "sqlite", ".sqlite", tools.sqlite_file, "blobs are left out"),
    _tool("sqlite3, script", "", "sql_dump", ".sql", tools.sqlite_script, "blobs are left out"),
    _tool("sqlglot", "sqlglot", "sql_dump", ".sql", tools.sqlglot_words),
    _tool("dbfread", "dbfread", "dbf", ".dbf", tools.dbfread, "blobs are left out"),
    _tool("access-parser", "access-parser", "access", ".mdb .accdb", tools.access_parser,
          "values that it gives as bytes are left out, and what it gets wrong: fractions of seconds, which Access does "
          "not keep, currency (no point), fractions (singles as doubles) and GUIDs (order of their bytes)"),
    _tool("openpyxl", "openpyxl", "xlsx", ".xlsx .xlsm .xltx .xltm", tools.openpyxl,
          "error values (`#DIV/0!`) are left out; escapes (`_x000D_`) are undone"),
    _tool("xlrd", "xlrd", "xls", ".xls .xlt", tools.xlrd,
          "error values are left out; a time without a day and a span of time lose the day of 1900 (or 1904) that it "
          "gives them"),
    _tool("pyxlsb", "pyxlsb", "xlsb", ".xlsb", tools.pyxlsb,
          "numbers are left out, for it does not tell dates from them, and codes of errors (`0x1d`)"),
    _tool("odfpy", "odfpy", "ods odt opendocument", ".ods .odt .odp", tools.odfpy,
          _SPACES + "it joins what stands in one paragraph; cells that are true or false are left out, for they are "
          "shown in the language of whoever wrote them", loose=True),
    _tool("python-docx", "python-docx", "docx", ".docx", tools.python_docx),
    _tool("python-pptx", "python-pptx", "pptx", ".pptx", tools.python_pptx),
    _tool("xberg", "xberg", _OFFICE, _OFFICE_SUFFIXES, tools.xberg,
          "names of styles and its own marks for comments, pictures, notes and fractions are left out; " + _SPACES
          + "it runs neighbouring lines into each other", loose=True),
    _tool("pypdf", "pypdf", "pdf", ".pdf", tools.pypdf, _PDF, loose=True),
    _tool("pdfminer.six", "pdfminer.six", "pdf", ".pdf", tools.pdfminer, _PDF, loose=True),
    _tool("striprtf", "striprtf", "rtf", ".rtf", tools.striprtf,
          _SPACES + "it takes an optional hyphen for a space", loose=True),
    _tool("selectolax", "selectolax", "html telegram_html", ".html .htm .xhtml", tools.selectolax,
          _SPACES + "it leaves line breaks inside words out", loose=True),
    _tool("lxml", "lxml", "xml cda fhir_xml", ".xml .xsl .svg .ccda", tools.lxml_xml,
          "base64 is left out; of documents of office programs in XML all attributes and places on the page are, for "
          "they say how text looks"),
    _tool("python-hl7", "hl7", "hl7v2", ".hl7", tools.python_hl7),
    _tool("pydifact", "pydifact", "edifact", ".edi .edifact", tools.pydifact),
    _tool("email", "", "eml", ".eml", mail.python_email,
          "dates are taken as they stand, not as it writes them anew; words in which it could not decode a sign, and "
          "all of other letters beside them, are left out; so are tags that come out as text"),
    _tool("mailbox", "", "mbox", ".mbox", mail.python_mailbox, "as email"),
    _tool("python-oxmsg", "python-oxmsg", "msg", ".msg", mail.oxmsg),
    _tool("tnefparse", "tnefparse", "tnef", "", mail.tnefparse),
    _tool("pypff", "libpff-python", "pst", ".pst .ost", mail.pypff),
)  # fmt: skip
"""Every tool; those that are not installed are named on the page."""


def tools_for(path: Path, our_format: str) -> list[Tool]:
    """The tools that are asked about a file: by what we call it, and by what it calls itself."""
    suffix = path.suffix.lower()
    return [
        tool for tool in TOOLS if our_format in tool.formats or (suffix in tool.suffixes and _may(tool, our_format))
    ]


def _may(tool: Tool, our_format: str) -> bool:
    """False for xberg and XML under the name of a document: it gives the mark-up as it stands."""
    return not (tool.name == "xberg" and our_format == "xml")
