"""Plain text, delimited text and JSON: what is text at all, and whether it has a shape."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import json
import re

from leakassay.custody.sniff.decoded import text_of
from leakassay.values import text_dialect

_TABLE_SUFFIXES = (".csv", ".tsv", ".tab", ".psv", ".dsv")
_JSON_START = re.compile(r'\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[\[{"\]\-0-9tfnN]|$))')
_LINE = re.compile(r"[^\r\n]+")


def plain(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Any text."""
    return 10 if text_of(head) is not None else 0


def delimited(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Records of one width, or a list of one column that calls itself a table."""
    text = text_of(head)
    if text is None or not text.strip():
        return 0
    named = name.lower().endswith(_TABLE_SUFFIXES)
    dialect = text_dialect.sniff(text, complete=size <= len(head))
    if dialect is None:
        return 20 if named else 0
    if named:
        return 55
    if dialect.records < 3 and not (dialect.headers and dialect.width >= 3) and not _is_wide(dialect):
        return 0
    return 40 if dialect.width == 2 else 50


def _is_wide(dialect: text_dialect.Dialect) -> bool:
    """Two records of many fields, parted by what prose does not use: an extract of a few lines without headers."""
    return dialect.records == 2 and dialect.width >= 6 and dialect.delimiter not in ",;"


def json_document(head: bytes, tail: bytes, name: str, size: int) -> int:
    """One JSON value."""
    text = text_of(head)
    if text is None or not _JSON_START.match(text):
        return 0
    if _is_value(text, complete=size <= len(head)):
        return 80
    return 60 if name.lower().endswith(".json") else 0


def json_lines(head: bytes, tail: bytes, name: str, size: int) -> int:
    """One JSON object or array per line, two lines at least (one where the suffix says so); damaged ones among them."""
    text = text_of(head)
    if text is None:
        return 0
    lines = [found.group() for found in _LINE.finditer(text[:200_000])][:20]
    if size > len(head) and len(lines) < 20:
        lines = lines[:-1]
    begun = [line for line in lines if _JSON_START.match(line)]
    # as a table of commas a damaged file would be called read, and nobody in it found
    demanded = 1 if name.lower().endswith((".jsonl", ".ndjson")) else 2
    if len(begun) < len(lines) * (0.3 if demanded == 1 else 0.7):
        return 0
    whole = [line for line in begun if _is_value(line, complete=True)]
    if demanded == 1 and lines and all(line.lstrip().startswith('{"') for line in begun):
        return 85
    return 85 if len(whole) >= max(demanded, len(lines) * 0.3) else 0


def _is_value(text: str, *, complete: bool) -> bool:
    """True when the text is a JSON value, or the beginning of one."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return not complete and (
            error.pos >= max(len(text) - 64, len(text) * 0.9) or error.msg.startswith("Unterminated")
        )
    except RecursionError:
        return True  # nested deeper than the reader will follow; it says so there
    except ValueError:
        return True  # an integer with more digits than Python converts
    return True
