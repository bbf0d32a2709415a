r"""RTF of a mail as text, or as the HTML that Outlook wrapped in it (MS-OXRTFEX), in one linear pass.

Where RTF can hide text, and what is done: hidden characters (`\v`), fields, notes, headers, document information and
destinations that nobody knows are kept; what a reader of HTML does not show (between `\htmlrtf` and `\htmlrtf0`) is
told aside; tables of fonts, colours and styles, pictures and packed objects are left out: they hold no words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|[^\\{}\r\n]+")
_NO_TEXT = frozenset({
    "fonttbl", "colortbl", "stylesheet", "pict", "objdata", "listtable", "listoverridetable", "rsidtbl", "themedata",
    "datastore", "latentstyles", "blipuid", "colorschememapping", "xmlnstbl", "filetbl", "revtbl", "mmathPr",
})  # fmt: skip
"""Destinations without words of the writer."""

_SIGNS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "nestrow": "\n", "tab": "\t", "cell": "\t",
    "nestcell": "\t", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "endash": "–", "emdash": "—", "emspace": " ", "enspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": " ", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
"""Code page by the charset of a font."""


@dataclass(frozen=True)
class _Group:
    """What holds inside a pair of braces."""

    is_silent: bool = False
    is_font_table: bool = False
    is_tag: bool = False
    is_aside: bool = False
    font: int = -1
    skip: int = 1


@dataclass
class _Page:
    """What was said so far."""

    kept: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    fonts: dict[int, str] = field(default_factory=dict)
    charset: str = "cp1252"
    is_html: bool = False
    skipped: int = 0


def text_of_rtf(source: bytes) -> tuple[str, str, bool]:
    """The words of an RTF text.

    Returns:
        The text, or the HTML that was wrapped; what HTML does not show, told aside; whether the text is HTML.
    """
    text = source.decode("latin-1")
    page, group, outer = _Page(), _Group(), []
    at = 0
    while found := _TOKEN.match(text, at):
        at = found.end()
        word, number, byte, symbol, brace = found.groups()
        if byte:
            if page.skipped:
                page.skipped -= 1
            else:
                page.raw.append(int(byte, 16))
            continue
        _flush(page, group)
        if word == "bin":
            at += max(0, int(number or 0))
        elif word:
            group = _said(page, group, word, number)
        elif brace == "{":
            outer.append(group)
        elif brace:
            group = outer.pop() if outer else _Group()
        elif symbol:
            _tell(page, group, _SYMBOLS.get(symbol, ""))
        else:
            _literal(page, group, found[0])
    _flush(page, group)
    return _joined(page.kept), _joined(page.aside), page.is_html


def _said(page: _Page, group: _Group, word: str, number: str | None) -> _Group:
    """Take up a control word; the group as it is behind it."""
    value = int(number) if number else -1
    page.skipped = 0
    if word in _SIGNS:
        _tell(page, group, _SIGNS[word])
    elif word == "u":
        _tell(page, group, chr(value & 0xFFFF))
        page.skipped = group.skip
    elif word in ("fromhtml", "fromtext"):
        page.is_html = page.is_html or word == "fromhtml"
    elif word == "ansicpg" and value > 0:
        page.charset = f"cp{value}" if value != 65001 else "utf-8"
    elif word == "fcharset" and group.is_font_table:
        page.fonts[group.font] = _CHARSETS.get(value, "")
    else:
        return _turned(group, word, value)
    return group


def _turned(group: _Group, word: str, value: int) -> _Group:
    """The group behind a control word that changes it."""
    if word in _NO_TEXT:
        return replace(group, is_silent=True, is_font_table=word == "fonttbl")
    if word == "f":
        return replace(group, font=value)
    if word == "uc":
        return replace(group, skip=max(0, min(value, 8)))
    if word == "htmltag":
        return replace(group, is_tag=True)
    if word == "htmlrtf":
        return replace(group, is_aside=value != 0)
    return group


def _literal(page: _Page, group: _Group, text: str) -> None:
    if text[0] in "\r\n":
        return
    if page.skipped:
        text, page.skipped = text[page.skipped :], max(0, page.skipped - len(text))
    if not text.isascii():  # raw bytes of the code page
        text = _decoded(page, group, text.encode("latin-1"))
    _tell(page, group, text)


def _flush(page: _Page, group: _Group) -> None:
    """Bytes in hexadecimal that stand together are one text of the code page."""
    if page.raw:
        raw, page.raw = bytes(page.raw), bytearray()
        _tell(page, group, _decoded(page, group, raw))


def _decoded(page: _Page, group: _Group, raw: bytes) -> str:
    for charset in (page.fonts.get(group.font, ""), page.charset, "cp1252"):
        try:
            return raw.decode(charset)
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def _tell(page: _Page, group: _Group, text: str) -> None:
    if text and not group.is_silent:
        (page.aside if group.is_aside and not group.is_tag else page.kept).append(text)


def _joined(pieces: list[str]) -> str:
    """Halves of characters beyond the first plane put together."""
    return "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")
