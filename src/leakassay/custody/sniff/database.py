"""SQL dumps and rows of COPY: what mysqldump, pg_dump, SQL Server's wizard and their kin write, whole or broken off."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import re

from leakassay.custody.sniff.decoded import text_of

_ASIDE = r"(?>\s|;|--[^\n]*+|#[^\n]*+|/\*(?s:.*?)\*/|\\(?:restrict|connect)\b[^\n]*+|(?i:REM|PROMPT)\b[^\n]*+)*+"
"""Blanks, comments and orders to the terminal before the first statement; atomic, so that hostile heads cost no time"""

_FRONT = re.compile(
    _ASIDE
    + r"(?i:ALTER|BEGIN|COPY|CREATE|DECLARE|DELETE|DROP|EXEC|EXECUTE|GO|IF|INSERT|LOCK|MERGE|PRAGMA|PRINT|REPLACE"
    r"|SELECT|SET|SPOOL|START|TRUNCATE|UPDATE|USE|WHENEVER)\b"
)
_NAME = r"(?:[\w.$#]|\"[^\"\r\n]{1,128}\"|`[^`\r\n]{1,128}`|\[[^\]\r\n]{1,128}\]){1,400}+"
_STATEMENT = re.compile(
    r"^[ \t]*+(?:INSERT\s+(?:(?:ALL|IGNORE|DELAYED)\s+)?(?:INTO\s+)?" + _NAME + r"\s*(?:\(|(?:VALUES|SELECT|DEFAULT)\b)"
    r"|REPLACE\s+INTO\s|MERGE\s+INTO\s|ALTER\s+TABLE\s|CREATE\s+(?:\w+\s+){0,4}TABLE\s"
    r"|COPY\s+" + _NAME + r"\s*(?:\([^();]*+\)\s*)?FROM\s+stdin\b)",
    re.IGNORECASE | re.MULTILINE,
)
"""A statement that holds rows or shapes a table, at the start of a line."""

_TUPLES = re.compile(r"\)\s*,\s*\((?=\d|N?'|NULL\b)")
"""Between two rows of one INSERT, which mysqldump makes a megabyte long."""

_ROW = re.compile(r"\((?:\d|N?'|NULL\b)")
"""The front of a row of an INSERT."""

_COPY_END = re.compile(rb"(?:\A|\n)\\\.\r?\n{1,3}\Z")

MANY_TUPLES = 10
"""Rows in 64 KB of a dump that was cut into pieces; no prose has so many."""

FEW_ROW_LINES = 2
"""Lines that are rows where most lines are: what is left of a short dump whose front is gone."""


def sql_dump(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Statements from the front on, with tables or rows among them; less for a piece out of the middle."""
    text = text_of(head)
    if text is None:
        return 0
    # The last bytes are asked too: settings, users and procedures may fill the first.
    end = text_of(tail) or "" if size > len(head) else ""
    is_data = any(_STATEMENT.search(side) for side in (text, end))
    if _FRONT.match(text) and (is_data or name.lower().endswith(".sql")):
        return 72
    is_piece = is_data and len(_STATEMENT.findall(text)) >= 3
    return 52 if is_piece or len(_TUPLES.findall(text)) >= MANY_TUPLES or _is_rows(text) else 0


def _is_rows(text: str) -> bool:
    """Rows of an INSERT, a line each, of which most lines are."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    rows = sum(bool(_ROW.match(line)) and line.endswith(("),", ");")) and "'" in line for line in lines)
    return rows >= FEW_ROW_LINES and 2 * rows >= len(lines)


def pg_copy(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Rows between tabs whose last line is the mark that ends a COPY, and which no statement begins."""
    if not _COPY_END.search(tail[-16:]) or (text := text_of(head)) is None or _FRONT.match(text):
        return 0
    lines = text.split("\n", 65)[:64]
    widths = {line.count("\t") for line in (lines if size <= len(head) else lines[:-1]) if line and line != "\\."}
    return 72 if len(widths) <= 1 else 0


def mssql_data(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Data file of SQL Server: page 0 of a file, of the type that heads one."""
    is_header = head[:2] == b"\x01\x0f" and head[32:36] == bytes(4) and 0 < int.from_bytes(head[36:38], "little") < 256
    return 80 if is_header and len(head) >= 8192 else 0
