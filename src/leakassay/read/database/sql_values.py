r"""Rows of VALUES: `(1,'O''Brien',N'x',E'\n',0x4142,CAST(N'…' AS Date),NULL)` to printed cells, in every dialect.

A simple row is taken apart by two regular expressions; any other one value by value. All patterns are possessive, so
that no text costs more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from leakassay.read.blob_text import SMALL_BYTES, text_of

MAX_ROW_CHARACTERS = 16 << 20
"""A longer row is not taken apart."""

MAX_ROW_VALUES = 4096
"""Columns that a row may have; no data base knows more."""

MAX_NESTING = 32
"""Calls inside calls around one value."""


class UnendedError(Exception):
    """The text stops inside a row."""


class DamageError(Exception):
    """What stands there is no row."""


class Row(NamedTuple):
    """One row.

    Attributes:
        cells: as printed, NULL as "".
        end: one past its closing bracket.
        blobs: cells that hold bytes which are no text.
    """

    cells: list[str]
    end: int
    blobs: int = 0


class Dialect(NamedTuple):
    """How a program quotes.

    Attributes:
        simple: a whole row of plain numbers, words and strings.
        field: one value of such a row.
        string: a string from its quote on.
        has_backslash: True where a backslash takes the next character along.
    """

    simple: re.Pattern[str]
    field: re.Pattern[str]
    string: re.Pattern[str]
    has_backslash: bool


def _dialect(body: str, *, has_backslash: bool) -> Dialect:
    cast = r"\s++AS\s++[\w\[\]]++(?:\(\d++\))?+\)"  # what SQL Server's wizard puts around dates and decimals
    value = rf"\s*+(?:[Nn]?+'{body}'\s*+|CAST\([Nn]?+'{body}'{cast}\s*+|[^'\"(),;\[\]$\s][^'\"(),;$\s]*+\s*+)"
    return Dialect(
        re.compile(rf"\(({value}(?:,{value})*+)\)"),
        re.compile(rf"\s*+(?:[Nn]?+'({body})'\s*+|CAST\([Nn]?+'({body})'{cast}\s*+|([^'\",\s]++)\s*+)(?:,|\Z)"),
        re.compile(rf"'({body})'"),
        has_backslash,
    )


STANDARD: Final = _dialect(r"(?:[^']++|'')*+", has_backslash=False)
ESCAPED: Final = _dialect(r"(?:[^'\\]++|\\[\s\S]|'')*+", has_backslash=True)
"""MySQL, MariaDB and what PostgreSQL writes as E'…'."""

SPACE: Final = re.compile(r"(?:\s++|--[^\n]*+(?:\n|\Z)|/\*(?:[^*]++|\*(?!/))*+\*/)*+")
_PREFIX: Final = re.compile(r"(?:[NnEeBbXx]|[Uu]&|_[A-Za-z0-9]{2,16}\s*+)?+'")
_DOUBLE: Final = re.compile(r'"((?:[^"\\]++|\\[\s\S]|"")*+)"')
_DOLLAR: Final = re.compile(r"\$(?:[A-Za-z_]\w{0,62})?+\$")
_WORD: Final = re.compile(r"[^'\"(),;\s\[\]]++")
_BRACKETS: Final = re.compile(r"\[[^\]\n]{0,128}\]")
_HEX: Final = re.compile(r"0[xX]((?:[0-9A-Fa-f]{2})++)\Z")
_ESCAPE: Final = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0-7]{1,3}|[\s\S])")
_LETTERS: Final = {"n": "\n", "t": "\t", "r": "\r", "0": "", "Z": "", "b": "", "f": "\f", "v": "\v"}
_JOINS: Final = re.compile(
    r"(?:\|\||\+|::|COLLATE\b|AT\b|TIME\b|ZONE\b|AS\b|USING\b|[A-Za-z_][\w.]*+|\[|\d)", re.IGNORECASE
)
"""What may follow a string inside one value: an operator, a cast, a word of its type."""
_CHARACTER: Final = frozenset({"CHR", "CHAR", "NCHAR"})
_BYTEA: Final = re.compile(r"\\x((?:[0-9A-Fa-f]{2})++)\Z")


def row_at(text: str, at: int, dialect: Dialect) -> Row:
    """Read the row whose bracket opens at `at`.

    Raises:
        UnendedError: the text stops inside it.
        DamageError: there is no row.
    """
    if found := dialect.simple.match(text, at):
        return _simple(found, dialect)
    return _Reading(text, at, dialect).row()


def _simple(found: re.Match[str], dialect: Dialect) -> Row:
    cells: list[str] = []
    blobs = 0
    for alone, cast, word in dialect.field.findall(found[1]):
        string = alone or cast
        if word:
            cell, is_blob = plain(word)
            cells.append(cell)
            blobs += is_blob
        elif "\\" in string or "''" in string:
            cell, is_blob = _string(string, has_backslash=dialect.has_backslash)
            cells.append(cell)
            blobs += is_blob
        else:
            cells.append(string)
    if len(cells) > MAX_ROW_VALUES:
        raise DamageError
    return Row(cells, found.end(), blobs)


def plain(word: str) -> tuple[str, bool]:
    """A value without quotes: NULL is nothing, hexadecimal bytes are text where they can be; True for bytes."""
    if word[:4].upper() == "NULL" and len(word) == 4:
        return "", False
    if word[:1] == "0" and (found := _HEX.match(word)):
        return _bytes(found[1], word)
    return word, False


def _bytes(digits: str, printed: str) -> tuple[str, bool]:
    data = bytes.fromhex(digits)
    text = text_of(data)
    if text is not None and (len(data) >= 4 or text.isprintable()):
        return text, False
    return printed, len(data) > SMALL_BYTES


def _string(raw: str, *, has_backslash: bool) -> tuple[str, bool]:
    text = raw.replace("''", "'") if "''" in raw else raw
    if "\\" not in text:
        return text, False
    if found := _BYTEA.match(text):
        return _bytes(found[1], text)
    return (unescaped(text) if has_backslash else text), False


def copied(cell: str) -> tuple[str, bool]:
    r"""A cell of a COPY block: `\N` is nothing, bytes are text where they can be; True for bytes that are none."""
    if "\\" not in cell:
        return cell, False
    if cell == "\\N":
        return "", False
    text = unescaped(cell)
    return _bytes(found[1], text) if (found := _BYTEA.match(text)) else (text, False)


def unescaped(text: str) -> str:
    """Text without its backslash escapes."""
    return _ESCAPE.sub(_letter, text)


def _letter(found: re.Match[str]) -> str:
    word = found[1]
    if len(word) > 1 or word in "01234567":
        code = int(word[1:], 16) if word[0] in "xuU" else int(word, 8)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "�"
    return _LETTERS.get(word, word)


class _Reading:
    """One row that is not simple, value by value."""

    def __init__(self, text: str, at: int, dialect: Dialect) -> None:
        self.text, self.at, self.dialect = text, at, dialect
        self.blobs = 0

    def row(self) -> Row:
        """The row from its bracket on."""
        self._take("(")
        cells: list[str] = []
        while True:
            cells.append(self._value(0))
            self._space()
            if len(cells) > MAX_ROW_VALUES:
                raise DamageError
            if self._peek() == ")":
                return Row(cells, self.at + 1, self.blobs)
            self._take(",")

    def _peek(self) -> str:
        if self.at >= len(self.text):
            raise UnendedError
        return self.text[self.at]

    def _take(self, char: str) -> None:
        if self._peek() != char:
            raise DamageError
        self.at += 1

    def _space(self) -> None:
        found = SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _value(self, depth: int) -> str:
        """Everything up to the comma or bracket that ends a value: its strings joined, else its words."""
        if depth > MAX_NESTING:
            raise DamageError
        strings: list[str] = []
        words: list[str] = []
        start = self.at
        while True:
            self._space()
            char = self._peek()
            if char in ",)":
                break
            if char == ";":
                raise DamageError
            if (text := self._literal(char)) is not None:
                strings.append(text)
                self._check_follower()
            elif char == "(":
                strings += self._call(words[-1] if words else "", depth)
            else:
                words.append(self._word())
        return self._joined(strings, words, start)

    def _joined(self, strings: list[str], words: list[str], start: int) -> str:
        if strings:
            return "".join(strings)
        if len(words) == 1 and self.text[self.at - 1] != ")":
            cell, is_blob = plain(words[0])
            self.blobs += is_blob
            return cell
        return self.text[start : self.at].strip()

    def _literal(self, char: str) -> str | None:
        """The string that begins here, in quotes of any kind; None where none does."""
        if char == '"':
            return self._closed(_DOUBLE).replace('""', '"')
        if char == "$":
            return self._dollar()
        found = _PREFIX.match(self.text, self.at)
        if found is None:
            return None
        prefix = found[0][:-1].strip().upper()
        self.at = found.end() - 1
        has_backslash = self.dialect.has_backslash or prefix == "E"
        raw = self._closed((ESCAPED if has_backslash else STANDARD).string)
        if prefix == "X" and len(raw) % 2 == 0 and re.fullmatch(r"[0-9A-Fa-f]*+", raw):
            text, is_blob = _bytes(raw, raw)
        else:
            text, is_blob = _string(raw, has_backslash=has_backslash)
        self.blobs += is_blob
        return text

    def _closed(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise UnendedError
        self.at = found.end()
        return found[1]

    def _dollar(self) -> str | None:
        mark = _DOLLAR.match(self.text, self.at)
        if mark is None:
            return None
        end = self.text.find(mark[0], mark.end())
        if end < 0:
            raise UnendedError
        self.at = end + len(mark[0])
        return self.text[mark.end() : end]

    def _check_follower(self) -> None:
        """A letter right behind a quote is damage: a quote is missing or one too many."""
        at = self.at
        self._space()
        char = self._peek()
        if char in ",)'\"":
            return
        if char == "(" or (at == self.at and (char.isalnum() or char == "_")):
            raise DamageError
        if not _JOINS.match(self.text, self.at):
            raise DamageError

    def _call(self, name: str, depth: int) -> list[str]:
        """The arguments of a call: the first one stands for it, for the others are formats and types."""
        self.at += 1
        start = self.at
        first = ""
        self._space()
        if self._peek() != ")":
            first = self._value(depth + 1)
        while self._peek() == ",":
            self.at += 1
            self._value(depth + 1)
            self._space()
        self._take(")")
        name = re.split(r"\W", name.upper())[-1]
        if name in _CHARACTER and _CODE.fullmatch(first) and int(first) < 0xD800:
            return [chr(int(first))]
        if name != "CAST":
            return [first] if first else []
        inner = self.text[start : self.at - 1]
        if word := _WORD_AS.match(inner):
            first, is_blob = plain(word[1])
            self.blobs += is_blob
        return [moment(inner) or first]

    def _word(self) -> str:
        found = _WORD.match(self.text, self.at) or _BRACKETS.match(self.text, self.at)
        if found is None:
            raise DamageError
        self.at = found.end()
        return found[0]


_CODE: Final = re.compile(r"[0-9]{1,9}")
_MOMENT: Final = re.compile(r"\s*+0x([0-9A-Fa-f]{6,18})\s+AS\s+\[?(\w++)", re.IGNORECASE)
_WORD_AS: Final = re.compile(r"\s*+([^\s'()]++)\s+AS\s", re.IGNORECASE)


def moment(inner: str) -> str:
    """The date that SQL Server's wizard wrote as its bytes: what stands inside CAST(0x… AS type); "" for the rest."""
    found = _MOMENT.match(inner)
    clock = _CLOCKS.get(found[2].upper()) if found else None
    if found is None or clock is None or len(found[1]) % 2:
        return ""
    try:
        return clock(bytes.fromhex(found[1]))
    except OverflowError:
        return ""


def _date(data: bytes) -> str:
    return (date(1, 1, 1) + timedelta(days=int.from_bytes(data[:3], "little"))).isoformat()


def _datetime(data: bytes) -> str:
    days = int.from_bytes(data[:4], "big", signed=True)
    ticks = int.from_bytes(data[4:8], "big")
    stamp = datetime(1900, 1, 1) + timedelta(days=days, seconds=ticks // 300)  # noqa: DTZ001  printed without a zone
    return stamp.isoformat(" ")


def _smalldatetime(data: bytes) -> str:
    days, minutes = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
    stamp = datetime(1900, 1, 1) + timedelta(days=days, minutes=minutes)  # noqa: DTZ001  printed without a zone
    return stamp.isoformat(" ")


_CLOCKS: Final[dict[str, Callable[[bytes], str]]] = {
    "DATE": _date,
    "DATETIME": _datetime,
    "SMALLDATETIME": _smalldatetime,
}
