"""Where rows begin in SQL text: heads of INSERT and COPY, the columns that CREATE TABLE names, borders to cut at."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_IDENTIFIER = r"(?:[^\W\d][\w$#]{0,127}+|\"(?:[^\"\r\n]|\"\"){1,128}+\"|`[^`\r\n]{1,128}+`|\[[^\]\r\n]{1,128}+\])"
NAME: Final = rf"{_IDENTIFIER}(?:\s?+\.\s?+{_IDENTIFIER}){{0,3}}+"
_COLUMNS = r"\(((?:[^()'\"`\[;]++|\"[^\"\r\n]*+\"|`[^`\r\n]*+`|\[[^\]\r\n]*+\])*+)\)"
_ADVERBS = r"(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|ALL|FIRST|OVERWRITE|OR\s++\w++)\s++){0,3}+"

HEAD: Final = re.compile(
    rf"(?P<insert>\b(?:(?:INSERT|REPLACE)\s++{_ADVERBS}(?:INTO\s++)?+|INTO\s++)(?P<table>{NAME})\s*+(?:{_COLUMNS})?+"
    r"\s*+(?:OVERRIDING\s++\w++\s++VALUE\s*+)?+VALUES?+\s*+(?=\())"
    rf"|(?P<copy>^COPY\s++(?P<copied>{NAME})\s*+(?:{_COLUMNS})?+\s*+FROM\s++stdin\b[^;\n]*+;[^\n]*+\n)"
    rf"|(?P<create>\bCREATE\s++(?:\w++\s++){{0,4}}?TABLE\s++(?:IF\s++NOT\s++EXISTS\s++)?+(?P<made>{NAME})\s*+(?=\())"
    r"|(?P<run>\)\s*+,\s*+(?=\(\s*+(?:[-+]?\d|N?'|NULL\b|_binary\b|0x)))",
    re.IGNORECASE | re.MULTILINE,
)
"""The next place where rows or columns begin; `run` is the border of two rows whose head is damaged or elsewhere."""

BORDER: Final = re.compile(
    rf"^(?:INSERT\s++(?:INTO\s|{NAME}\s*+[(V])|REPLACE\s++INTO\s|CREATE\s++TABLE\s|COPY\s++{NAME}\s*+[(F]|LOCK\s++TABLES"
    r"\s|/\*!\d|--\s(?:Name:|Dumping\s|Table\s|Data\s))",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that begins a statement, where the one before it has ended: rows are read from there without looking back."""

STATEMENT_END: Final = re.compile(r"(?:[;)]|^\s*+GO|^\\\.|^--[^\n]*+|^)[ \t]*\r?\n\Z", re.IGNORECASE | re.MULTILINE)
"""The end of what stands before such a line."""

UNREAD_DATA: Final = re.compile(
    rf"\b(?:UPDATE\s++(?:ONLY\s++)?+{NAME}\s++(?:\w++\s++)?SET\b|MERGE\s++INTO\b|INSERT\s++(?:\w++\s++){{0,3}}?INTO\b"
    rf"|INSERT\s++{NAME}\s|REPLACE\s++INTO\b|VALUES\s*+\(|LOAD\s++DATA\b|COPY\s++{NAME}\s[^;]{{0,200}}FROM\s++stdin)",
    re.IGNORECASE,
)
"""Statements that carry values and were not taken apart."""

_PART: Final = re.compile(rf"\s*+({_IDENTIFIER})")
_NO_COLUMN: Final = frozenset({
    "CONSTRAINT", "PRIMARY", "UNIQUE", "KEY", "INDEX", "FOREIGN", "CHECK", "FULLTEXT", "SPATIAL", "EXCLUDE", "PERIOD",
    "LIKE",
})  # fmt: skip
_PIECES: Final = re.compile(
    r"(?P<quoted>'(?:[^'\\]++|\\[\s\S]|'')*+(?:'|\Z)|\"[^\"\n]{0,128}+\"|`[^`\n]{0,128}+`|\[[^\]\n]{0,128}+\]"
    r"|--[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z))"
    r"|(?P<mark>[(),;])|(?P<other>[^'\"`\[(),;/-]++|[\s\S])"
)
MAX_SHAPE_CHARACTERS = 1 << 18
"""A CREATE TABLE that is longer names no columns to us."""


class Head(NamedTuple):
    """What begins at a place.

    Attributes:
        kind: insert, copy, create or run.
        table: its name without schema and quotes.
        columns: as the statement itself lists them.
        start: where it begins.
        end: where its rows or columns begin.
    """

    kind: str
    table: str
    columns: tuple[str, ...]
    start: int
    end: int


def next_head(text: str, at: int) -> Head | None:
    """The next head from `at` on."""
    found = HEAD.search(text, at)
    if found is None:
        return None
    kind = next(kind for kind in ("insert", "copy", "create", "run") if found[kind] is not None)
    name = found["table"] or found["copied"] or found["made"] or ""
    listed = found[3] if kind == "insert" else found[6] if kind == "copy" else None
    return Head(kind, bare(name), names(listed or ""), found.start(), found.end())


def bare(name: str) -> str:
    """The last part of a name, without quotes."""
    parts = [part[1] for part in re.finditer(rf"({_IDENTIFIER})(?:\s?\.\s?)?", name)]
    return unquoted(parts[-1]) if parts else ""


def unquoted(word: str) -> str:
    """An identifier without the quotes of its dialect."""
    return word[1:-1].replace('""', '"') if word[:1] in '"`[' and len(word) > 1 else word


def names(listed: str) -> tuple[str, ...]:
    """Names of a column list."""
    return tuple(unquoted(word) for word in re.findall(_IDENTIFIER, listed))


def columns_of(text: str, at: int) -> tuple[tuple[str, ...], int] | None:
    """Columns of the CREATE TABLE whose bracket opens at `at`, and where its brackets close.

    Returns:
        None where the text stops inside it.
    """
    depth = 0
    found: list[str] = []
    is_start = False
    limit = at + MAX_SHAPE_CHARACTERS
    for piece in _PIECES.finditer(text, at, limit):
        mark = piece["mark"]
        depth += (mark == "(") - (mark == ")")
        if mark == ";" or (mark == ")" and depth == 0):
            return tuple(found), piece.end()
        if (mark == "(" and piece.start() == at) or (mark == "," and depth == 1):
            is_start = True
        elif is_start and not piece[0].isspace() and not piece[0].startswith(("--", "/*")):
            is_start = False
            found += _column(piece[0])
    return ((), min(limit, len(text))) if len(text) >= limit else None


def _column(piece: str) -> list[str]:
    name = _PART.match(piece)
    return [unquoted(name[1])] if name and name[1].upper() not in _NO_COLUMN else []
