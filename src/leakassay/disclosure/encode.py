"""Encoders: a value of the dump as HTML, as a spreadsheet cell, as terminal text; it is text there and nothing more."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

_LINE_BREAK = re.compile(r"(\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])")
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣−")
"""ASCII starts of a formula, and the wide and small forms that spreadsheets fold to them."""
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def html(text: str) -> Markup:
    """Escape for HTML text and quoted attributes; control and direction characters become visible escapes."""
    return escape(visible(text))


def visible(text: str) -> str:
    r"""Escape every Unicode C*, Zl and Zp character as `\u202e`, so that text cannot steer what shows it."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def terminal(text: str) -> str:
    """One line of text that is safe on a terminal and in a log."""
    return visible(text)


def json_text(text: str) -> str:
    r"""JSON text whose strings hold no character that steers what shows it: `\u009b` says the same and does nothing.

    Args:
        text: JSON as `json.dumps` writes it; its line breaks between values stay.
    """
    return "".join(_json_shown(character) for character in text)


def _json_shown(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in _HIDDEN_CATEGORIES:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def csv_cell(text: str) -> str:
    """Guard a spreadsheet cell: each line that would start a formula gets an apostrophe before it.

    A line is judged after blanks, invisible characters and apostrophes before it are dropped, so ` =1` and `'=1` are
    guarded too and `unguard_csv_cell` gives the text back exactly.
    """
    return "".join(_guarded(piece) for piece in _LINE_BREAK.split(text))


def unguard_csv_cell(cell: str) -> str:
    """Give back what `csv_cell` was given."""
    return "".join(
        piece[1:] if piece.startswith("'") and _is_formula(piece[1:]) else piece for piece in _LINE_BREAK.split(cell)
    )


def _guarded(line: str) -> str:
    return f"'{line}" if _is_formula(line) else line


def _is_formula(line: str) -> bool:
    if not line or _LINE_BREAK.fullmatch(line):
        return False
    if line[0] in _FORMULA_STARTS:  # a tab counts although it is a blank
        return True
    for character in line:
        if character in _FORMULA_STARTS:
            return True
        if not (character == "'" or character.isspace() or unicodedata.category(character) in _HIDDEN_CATEGORIES):
            return False
    return False


def _shown(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN_CATEGORIES:
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
